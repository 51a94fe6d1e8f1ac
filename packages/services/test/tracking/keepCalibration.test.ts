import { describe, expect, it } from "@effect/vitest"
import { Limits } from "@hotbag/core"
import { CalibrationStore, type KeptCell, memoryCalibrationStore, StoreUnavailable } from "@hotbag/services"
import { Effect, Logger } from "effect"
import { TestClock } from "effect/testing"
import { EtaLearning } from "../../src/tracking/EtaLearning.ts"
import { learningServer } from "./calibrationStoreCases.ts"

const path = ["carrying", "carrying/north", "carrying/north/19"]
const shown = [-1.28, 0, 1.28]

/** Sees so many deliveries end late. */
const learn = (learning: EtaLearning, deliveries: number) => {
  for (let i = 0; i < deliveries; i += 1) learning.observe(path, shown, 1 + (i % 3))
}

/** The same on a store of the test's. */
const server = <A>(store: CalibrationStore["Service"], work: (learning: EtaLearning) => Effect.Effect<A>) =>
  Effect.provideService(learningServer(work), CalibrationStore, store)

const nothing = () => Effect.void

describe("what live times of arrival have learned", () => {
  it.effect("S16: outlives a server that is stopped, whole", () =>
    Effect.gen(function* () {
      const store = yield* CalibrationStore
      const first = yield* server(store, (learning) => Effect.sync(() => learn(learning, 50)))
      const second = yield* server(store, nothing)
      expect(second.scores(path)).toEqual(first.scores(path))
      expect(second.scores(path)).not.toEqual(new EtaLearning().scores(path))
      expect(second.metrics()).toContain("hotbag_eta_cells 3\n".trim())
      // It goes on as if nothing had been.
      learn(first, 20)
      learn(second, 20)
      expect(second.scores(path)).toEqual(first.scores(path))
    }).pipe(Effect.provide(memoryCalibrationStore))
  )

  it.effect("is written every minute, and only what is new", () =>
    Effect.gen(function* () {
      const store = yield* CalibrationStore
      const writes: Array<number> = []
      const counted = {
        ...store,
        save: (cells: ReadonlyArray<KeptCell>, atMs: number) =>
          Effect.tap(store.save(cells, atMs), () => Effect.sync(() => writes.push(cells.length)))
      }
      yield* server(counted, (learning) =>
        Effect.gen(function* () {
          learn(learning, 1)
          yield* TestClock.adjust(Limits.calibrationWriteMs)
          expect(writes).toEqual([3])
          yield* TestClock.adjust(3 * Limits.calibrationWriteMs)
          expect(writes).toEqual([3])
          learn(learning, 2)
          // As if the power went: what a second server finds is a minute old at most.
          yield* TestClock.adjust(Limits.calibrationWriteMs)
          expect((yield* server(store, nothing)).scores(path)).toEqual(learning.scores(path))
        })
      )
    }).pipe(Effect.provide(memoryCalibrationStore))
  )

  it.effect(
    "P8: waits while the store is away, and an empty memory never takes the place of a full one",
    () =>
      Effect.gen(function* () {
        const store = yield* CalibrationStore
        const old = yield* server(store, (learning) => Effect.sync(() => learn(learning, 500)))
        let isAway = true
        const away = Effect.fail(new StoreUnavailable({ retryAfterMs: 1_000 }))
        const flaky: CalibrationStore["Service"] = {
          ...store,
          load: (limit) => Effect.suspend(() => (isAway ? away : store.load(limit))),
          save: (cells, atMs) => Effect.suspend(() => (isAway ? away : store.save(cells, atMs)))
        }
        yield* server(flaky, (learning) =>
          Effect.gen(function* () {
            learn(learning, 1)
            yield* TestClock.adjust(2 * Limits.calibrationWriteMs)
            isAway = false
            yield* TestClock.adjust(Limits.calibrationWriteMs)
            expect(learning.scores(path)).toEqual(old.scores(path))
            isAway = true
            learn(learning, 1)
            yield* TestClock.adjust(Limits.calibrationWriteMs)
            isAway = false
          })
        )
        learn(old, 1)
        expect((yield* server(store, nothing)).scores(path)).toEqual(old.scores(path))
      }).pipe(Effect.provide(memoryCalibrationStore))
  )

  it.effect("is not taken from rows that are damaged or mean something else, and that is said", () => {
    const said: Array<string> = []
    const listen = Logger.layer([Logger.make(({ message }) => void said.push(String(message)))])
    return Effect.gen(function* () {
      const store = yield* CalibrationStore
      const kind = new EtaLearning()
      learn(kind, 1)
      const [good] = kind.takeChanged()
      if (good === undefined) throw new Error("nothing was learned")
      yield* store.save(
        [
          { ...good, cell: "damaged", parts: [0, Number.NaN, 0] },
          { ...good, cell: "short", parts: [0] },
          { ...good, cell: "foreign", kind: "log-duration 0.05 0.95" },
          good
        ],
        0
      )
      const learning = yield* server(store, nothing)
      expect(learning.metrics()).toContain("hotbag_eta_cells 1")
      expect(said.join()).toContain("3 kept cells of the calibration of arrivals fit nothing and are ignored")
    }).pipe(Effect.provide([memoryCalibrationStore, listen]))
  })
})
