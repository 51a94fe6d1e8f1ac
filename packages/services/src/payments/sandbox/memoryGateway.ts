import type { OrderId } from "@hotbag/core"
import { Effect, Layer, Redacted } from "effect"
import { WebhookForged } from "../errors.ts"
import { type GatewayNews, PaymentGateway } from "../PaymentGateway.ts"
import type { SandboxPayment } from "./SandboxPayment.ts"
import { sandboxQuestions } from "./sandboxQuestions.ts"

/** What a memory gateway may be given. */
export interface MemoryGatewayOptions {
  /** Its payments, to look at from outside. */
  readonly payments?: Map<OrderId, SandboxPayment>
  /** What orders without a token are paid with; null: nothing. */
  readonly tokenOnFile?: string | null
  /** Reads webhooks; without it every one is forged. */
  readonly readWebhook?: (body: Uint8Array, signature: string) => GatewayNews | null
}

/** The sandbox over a map, for tests. It sends no webhooks; `tok_ok` is on file. */
export const memoryGateway = (options: MemoryGatewayOptions = {}): Layer.Layer<PaymentGateway> => {
  const { payments = new Map<OrderId, SandboxPayment>(), tokenOnFile = "tok_ok", readWebhook } = options
  return Layer.sync(PaymentGateway, () => ({
    tokenOnFile: tokenOnFile === null ? null : Redacted.make(tokenOnFile),
    ...sandboxQuestions({
      find: (orderId) => Effect.sync(() => payments.get(orderId) ?? null),
      write: (payment, before) =>
        Effect.sync(() => {
          if (payments.get(payment.orderId)?.asked !== before?.asked) return false
          payments.set(payment.orderId, payment)
          return true
        })
    }),
    readWebhook: (body, signature) =>
      Effect.suspend(() => {
        const news = readWebhook?.(body, signature) ?? null
        return news === null ? Effect.fail(new WebhookForged()) : Effect.succeed(news)
      })
  }))
}
