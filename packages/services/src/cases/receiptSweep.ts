import { Limits } from "@hotbag/core"
import { Effect, Layer } from "effect"
import { sweep } from "../retention/sweep.ts"
import { CaseStore } from "./CaseStore.ts"

/** Forgets receipts that are older than anybody repeats a command, as long as the layer lives (P8). */
export const receiptSweep: Layer.Layer<never, never, CaseStore> = Layer.effectDiscard(
  Effect.flatMap(CaseStore, ({ forgetReceipts }) =>
    Effect.forkScoped(
      sweep({
        what: "receipts",
        keptMs: Limits.receiptsKeptMs,
        everyMs: Limits.receiptSweepMs,
        atOnce: Limits.receiptsForgotten,
        forget: forgetReceipts
      })
    )
  )
)
