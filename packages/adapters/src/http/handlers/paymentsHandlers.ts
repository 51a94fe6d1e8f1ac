import { type PaymentsGroup, paymentMethodOf, type WebhooksGroup } from "@hotbag/api"
import { Payments } from "@hotbag/services"
import { Effect, Redacted } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { paymentView } from "../views/moneyViews.ts"
import { asCommand, webhookProblem } from "./problemFor.ts"

/** Payments that are asked for from outside. */
export const paymentsHandlers: Effect.Effect<HandlersOf<typeof PaymentsGroup>, never, Payments> = Effect.map(
  Payments,
  (payments) => ({
    // The key is not needed: paying the same order with the same token is one payment, however often it is asked for.
    pay: ({ caller, payload: { orderId, paymentMethod, paymentToken } }) => {
      const details = { method: paymentMethodOf(paymentMethod), token: Redacted.make(paymentToken) }
      return asCommand(Effect.map(payments.pay({ actor: caller.actor, orderId, details }), paymentView))
    }
  })
)

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
