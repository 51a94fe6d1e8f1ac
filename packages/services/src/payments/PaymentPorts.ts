import { Option } from "effect"
import type { Inbox } from "./Inbox.ts"
import type { PaymentCases } from "./PaymentCases.ts"
import type { PaymentDetails, PaymentMethod } from "./PaymentDetails.ts"
import type { PaymentGateway } from "./PaymentGateway.ts"
import type { PaymentTokens } from "./PaymentTokens.ts"

/** What payments stand on. */
export interface PaymentPorts {
  readonly gateway: PaymentGateway["Service"]
  readonly cases: PaymentCases["Service"]
  readonly tokens: PaymentTokens["Service"]
  readonly inbox: Inbox["Service"]
}

/** How the customer pays; a card unless told. */
export const methodOf = (details: Option.Option<PaymentDetails>): PaymentMethod =>
  Option.isSome(details) ? details.value.method : "credit_card"
