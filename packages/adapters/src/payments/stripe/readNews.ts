import { OrderId, type OutsideFact } from "@hotbag/core"
import { type GatewayNews, WebhookUnreadable } from "@hotbag/services"
import { Effect, Option, Schema } from "effect"
import { moneyOf } from "./amounts.ts"
import { PaymentIntent, Refund, StripeEvent } from "./schemas.ts"

/**
 * What a verified message tells. Kinds that say nothing about an order's money tell nothing; one about an intent that is not as it should
 * be cannot be read.
 */
export const readNews = (body: Uint8Array): Effect.Effect<GatewayNews, WebhookUnreadable> =>
  Effect.gen(function* () {
    const event = yield* decodeEvent(new TextDecoder().decode(body))
    const nothing: GatewayNews = { eventId: event.id, orderId: null, amount: null, facts: [] }
    if (event.type.startsWith("payment_intent.")) {
      return newsOfIntent(nothing, event.type, yield* decodeIntent(event.data.object))
    }
    if (REFUNDS.has(event.type)) return newsOfRefund(nothing, yield* decodeRefund(event.data.object))
    return nothing
  }).pipe(Effect.mapError(() => new WebhookUnreadable()))

const decodeEvent = Schema.decodeUnknownEffect(Schema.fromJsonString(StripeEvent))
const decodeIntent = Schema.decodeUnknownEffect(PaymentIntent)
const decodeRefund = Schema.decodeUnknownEffect(Refund)
const decodeOrderId = Schema.decodeUnknownOption(OrderId)

const REFUNDS: ReadonlySet<string> = new Set(["refund.created", "refund.updated", "charge.refund.updated"])

interface AboutMoney {
  readonly amount: number
  readonly currency: string
  readonly metadata?: Readonly<Record<string, string>> | null
}

const about = (nothing: GatewayNews, object: AboutMoney, facts: ReadonlyArray<OutsideFact>): GatewayNews => {
  const orderId = decodeOrderId(object.metadata?.["order_id"])
  const amount = moneyOf(object)
  return Option.isNone(orderId) || amount === null
    ? nothing
    : { ...nothing, orderId: orderId.value, amount, facts }
}

const newsOfIntent = (nothing: GatewayNews, type: string, intent: PaymentIntent): GatewayNews => {
  const { id: paymentId, capture_method: method } = intent
  switch (type) {
    case "payment_intent.amount_capturable_updated":
      return about(nothing, intent, [{ _tag: "AuthorisationGranted", paymentId, funds: "held" }])
    case "payment_intent.succeeded":
      return about(nothing, intent, [
        method === "manual"
          ? { _tag: "SettlementDone", operation: "capture" }
          : { _tag: "AuthorisationGranted", paymentId, funds: "taken" }
      ])
    case "payment_intent.canceled":
      return about(nothing, intent, [{ _tag: "SettlementDone", operation: "void" }])
    default:
      // A failure is left to the answer and the look-up: only they know whether the key is used up.
      return nothing
  }
}

const newsOfRefund = (nothing: GatewayNews, refund: Refund): GatewayNews =>
  refund.status === "succeeded"
    ? about(nothing, refund, [{ _tag: "SettlementDone", operation: "refund" }])
    : nothing
