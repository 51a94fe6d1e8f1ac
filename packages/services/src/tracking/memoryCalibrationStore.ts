import { Effect, Layer } from "effect"
import { forgetEntries } from "../retention/forgetEntries.ts"
import { CalibrationStore, type KeptCell } from "./CalibrationStore.ts"

/** Calibration in memory, for tests. */
export const memoryCalibrationStore: Layer.Layer<CalibrationStore> = Layer.sync(CalibrationStore, () => {
  const cells = new Map<string, { readonly kept: KeptCell; readonly atMs: number }>()
  return {
    load: (limit) =>
      Effect.sync(() =>
        [...cells.values()]
          .sort((left, right) => left.atMs - right.atMs || (left.kept.cell < right.kept.cell ? -1 : 1))
          .slice(-limit)
          .map(({ kept }) => kept)
      ),
    save: (written, atMs) =>
      Effect.sync(() => {
        for (const kept of written) cells.set(kept.cell, { kept, atMs })
      }),
    forget: (beforeMs, limit) => Effect.sync(() => forgetEntries(cells, ({ atMs }) => atMs < beforeMs, limit))
  }
})
