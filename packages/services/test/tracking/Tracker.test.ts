import { describe, expect, it } from "@effect/vitest"
import { CourierId, destination, haversineM, Limits, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import {
  type CourierMove,
  CourierStore,
  memoryPositionStore,
  newCourier,
  PositionFeed,
  PositionStore,
  StoreUnavailable,
  Tracker
} from "@hotbag/services"
import { Clock, Effect, Layer, Option } from "effect"
import { at, courier, onDuty, pass, REGION, town, until } from "../dispatch/town.ts"
import { fixAt, kept, watch, watchedDispatchedTown, watchedTown } from "./watchedTown.ts"

const middle = at([0, 0])
const eastM = (metres: number) => destination(middle, 90, metres)

/** Drives a courier east, a fix a second. */
const drive = Effect.fnUntraced(function* (n: number, fromM: number, seconds: number, mps = 8) {
  const tracker = yield* Tracker
  for (let s = 0; s < seconds; s++) {
    yield* pass(SECOND_MS)
    const nowMs = yield* Clock.currentTimeMillis
    expect(tracker.take(courier(n), fixAt(eastM(fromM + mps * s), nowMs), nowMs)).toBe("taken")
  }
  return fromM + mps * (seconds - 1)
})

describe("the tracker", () => {
  it.effect("S15, S72: takes fixes, tells who listens, and knows where everybody was last", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0])
      yield* pass(2 * SECOND_MS)
      const tracker = yield* Tracker
      const feed = yield* PositionFeed
      const moves: Array<CourierMove> = []
      const stop = feed.listen((move) => moves.push(move))
      const stopTwin = feed.listen((move) => moves.push(move))
      stopTwin()
      yield* drive(1, 0, 3)
      stop()
      yield* drive(1, 24, 1)
      expect(moves.map(({ position }) => Math.round(haversineM(middle, position.at)))).toEqual([0, 8, 16])
      expect(moves[1]?.before).toBe(moves[0]?.position)
      expect(tracker.last(courier(1))).toMatchObject({
        courierId: courier(1),
        regionId: REGION,
        at: eastM(24)
      })
      expect(tracker.count("taken")).toBe(4)
      expect(tracker.metrics()).toContain('hotbag_courier_fixes_total{verdict="taken"} 4')
      expect(tracker.metrics()).toContain("hotbag_couriers_tracked 1")
    }).pipe(Effect.provide(watchedTown))
  )

  it.effect("P9: takes nothing of who was never onboarded, and of others once they are met", () =>
    Effect.gen(function* () {
      const tracker = yield* Tracker
      const stranger = CourierId.make("stranger")
      expect(tracker.take(stranger, fixAt(middle, 0), 0)).toBe("unknown-courier")
      expect(yield* tracker.meet(stranger)).toEqual(Option.none())
      expect(tracker.take(stranger, fixAt(middle, 0), 0)).toBe("unknown-courier")
      expect(tracker.last(stranger)).toBeUndefined()
      expect(tracker.history(stranger, 0)).toEqual([])
      yield* onDuty(1, [0, 0])
      expect(Option.isSome(yield* tracker.meet(courier(1)))).toBe(true)
      expect(tracker.take(courier(1), fixAt(eastM(10), 1_000), 1_000)).toBe("taken")
    }).pipe(Effect.provide(watchedTown))
  )

  it.effect("knows soon who was silent for so long that they were forgotten", () =>
    Effect.gen(function* () {
      const tracker = yield* Tracker
      const couriers = yield* CourierStore
      const profile = { courierId: courier(1), regionId: REGION, name: "Ana", rating: null }
      yield* couriers.add({
        ...newCourier({ ...profile, vehicle: "bicycle" }),
        duty: { onAtMs: 0, offAtMs: null }
      })
      const send = Effect.map(Clock.currentTimeMillis, (nowMs) =>
        tracker.take(courier(1), fixAt(middle, nowMs), nowMs)
      )
      for (const _ of [1, 2]) {
        expect(yield* send).toBe("unknown-courier")
        yield* pass(2 * SECOND_MS)
        expect(yield* send).toBe("taken")
        yield* pass(3 * Limits.fixAgeMs)
      }
    }).pipe(Effect.provide(watchedTown))
  )

  it.effect("C20: refuses what comes too often, and says how long to wait", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0])
      const tracker = yield* Tracker
      yield* tracker.meet(courier(1))
      const verdicts = Array.from({ length: 1_000 }, (_, i) =>
        tracker.take(courier(1), fixAt(middle, 10_000 + i), 10_000)
      )
      expect(verdicts.filter((verdict) => verdict !== "too-often")).toHaveLength(Limits.fixRate.burst)
      const waitMs = tracker.waitMs(courier(1), 10_000)
      expect(waitMs).toBeGreaterThan(0)
      expect(tracker.take(courier(1), fixAt(middle, 12_000), 10_000 + waitMs)).toBe("taken")
    }).pipe(Effect.provide(watchedTown))
  )

  it.effect("takes what a phone kept in the order of its times, with a verdict for each", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0])
      const tracker = yield* Tracker
      const feed = yield* PositionFeed
      yield* tracker.meet(courier(1))
      const moves: Array<CourierMove> = []
      feed.listen((move) => moves.push(move))
      const nowMs = 10 * MINUTE_MS
      const keptFixes = Array.from({ length: 300 }, (_, s) => fixAt(eastM(5 * s), s * SECOND_MS + SECOND_MS))
      const shuffled = [...keptFixes.slice(150), ...keptFixes.slice(0, 150), fixAt(eastM(0), SECOND_MS)]
      const verdicts = tracker.takeMany(courier(1), shuffled, nowMs, nowMs - 50)
      expect(verdicts).toEqual([...keptFixes.map(() => "taken"), "duplicate"])
      expect(moves).toHaveLength(1)
      expect(tracker.last(courier(1))).toMatchObject({ at: eastM(5 * 299), atMs: 300 * SECOND_MS + 50 })
      const way = tracker.history(courier(1), 0)
      // A kilometre and a half, every seventy-five metres from where the shift began.
      expect(way.length).toBeGreaterThanOrEqual(18)
      expect(way.length).toBeLessThanOrEqual(20)
      expect(way.every(({ atMs }, i) => i === 0 || atMs > (way[i - 1]?.atMs ?? 0))).toBe(true)
      expect(tracker.takeMany(courier(1), shuffled, nowMs, nowMs)).toBe("too-often")
      expect(tracker.takeMany(CourierId.make("nobody"), shuffled, nowMs, nowMs)).toBe("unknown-courier")
    }).pipe(Effect.provide(watchedTown))
  )

  it.effect("S100: finds couriers near a place as long as they are fresh", () =>
    Effect.gen(function* () {
      const tracker = yield* Tracker
      for (const n of [1, 2, 3]) {
        yield* onDuty(n, [0, 0])
        yield* tracker.meet(courier(n))
        const nowMs = 100_000
        tracker.take(courier(n), fixAt(eastM(30 * n), nowMs), nowMs)
      }
      const near = (nowMs: number) =>
        tracker.near(REGION, eastM(90), 45, 5, nowMs).map(({ position }) => position.courierId)
      expect(near(105_000)).toEqual([courier(3), courier(2)])
      expect(near(105_001)).toEqual([])
    }).pipe(Effect.provide(watchedTown))
  )

  it.effect("keeps last positions and the way over the end of a process", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0])
      const endM = yield* Effect.scoped(
        Effect.gen(function* () {
          const context = yield* Layer.build(Layer.fresh(watch))
          return yield* Effect.provide(
            Effect.gen(function* () {
              yield* pass(3 * SECOND_MS)
              const to = yield* drive(1, 0, 100)
              // The last stretch is too short to be kept in passing.
              return yield* drive(1, to + 8, 2)
            }),
            context
          )
        })
      )
      yield* Effect.scoped(
        Effect.gen(function* () {
          const context = yield* Layer.build(Layer.fresh(watch))
          yield* Effect.provide(
            Effect.gen(function* () {
              const tracker = yield* Tracker
              yield* until(
                "the courier is known",
                Effect.sync(() => tracker.last(courier(1)) !== undefined)
              )
              expect(haversineM(tracker.last(courier(1))?.at ?? middle, eastM(endM))).toBeLessThan(1)
            }),
            context
          )
        })
      )
      const store = yield* PositionStore
      const way = yield* store.track(courier(1), 0, 10 * MINUTE_MS, 1_000)
      expect(way.length).toBeGreaterThanOrEqual(9)
      expect(way.length).toBeLessThanOrEqual(14)
    }).pipe(Effect.provide(kept.pipe(Layer.provideMerge(town))))
  )

  it.effect("tells dispatch of real ways in batches, and never of the jitter of who waits", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0])
      yield* pass(2 * SECOND_MS)
      const couriers = yield* CourierStore
      const tracker = yield* Tracker
      // Five minutes of standing about: what dispatch reads stays where it was.
      for (let s = 0; s < 300; s++) {
        yield* pass(SECOND_MS)
        const nowMs = yield* Clock.currentTimeMillis
        tracker.take(courier(1), fixAt(eastM(20 * Math.sin(s)), nowMs), nowMs)
      }
      const still = Option.getOrThrow(yield* couriers.find(courier(1)))
      expect(haversineM(still.position?.at ?? eastM(9_000), middle)).toBeLessThan(Limits.courierJitterM)
      yield* drive(1, 0, 200)
      yield* pass(2 * SECOND_MS)
      const gone = Option.getOrThrow(yield* couriers.find(courier(1)))
      expect(haversineM(gone.position?.at ?? middle, eastM(8 * 199))).toBeLessThan(Limits.trackStepM + 10)
    }).pipe(Effect.provide(watchedDispatchedTown))
  )

  it.effect("P8: goes on while the store is away, and writes when it is back", () => {
    const away = { isAway: false, calls: 0 }
    const flaky = Layer.effect(
      PositionStore,
      Effect.map(PositionStore, (store) => ({
        ...store,
        keep: (points) =>
          Effect.suspend(() => {
            away.calls += 1
            return away.isAway ? Effect.fail(new StoreUnavailable({ retryAfterMs: 1 })) : store.keep(points)
          })
      }))
    ).pipe(Layer.provide(memoryPositionStore))
    return Effect.gen(function* () {
      yield* onDuty(1, [0, 0])
      yield* pass(2 * SECOND_MS)
      away.isAway = true
      const toM = yield* drive(1, 0, 60)
      expect(away.calls).toBeGreaterThan(5)
      const store = yield* PositionStore
      expect(yield* store.track(courier(1), 0, 10 * MINUTE_MS, 100)).toEqual([])
      away.isAway = false
      yield* pass(3 * SECOND_MS)
      const way = yield* store.track(courier(1), 0, 10 * MINUTE_MS, 100)
      expect(way.length).toBeGreaterThanOrEqual(Math.floor(toM / (Limits.trackStepM + 8)))
    }).pipe(
      Effect.provide(watch.pipe(Layer.provideMerge(flaky), Layer.provide(kept), Layer.provideMerge(town)))
    )
  })
})
