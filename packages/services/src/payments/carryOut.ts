import { Limits, type OutsideFact, TERMINAL_ORDER_STATUSES } from "@hotbag/core"
import { Clock, Effect, Option } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import { answerForFree, askForMoney, askToSettle, isSettlement, type PaymentErrand } from "./askGateway.ts"
import type { GatewayUnavailable } from "./errors.ts"
import { methodOf, type PaymentPorts } from "./PaymentPorts.ts"

/** Does what a saga wants of the gateway and tells it the answer, if there is one. */
export const carryOutOver = (
  ports: PaymentPorts
): ((errand: PaymentErrand) => Effect.Effect<void, StoreUnavailable>) =>
  Effect.fn("Payments.carryOut")(
    function* (errand: PaymentErrand) {
      const answer = yield* answerTo(ports, errand).pipe(
        Effect.catchTag("GatewayUnavailable", ({ why }) =>
          Effect.as(Effect.logWarning("payment outcome unknown", why), null)
        )
      )
      if (answer !== null) yield* ports.cases.tell(errand.orderId, answer, `gateway:${errand.key}`)
    },
    (effect, { operation, orderId }) =>
      Effect.annotateLogs(effect, { order_id: orderId, payment_operation: operation })
  )

/** What the gateway says; null when there is nobody to ask yet. */
type Answer = Effect.Effect<OutsideFact | null, GatewayUnavailable | StoreUnavailable>

const answerTo = (ports: PaymentPorts, errand: PaymentErrand): Answer => {
  if (errand.amount.amountMinor === 0) return Effect.succeed(answerForFree(errand))
  if (!isSettlement(errand)) return authorise(ports, errand)
  // Only what was authorised is settled, so its id is known.
  return errand.paymentId === null
    ? Effect.succeed({ _tag: "SettlementRefused", operation: errand.operation, reason: "no payment" })
    : askToSettle(ports.gateway, errand, errand.paymentId)
}

const authorise = Effect.fnUntraced(function* (
  { cases, gateway, tokens }: PaymentPorts,
  { amount, key, orderId }: PaymentErrand
) {
  // An order that another process ended just now is charged and refunded, as if it had ended a moment later.
  const found = yield* cases.recall(orderId)
  if (Option.isNone(found)) return null
  const { order } = found.value
  const details = yield* tokens.find(orderId)
  const named = Option.isSome(details) ? details.value.token : null
  const token = named ?? gateway.tokenOnFile
  const isWanted = !TERMINAL_ORDER_STATUSES.has(order.status)
  if (token === null) {
    const waitedMs = (yield* Clock.currentTimeMillis) - order.placedAtMs
    return isWanted && waitedMs < Limits.payLaterMs ? null : neverPaid
  }
  const request = {
    orderId,
    key,
    amount,
    method: methodOf(details),
    token,
    sinceMs: order.placedAtMs
  }
  return yield* askForMoney(gateway, request, isWanted)
})

const neverPaid: OutsideFact = { _tag: "AuthorisationRefused", reason: "not paid in time" }
