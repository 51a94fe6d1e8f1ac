import { Limits } from "@hotbag/core"
import {
  PaymentGateway,
  type SandboxBook,
  sandboxQuestions,
  scriptOf,
  type SandboxToken,
  WebhookForged
} from "@hotbag/services"
import { Clock, Context, Effect, Layer, Queue, Redacted } from "effect"
import { randomBytes } from "node:crypto"
import { Database } from "../../postgres/Database.ts"
import { isSigned, signWebhook } from "../webhookSignature.ts"
import { postgresSandboxBook } from "./postgresSandboxBook.ts"
import { eventBody, readEvent } from "./SandboxEvent.ts"
import { SandboxWebhooks, waitsOf, webhookQueue } from "./SandboxWebhooks.ts"

/** How the sandbox behaves. */
export interface SandboxOptions {
  /** Signs its messages; random unless told. */
  readonly webhookSecret?: Redacted.Redacted | null
  /** Decides which messages come late and which twice; 1 unless told. */
  readonly seed?: number
  /** What orders without a token are paid with: `tok_ok` unless told; null: they wait for `POST /payments`. */
  readonly tokenOnFile?: SandboxToken | null
}

/**
 * A payment gateway inside the process, scripted by the tokens that it is paid with (`SANDBOX_TOKENS`). It keeps its book in the
 * database, apart from the orders, so that it tells the truth after a crash; and sends signed messages, some late, some twice.
 */
export const sandboxGateway = (
  options: SandboxOptions = {}
): Layer.Layer<PaymentGateway | SandboxWebhooks, never, Database> =>
  Layer.effectContext(
    Database.pipe(
      Effect.flatMap(postgresSandboxBook),
      Effect.flatMap((book) => makeSandbox(book, options))
    )
  )

/** The sandbox over any book. */
export const makeSandbox = Effect.fnUntraced(function* (book: SandboxBook, options: SandboxOptions) {
  const { seed = 1, tokenOnFile = "tok_ok" } = options
  const secret = options.webhookSecret ?? Redacted.make(randomBytes(32).toString("hex"))
  const scope = yield* Effect.scope
  const queue = yield* webhookQueue
  let underway = 0

  const send = Effect.fnUntraced(function* (body: Uint8Array, waitMs: number) {
    if (waitMs > 0) yield* Effect.sleep(waitMs)
    const nowS = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
    yield* Queue.offer(queue, { body, signature: signWebhook(secret, body, nowS) })
  })

  const questions = sandboxQuestions(book, (payment) =>
    Effect.gen(function* () {
      const body = eventBody(payment)
      // What takes its time is not told before it is done.
      const slowMs = payment.settled === "no" ? scriptOf(payment.token).delayMs : 0
      for (const each of waitsOf(seed, body)) {
        const waitMs = slowMs + each
        if (underway >= Limits.sandboxWebhooks) return
        underway += 1
        const sending = Effect.ensuring(
          send(body, waitMs),
          Effect.sync(() => (underway -= 1))
        )
        yield* waitMs === 0 ? sending : Effect.forkIn(sending, scope)
      }
    })
  )

  return Context.make(PaymentGateway, {
    ...questions,
    tokenOnFile: tokenOnFile === null ? null : Redacted.make(tokenOnFile),
    readWebhook: Effect.fnUntraced(function* (body: Uint8Array, signature: string) {
      const nowS = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
      return yield* isSigned(secret, body, signature, nowS) ? readEvent(body) : new WebhookForged()
    })
  }).pipe(Context.add(SandboxWebhooks, { take: Queue.take(queue) }))
})
