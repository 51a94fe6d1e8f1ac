import {
  type Money,
  type Order,
  type OrderId,
  type OrderSaga,
  type PaymentId,
  paymentKey,
  type PaymentStage,
  TERMINAL_ORDER_STATUSES
} from "@hotbag/core"
import { Effect, Equal, Option, type Redacted } from "effect"
import type { Actor } from "../Actor.ts"
import { NotFound } from "../NotFound.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { PaymentErrand } from "./askGateway.ts"
import { PaymentClosed, PaymentConflict } from "./errors.ts"
import type { PaymentDetails, PaymentMethod } from "./PaymentDetails.ts"
import { methodOf, type PaymentPorts } from "./PaymentPorts.ts"

/** The payment of an order as its customer and operations see it (S60). */
export interface PaymentView {
  readonly orderId: OrderId
  readonly paymentId: PaymentId | null
  readonly amount: Money
  readonly method: PaymentMethod
  readonly stage: PaymentStage
}

/** What somebody asks to pay an order with. */
export interface PayRequest {
  readonly actor: Actor
  readonly orderId: OrderId
  readonly details: PaymentDetails & { readonly token: Redacted.Redacted }
}

/** How the payment of an order stands. */
export const viewOver = (ports: PaymentPorts) =>
  Effect.fn("Payments.view")(function* (actor: Actor, orderId: OrderId) {
    const { details, order, saga } = yield* findOwn(ports, actor, orderId)
    return viewOf(order, saga, methodOf(details))
  })

/** Names the token, the first one for good, and asks the gateway at once; if that is lost, the saga's timer asks. */
export const payOver = (
  ports: PaymentPorts,
  carryOut: (errand: PaymentErrand) => Effect.Effect<void, StoreUnavailable>
) =>
  Effect.fn("Payments.pay")(function* ({ actor, details, orderId }: PayRequest) {
    const known = yield* findOwn(ports, actor, orderId)
    const { order, saga } = known
    if (!isPaidWith(known.details, details)) {
      if (isClosed(order, saga)) return yield* new PaymentClosed()
      if (saga.payment !== "authorising") return yield* new PaymentConflict()
      const attached = yield* ports.tokens.attach(orderId, details)
      if (!isPaidWith(attached, details)) return yield* new PaymentConflict()
    }
    if (saga.payment === "authorising") {
      const key = paymentKey(saga, "authorise")
      const request = { orderId, operation: "authorise", key, amount: order.total, paymentId: null } as const
      yield* carryOut({ _tag: "RequestPayment", ...request })
    }
    const after = yield* findOwn(ports, actor, orderId)
    return viewOf(after.order, after.saga, details.method)
  })

const findOwn = Effect.fnUntraced(function* (
  { cases, tokens }: PaymentPorts,
  { role, subject }: Actor,
  orderId: OrderId
) {
  const found = yield* cases.find(orderId)
  if (Option.isNone(found)) return yield* new NotFound()
  const { customerId } = found.value.order
  const isOwn = role === "operator" || (role === "customer" && subject === customerId)
  if (!isOwn) return yield* new NotFound()
  return { ...found.value, details: yield* tokens.find(orderId) }
})

const isClosed = (order: Order, saga: OrderSaga): boolean =>
  TERMINAL_ORDER_STATUSES.has(order.status) || saga.payment === "refused"

const isPaidWith = (known: Option.Option<PaymentDetails>, details: PaymentDetails): boolean =>
  Option.isSome(known) && known.value.token !== null && Equal.equals(known.value.token, details.token)

const viewOf = (order: Order, saga: OrderSaga, method: PaymentMethod): PaymentView => ({
  orderId: order.orderId,
  paymentId: saga.paymentId,
  amount: order.total,
  method,
  stage: saga.payment
})
