import { Clock, Effect, Equal, Option } from "effect"
import type { PaymentPorts } from "./PaymentPorts.ts"

/** What became of a message of the gateway: told to the order, known already, or about nothing of ours. */
export type WebhookOutcome = "told" | "known" | "ignored"

/** Takes a message of the gateway as it came; see `Payments.handleWebhook`. */
export const handleWebhookOver = ({ cases, gateway, inbox }: PaymentPorts) =>
  Effect.fn("Payments.handleWebhook")(function* (body: Uint8Array, signature: string) {
    const { amount, eventId, facts, orderId } = yield* gateway.readWebhook(body, signature)
    if (orderId === null || facts.length === 0) return outcome("ignored")
    if (yield* inbox.has(CONSUMER, eventId)) return outcome("known")
    const found = yield* cases.recall(orderId)
    if (Option.isNone(found) || !(amount === null || Equal.equals(amount, found.value.order.total))) {
      yield* Effect.logWarning("a message of the gateway fits no order", eventId)
      return outcome("ignored")
    }
    for (const fact of facts) yield* cases.tell(orderId, fact, `webhook:${eventId}`)
    yield* inbox.note(CONSUMER, eventId, yield* Clock.currentTimeMillis)
    return outcome("told")
  })

const CONSUMER = "payments"

const outcome = (word: WebhookOutcome): WebhookOutcome => word
