import { Money, OrderId, type OutsideFact, PaymentId, Reason } from "@hotbag/core"
import { type GatewayNews, type SandboxPayment, WebhookUnreadable } from "@hotbag/services"
import { Effect, Schema } from "effect"

const What = Schema.Literals(["held", "taken", "refused", "capture", "void", "refund"])

/** A message of the sandbox: what became of an order's payment. */
const SandboxEvent = Schema.Struct({
  id: Schema.String,
  what: What,
  orderId: OrderId,
  paymentId: PaymentId,
  amount: Money,
  reason: Schema.NullOr(Reason)
})

/** The message about a payment as it is now; the same for the same state. */
export const eventBody = ({
  amount,
  funds,
  orderId,
  paymentId,
  reason,
  settled
}: SandboxPayment): Uint8Array => {
  const what = settled === "no" ? funds : settled
  const event = { id: `evt_${paymentId}_${what}`, what, orderId, paymentId, amount, reason }
  return new TextEncoder().encode(JSON.stringify(event))
}

/** What a verified message tells. */
export const readEvent = (body: Uint8Array): Effect.Effect<GatewayNews, WebhookUnreadable> =>
  decodeEvent(new TextDecoder().decode(body)).pipe(
    Effect.map((event) => ({
      eventId: event.id,
      orderId: event.orderId,
      amount: event.amount,
      facts: [factOf(event)]
    })),
    Effect.mapError(() => new WebhookUnreadable())
  )

const decodeEvent = Schema.decodeUnknownEffect(Schema.fromJsonString(SandboxEvent))

const factOf = ({ paymentId, reason, what }: typeof SandboxEvent.Type): OutsideFact => {
  switch (what) {
    case "held":
    case "taken":
      return { _tag: "AuthorisationGranted", paymentId, funds: what }
    case "refused":
      return { _tag: "AuthorisationRefused", reason: reason ?? "declined" }
    case "capture":
    case "void":
    case "refund":
      return { _tag: "SettlementDone", operation: what }
  }
}
