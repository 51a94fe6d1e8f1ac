import { type PaymentsGroup, paymentMethodOf, type WebhooksGroup } from "@hotbag/api"
import { Payments, type Receipts } from "@hotbag/services"
import { Effect, Redacted } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { paymentView } from "../views/moneyViews.ts"
import { onceByKey } from "./onceByKey.ts"
import { webhookProblem } from "./problemFor.ts"

/** Payments that are asked for from outside. */
export const paymentsHandlers: Effect.Effect<
  HandlersOf<typeof PaymentsGroup>,
  never,
  Payments | Receipts
> = Effect.gen(function* () {
  const payments = yield* Payments
  const once = yield* onceByKey
  return {
    // Paying the same order with the same token is one payment, however often it is asked for and by whatever key.
    pay: (request) => {
      const { orderId, paymentMethod, paymentToken } = request.payload
      const details = { method: paymentMethodOf(paymentMethod), token: Redacted.make(paymentToken) }
      const paid = payments.pay({ actor: request.caller.actor, orderId, details })
      return once(request, "payments.pay", Effect.map(paid, paymentView))
    }
  }
})

/** Reports of the payment gateway. */
export const webhooksHandlers: Effect.Effect<HandlersOf<typeof WebhooksGroup>, never, Payments> = Effect.map(
  Payments,
  (payments) => ({
    payment: ({ headers, body }) =>
      payments
        .handleWebhook(body, headers["stripe-signature"] ?? "")
        .pipe(Effect.as({ received: true as const }), Effect.mapError(webhookProblem))
  })
)
