import { Limits } from "@hotbag/core"
import { Clock, Effect, type Scope } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { CalibrationStore } from "./CalibrationStore.ts"
import type { EtaLearning } from "./EtaLearning.ts"

/**
 * Goes on from what an earlier process has learned, and writes what is learned every `Limits.calibrationWriteMs` and when the scope closes. Nothing is
 * written before something could be read: an empty memory must not take the place of a full one.
 */
export const keepCalibration = Effect.fnUntraced(function* (
  learning: EtaLearning,
  store: CalibrationStore["Service"]
): Effect.fn.Return<void, never, Scope.Scope> {
  let isLoaded = false
  const load = Effect.gen(function* () {
    const refused = learning.adopt(yield* store.load(Limits.calibrationCells))
    isLoaded = true
    if (refused > 0) {
      yield* Effect.logWarning(
        `${refused} kept cells of the calibration of arrivals fit nothing and are ignored`
      )
    }
  })
  const write: Effect.Effect<void, StoreUnavailable> = Effect.gen(function* () {
    if (!isLoaded) yield* load
    for (let cells = learning.takeChanged(); cells.length > 0; cells = learning.takeChanged()) {
      const some = cells
      const saved = store.save(some, yield* Clock.currentTimeMillis)
      yield* Effect.onError(saved, () => Effect.sync(() => learning.giveBack(some)))
    }
  })
  const kept = (work: Effect.Effect<void, StoreUnavailable>) =>
    Effect.catchCause(work, (cause) =>
      Effect.logWarning("what was learned of arrivals waits to be read or written", cause)
    )
  yield* kept(load)
  yield* Effect.addFinalizer(() => kept(write))
  yield* Effect.forkScoped(
    Effect.forever(Effect.andThen(Effect.sleep(Limits.calibrationWriteMs), kept(write)))
  )
})
