import { Money, OrderId, PaymentId } from "@hotbag/core"
import { Schema } from "effect"
import type {
  AuthorisationAnswer,
  AuthorisationRequest,
  SettlementAnswer,
  SettlementRequest
} from "../PaymentGateway.ts"
import { scriptOf } from "./scripts.ts"

/** What the sandbox remembers of one order's payment. */
export const SandboxPayment = Schema.Struct({
  orderId: OrderId,
  /** The key under which it was authorised. */
  key: Schema.String,
  paymentId: PaymentId,
  amount: Money,
  /** What the customer paid with; picks the script. */
  token: Schema.String,
  funds: Schema.Literals(["held", "taken", "refused"]),
  reason: Schema.NullOr(Schema.String),
  settled: Schema.Literals(["no", "capture", "void", "refund"]),
  /** Keys of settlements that were refused, for good. */
  refusedKeys: Schema.Array(Schema.String),
  /** Questions about it so far, answered or not: how far its script has got. */
  asked: Schema.Int
})
export type SandboxPayment = typeof SandboxPayment.Type

/** What the sandbox did, and what its caller gets to know of it. */
export interface SandboxStep<Answer> {
  /** Null when the question was lost on its way. */
  readonly payment: SandboxPayment | null
  readonly answer: Answer
  /** Whether the caller gets the answer. */
  readonly isHeard: boolean
  readonly delayMs: number
}

/** Authorises once per key, as the token's script says; `known` is the order's payment so far. */
export const authoriseInSandbox = (
  known: SandboxPayment | null,
  request: AuthorisationRequest,
  token: string
): SandboxStep<AuthorisationAnswer> => {
  const { amount, key, orderId } = request
  const script = scriptOf(token)
  const { funds, reason } = script
  const paymentId = paymentIdOf(orderId)
  const fresh = {
    orderId,
    key,
    paymentId,
    amount,
    token,
    funds,
    reason,
    settled: "no",
    refusedKeys: [],
    asked: 0
  } as const
  const payment = { ...(known ?? fresh), asked: (known?.asked ?? 0) + 1 }
  return {
    payment,
    answer: payment.key === key ? authorisationOf(payment) : anotherPayment,
    isHeard: payment.asked > script.unheard,
    delayMs: payment.asked === 1 ? script.delayMs : 0
  }
}

/** What became of the key; one that was never used is used up now. */
export const lookUpInSandbox = (
  known: SandboxPayment | null,
  request: AuthorisationRequest,
  token: string
): SandboxStep<AuthorisationAnswer> => {
  const { amount, key, orderId } = request
  const paymentId = paymentIdOf(orderId)
  const reason = "no such payment"
  const none = {
    orderId,
    key,
    paymentId,
    amount,
    token,
    funds: "refused",
    reason,
    settled: "no",
    refusedKeys: [],
    asked: 0
  } as const
  const payment = known ?? none
  const answer = payment.key === key ? authorisationOf(payment) : anotherPayment
  return { payment, answer, isHeard: true, delayMs: 0 }
}

/** Captures, voids or refunds once; refuses as the script says, and whatever the money does not allow. */
export const settleInSandbox = (
  known: SandboxPayment | null,
  operation: "capture" | "void" | "refund",
  request: SettlementRequest
): SandboxStep<SettlementAnswer> => {
  if (known === null || known.paymentId !== request.paymentId) {
    return { payment: known, answer: refused("no such payment"), isHeard: true, delayMs: 0 }
  }
  const script = scriptOf(known.token)
  const asked = known.asked + 1
  const isHeard = asked > script.unheard
  const step = (
    change: Partial<SandboxPayment>,
    answer: SettlementAnswer
  ): SandboxStep<SettlementAnswer> => ({
    payment: { ...known, asked, ...change },
    answer,
    isHeard,
    delayMs: 0
  })
  if (known.settled !== "no") {
    return step({}, known.settled === operation ? done : refused(`already settled by ${known.settled}`))
  }
  if (known.refusedKeys.includes(request.key)) return step({}, refused(script.settlementReason))
  if (known.funds !== (operation === "refund" ? "taken" : "held"))
    return step({}, refused(`nothing to ${operation}`))
  if (known.refusedKeys.length < script.refusedSettlements) {
    const refusedKeys = [...known.refusedKeys, request.key]
    return step({ refusedKeys }, refused(script.settlementReason))
  }
  return step({ settled: operation }, done)
}

const done: SettlementAnswer = { _tag: "Done" }
const refused = (reason: string): SettlementAnswer => ({ _tag: "Refused", reason })
const anotherPayment: AuthorisationAnswer = {
  _tag: "AuthorisationRefused",
  reason: "another payment is made"
}

const authorisationOf = ({ funds, paymentId, reason }: SandboxPayment): AuthorisationAnswer =>
  funds === "refused"
    ? { _tag: "AuthorisationRefused", reason: reason ?? "declined" }
    : { _tag: "AuthorisationGranted", paymentId, funds }

/** The same for the same order at any time; an id that leaves no room for a prefix stands for itself. */
const paymentIdOf = (orderId: OrderId): PaymentId => {
  const prefixed = `pay_${orderId}`
  return PaymentId.make(Schema.is(PaymentId)(prefixed) ? prefixed : orderId)
}
