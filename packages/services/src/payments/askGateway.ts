import { type Errand, type OutsideFact, PaymentId } from "@hotbag/core"
import { Effect } from "effect"
import type { GatewayUnavailable } from "./errors.ts"
import type {
  AuthorisationAnswer,
  AuthorisationRequest,
  PaymentGateway,
  SettlementAnswer
} from "./PaymentGateway.ts"

/** What the saga of an order wants of the gateway. */
export type PaymentErrand = Extract<Errand, { readonly _tag: "RequestPayment" }>
/** …of what was authorised. */
export type SettlementErrand = PaymentErrand & { readonly operation: "capture" | "void" | "refund" }

/** Whether the errand settles what was authorised. */
export const isSettlement = (errand: PaymentErrand): errand is SettlementErrand =>
  errand.operation !== "authorise" && errand.operation !== "look-up"

/**
 * Authorises, or finds out what became of it. An order that is still wanted is authorised again under its key, which does it once and
 * even if the first request was lost; for one that has ended no new money is held.
 */
export const askForMoney = (
  gateway: PaymentGateway["Service"],
  request: AuthorisationRequest,
  isWanted: boolean
): Effect.Effect<AuthorisationAnswer, GatewayUnavailable> =>
  isWanted ? gateway.authorise(request) : gateway.lookUp(request)

/** What an order that costs nothing is told: nobody is asked, and the order's own id names the payment. */
export const answerForFree = (errand: PaymentErrand): OutsideFact =>
  isSettlement(errand)
    ? { _tag: "SettlementDone", operation: errand.operation }
    : { _tag: "AuthorisationGranted", paymentId: PaymentId.make(errand.orderId), funds: "held" }

/** Captures, voids or refunds the whole amount. */
export const askToSettle = (
  gateway: PaymentGateway["Service"],
  { amount, key, operation, orderId }: SettlementErrand,
  paymentId: PaymentId
): Effect.Effect<OutsideFact, GatewayUnavailable> =>
  Effect.map(gateway[operation]({ orderId, key, amount, paymentId }), (answer) =>
    settlementFact(operation, answer)
  )

const settlementFact = (operation: SettlementErrand["operation"], answer: SettlementAnswer): OutsideFact =>
  answer._tag === "Done"
    ? { _tag: "SettlementDone", operation }
    : { _tag: "SettlementRefused", operation, reason: answer.reason }
