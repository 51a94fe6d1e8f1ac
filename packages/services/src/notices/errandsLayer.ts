import type { Errand, OrderId, OrderCase, Recipient } from "@hotbag/core"
import { Clock, Effect, Layer, Option } from "effect"
import { Cases } from "../cases/Cases.ts"
import { ErrandFailed, Errands } from "../cases/Errands.ts"
import { Payments } from "../payments/Payments.ts"
import { Alerts } from "./Alerts.ts"
import { Notices, type ToldNotice } from "./Notices.ts"

/**
 * Runs the errands of cases: payments are asked of the gateway, people find what they are told among their notices, operations among the
 * alerts. A repeat is told once.
 */
export const errandsLayer: Layer.Layer<Errands, never, Payments | Notices | Alerts | Cases> = Layer.effect(
  Errands,
  Effect.gen(function* () {
    const payments = yield* Payments
    const notices = yield* Notices
    const alerts = yield* Alerts
    const cases = yield* Cases

    const tell = (
      orderId: OrderId,
      recipient: (state: OrderCase) => Pick<ToldNotice, "to" | "recipientId"> | null,
      what: Pick<ToldNotice, "key" | "notice">
    ) =>
      Effect.gen(function* () {
        // Customer and restaurant of an order never change.
        const found = yield* cases.recall(orderId)
        const whom = Option.isSome(found) ? recipient(found.value) : null
        if (whom === null) return
        yield* notices.tell({ ...what, ...whom, orderId, atMs: yield* Clock.currentTimeMillis })
      })

    const run = (errand: Errand) => {
      switch (errand._tag) {
        case "RequestPayment":
          return payments.carryOut(errand)
        case "AskRestaurant": {
          const { orderId, restaurantId } = errand
          return tell(orderId, () => ({ to: "restaurant", recipientId: restaurantId }), {
            key: `${orderId}:asked:restaurant`,
            notice: "order-asked"
          })
        }
        case "Notify": {
          const { courierId, key, notice, orderId, to } = errand
          return tell(orderId, (state) => recipientOf(state, to, courierId), { key, notice })
        }
        case "Escalate": {
          const { orderId, sinceMs, why } = errand
          return Effect.flatMap(Clock.currentTimeMillis, (atMs) =>
            alerts.raise({ orderId, why, sinceMs, atMs })
          ).pipe(
            Effect.andThen(
              Effect.annotateLogs(Effect.logWarning("operations should look at this"), { orderId, why })
            )
          )
        }
      }
    }
    return {
      run: (errand) => Effect.mapError(run(errand), (error) => new ErrandFailed({ why: error._tag }))
    }
  })
)

const recipientOf = (
  { order }: OrderCase,
  to: Recipient,
  courierId: string | null
): Pick<ToldNotice, "to" | "recipientId"> | null => {
  switch (to) {
    case "customer":
      return { to, recipientId: order.customerId }
    case "restaurant":
      return { to, recipientId: order.restaurantId }
    case "courier":
      return courierId === null ? null : { to, recipientId: courierId }
  }
}
