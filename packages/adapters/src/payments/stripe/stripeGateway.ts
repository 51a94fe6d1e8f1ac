import { PaymentGateway, type PaymentMethod, WebhookForged } from "@hotbag/services"
import { Clock, Effect, Layer, type Redacted } from "effect"
import { HttpClient } from "effect/http"
import { isSigned } from "../webhookSignature.ts"
import { authorise, lookUp } from "./authorise.ts"
import { readNews } from "./readNews.ts"
import { refund, settle } from "./settle.ts"
import { stripeClient, type StripeAccess } from "./StripeClient.ts"

/** How to pay with Stripe, or whoever speaks like it. */
export interface StripeOptions extends StripeAccess {
  /** Signs the messages of the endpoint; several while one is being replaced. */
  readonly webhookSecrets: ReadonlyArray<Redacted.Redacted>
  /** Methods that know no holding: their money is taken at once. None unless told. */
  readonly takenAtOnce?: ReadonlyArray<PaymentMethod>
}

/**
 * Stripe's payment intents with manual capture as a `PaymentGateway` (S6). Time-outs, bounds and rest are the caller's (`Payments` sets
 * them). There is no method on file: an order without a token waits for `POST /payments`.
 */
export const stripeGateway = (
  options: StripeOptions
): Layer.Layer<PaymentGateway, never, HttpClient.HttpClient> =>
  Layer.effect(
    PaymentGateway,
    Effect.map(HttpClient.HttpClient, (http) => {
      const client = stripeClient(options, http)
      const authorising = { takenAtOnce: new Set(options.takenAtOnce) }
      return {
        tokenOnFile: null,
        authorise: (request) => authorise(client, authorising, request),
        lookUp: (request) => lookUp(client, authorising, request),
        capture: (request) => settle(client, "capture", request),
        void: (request) => settle(client, "void", request),
        refund: (request) => refund(client, request),
        readWebhook: Effect.fnUntraced(function* (body, signature) {
          const nowS = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
          const isOurs = options.webhookSecrets.some((secret) => isSigned(secret, body, signature, nowS))
          return yield* isOurs ? readNews(body) : new WebhookForged()
        })
      }
    })
  )
