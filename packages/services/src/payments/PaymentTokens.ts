import type { OrderId } from "@hotbag/core"
import { Context, type Effect, type Option } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { PaymentDetails } from "./PaymentDetails.ts"

/** What customers pay their orders with. Written with the placement of the order, or once afterwards. */
export class PaymentTokens extends Context.Service<
  PaymentTokens,
  {
    readonly find: (orderId: OrderId) => Effect.Effect<Option.Option<PaymentDetails>, StoreUnavailable>
    /**
     * Names the token of an order that has none; of several at once the first wins. Answers what the order is paid with now; none when
     * there is no such order.
     */
    readonly attach: (
      orderId: OrderId,
      details: PaymentDetails
    ) => Effect.Effect<Option.Option<PaymentDetails>, StoreUnavailable>
  }
>()("hotbag/services/payments/PaymentTokens") {}
