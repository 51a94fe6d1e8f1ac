import { Limits } from "../Limits.ts"
import type { PaymentId } from "../Ids.ts"
import {
  cancelTimer,
  commandOrder,
  type Draft,
  escalate,
  hasEnded,
  notifyCustomer,
  setTimer
} from "./Draft.ts"
import type { SettlementOperation } from "./facts.ts"
import type { OrderSaga } from "./OrderSaga.ts"

/** Asks the gateway for the money of a placed order. */
export const authorise = (draft: Draft): void => ask(draft, "authorise")

/** The order was delivered: the money is the platform's. */
export const capture = (draft: Draft): void => {
  if (draft.saga.payment === "held") settle(draft, "capture")
  if (draft.saga.payment === "taken") draft.saga.payment = "captured"
}

/** The order ended otherwise: the money goes back. An authorisation that is still unanswered is let go when it is. */
export const release = (draft: Draft): void => {
  if (draft.saga.payment === "held") settle(draft, "void")
  if (draft.saga.payment === "taken") settle(draft, "refund")
}

/** The gateway authorised. */
export const onGranted = (draft: Draft, paymentId: PaymentId, funds: "held" | "taken"): void => {
  const { saga } = draft
  if (saga.payment === "authorising") {
    cancelTimer(draft, "payment")
    saga.payment = funds
    saga.paymentId = paymentId
    if (hasEnded(draft)) release(draft)
    else commandOrder(draft, { _tag: "AuthorisePayment", paymentId })
    return
  }
  if (saga.payment === "refused") {
    // The gateway changed its mind after the order was told: nobody will pay with this money.
    saga.payment = funds
    saga.paymentId = paymentId
    release(draft)
    return
  }
  if (saga.paymentId !== paymentId) escalate(draft, "second-payment", draft.atMs)
}

/** The gateway refused to authorise. */
export const onRefused = (draft: Draft, reason: string): void => {
  if (draft.saga.payment !== "authorising") return
  cancelTimer(draft, "payment")
  draft.saga.payment = "refused"
  if (!hasEnded(draft)) commandOrder(draft, { _tag: "DeclinePayment", reason })
}

/** The order learned of its payment without the saga, such as from a till: the money counts as held. */
export const onAuthorisedElsewhere = (draft: Draft, paymentId: PaymentId): void => {
  if (draft.saga.payment !== "authorising") return
  cancelTimer(draft, "payment")
  draft.saga.payment = "held"
  draft.saga.paymentId = paymentId
}

/** The gateway has settled. */
export const onSettled = (draft: Draft, operation: SettlementOperation): void => {
  const { saga } = draft
  if (operation !== settling(draft)) return
  cancelTimer(draft, "payment")
  if (operation === "capture") saga.payment = "captured"
  if (operation === "void") saga.payment = "voided"
  if (operation === "refund") {
    saga.payment = "refunded"
    notifyCustomer(draft, "refunded", `${saga.order.orderId}:refunded`)
  }
}

/** The gateway refuses to settle: the next try is a new request, and a person is told. */
export const onSettlementRefused = (draft: Draft, operation: SettlementOperation): void => {
  if (operation !== settling(draft)) return
  draft.saga.settlementRefusals += 1
  if (draft.saga.settlementRefusals === 1) escalate(draft, "settlement-refused", draft.atMs)
}

/** The gateway has not answered: ask again, ever more slowly; give the order up, but never the money. */
export const onUnanswered = (draft: Draft): void => {
  const { saga } = draft
  const operation = settling(draft)
  if (operation === null && saga.payment !== "authorising") return
  saga.paymentAttempts += 1
  if (saga.paymentAttempts === Limits.paymentAttempts) {
    escalate(draft, "payment-unanswered", draft.atMs)
    if (operation === null && !hasEnded(draft)) {
      commandOrder(draft, { _tag: "CancelOrder", by: "platform", reason: "payment-unanswered" })
    }
  }
  ask(draft, operation ?? "look-up")
}

/**
 * The idempotency key under which the gateway is asked: a repeated request keeps its key, so that it is done once; after a refusal it
 * is a new request.
 */
export const paymentKey = (saga: OrderSaga, request: SettlementOperation | "authorise"): string =>
  `${saga.order.orderId}:${request}:${saga.settlementRefusals + 1}`

/** What the saga is waiting for the gateway to settle. */
const settling = (draft: Draft): SettlementOperation | null => {
  switch (draft.saga.payment) {
    case "capturing":
      return "capture"
    case "voiding":
      return "void"
    case "refunding":
      return "refund"
    case "authorising":
    case "refused":
    case "held":
    case "taken":
    case "captured":
    case "voided":
    case "refunded":
      return null
  }
}

const settle = (draft: Draft, operation: SettlementOperation): void => {
  draft.saga.payment = operation === "capture" ? "capturing" : operation === "void" ? "voiding" : "refunding"
  draft.saga.paymentAttempts = 0
  ask(draft, operation)
}

const ask = (draft: Draft, operation: SettlementOperation | "authorise" | "look-up"): void => {
  const { order, paymentId, paymentAttempts } = draft.saga
  const key = paymentKey(draft.saga, operation === "look-up" ? "authorise" : operation)
  draft.reactions.push({
    _tag: "RequestPayment",
    orderId: order.orderId,
    operation,
    key,
    amount: order.total,
    paymentId
  })
  const waitMs = Math.min(Limits.paymentAnswerMs * 2 ** paymentAttempts, Limits.paymentRetryLongestMs)
  setTimer(draft, "payment", draft.atMs + waitMs)
}
