import { Limits } from "@hotbag/core"
import { Payments } from "@hotbag/services"
import { Context, Effect, Layer, Queue } from "effect"
import { createHash } from "node:crypto"

/** A message as it is sent. */
export interface SandboxWebhook {
  readonly body: Uint8Array
  readonly signature: string
}

/** Messages that the sandbox sends. At most `Limits.sandboxWebhooks` are on their way; more are lost, as they are when the process ends. */
export class SandboxWebhooks extends Context.Service<
  SandboxWebhooks,
  { readonly take: Effect.Effect<SandboxWebhook> }
>()("hotbag/adapters/payments/SandboxWebhooks") {}

/** Hands the sandbox's messages to payments, in this process. */
export const deliverSandboxWebhooks: Layer.Layer<never, never, SandboxWebhooks | Payments> =
  Layer.effectDiscard(
    Effect.gen(function* () {
      const { take } = yield* SandboxWebhooks
      const payments = yield* Payments
      const deliverOne = Effect.flatMap(take, ({ body, signature }) =>
        payments.handleWebhook(body, signature).pipe(
          // Once more is enough of a gateway's patience here: nothing depends on messages.
          Effect.retry({ times: 1 }),
          Effect.catch((error) => Effect.logWarning("a message of the sandbox was not taken", error._tag))
        )
      )
      yield* Effect.forkScoped(Effect.forever(deliverOne))
    })
  )

/** After which waits, in ms, a message is sent: at once, late, or twice; by the toss of a coin that falls the same way for one seed. */
export const waitsOf = (seed: number, body: Uint8Array): ReadonlyArray<number> => {
  const [dice = 0] = createHash("sha256").update(`${seed}:`).update(body).digest()
  if (dice < 128) return [0]
  if (dice < 192) return [200]
  return dice < 230 ? [5_000] : [0, 1_000]
}

/** A queue that forgets what does not fit. */
export const webhookQueue = Queue.dropping<SandboxWebhook>(Limits.sandboxWebhooks)
