import { Limits } from "@hotbag/core"
import { Clock, Effect, Layer } from "effect"
import { CaseStore } from "./CaseStore.ts"

/** Forgets receipts that are older than anybody repeats a command, as long as the layer lives (P8). */
export const receiptSweep: Layer.Layer<never, never, CaseStore> = Layer.effectDiscard(
  Effect.gen(function* () {
    const store = yield* CaseStore
    const forget = Effect.gen(function* () {
      const beforeMs = (yield* Clock.currentTimeMillis) - Limits.receiptsKeptMs
      let forgotten: number = Limits.receiptsForgotten
      while (forgotten === Limits.receiptsForgotten) {
        forgotten = yield* store.forgetReceipts(beforeMs, Limits.receiptsForgotten)
      }
    })
    yield* Effect.forkScoped(
      Effect.forever(
        forget.pipe(
          Effect.catchCause((cause) => Effect.logWarning("old receipts are kept for now", cause)),
          Effect.andThen(Effect.sleep(Limits.receiptSweepMs))
        )
      )
    )
  })
)
