import { describe, expect, it } from "@effect/vitest"
import { HOUR_MS, Limits, SECOND_MS } from "@hotbag/core"
import { CourierStore, newCourier, PositionFeed, PositionStore, Tracker } from "@hotbag/services"
import { Clock, Effect, Layer } from "effect"
import {
  accepts,
  at,
  courier,
  delivers,
  dispatchedTown,
  offDuty,
  onDuty,
  pass,
  place,
  REGION
} from "../dispatch/town.ts"
import { fixAt, kept, watch, watchedDispatchedTown, watchedTown } from "./watchedTown.ts"

const middle = at([0, 0])

const send = (n: number) =>
  Effect.gen(function* () {
    const tracker = yield* Tracker
    const nowMs = yield* Clock.currentTimeMillis
    return tracker.take(courier(n), fixAt(middle, nowMs), nowMs)
  })

const seen = Effect.gen(function* () {
  const tracker = yield* Tracker
  const nowMs = yield* Clock.currentTimeMillis
  return {
    last: tracker.last(courier(1)) !== undefined,
    near: tracker.near(REGION, middle, 1_000, 10, nowMs).length,
    history: tracker.history(courier(1), 0).length
  }
})
const nothing = { last: false, near: 0, history: 0 }

describe("S135: a courier shares where they are", () => {
  it.effect(
    "from the beginning of duty to its end, and nothing is taken, told or kept before and after",
    () =>
      Effect.gen(function* () {
        const tracker = yield* Tracker
        const profile = { courierId: courier(1), regionId: REGION, name: "Courier 1", rating: null }
        const store = yield* CourierStore
        yield* store.add(newCourier({ ...profile, vehicle: "motorcycle" }))
        const feed = yield* PositionFeed
        const told: Array<unknown> = []
        feed.listen((move) => told.push(move))
        yield* tracker.meet(courier(1))
        expect(yield* send(1)).toBe("off-duty")
        yield* pass(2 * SECOND_MS)
        expect(yield* send(1)).toBe("off-duty")
        expect(yield* seen).toEqual(nothing)
        expect(told).toEqual([])
        yield* onDuty(1, [0, 0])
        yield* pass(1)
        expect(yield* send(1)).toBe("taken")
        yield* pass(SECOND_MS)
        expect(yield* seen).toMatchObject({ last: true, near: 1 })
        const takenBefore = told.length
        yield* offDuty(1)
        yield* pass(1)
        expect(yield* send(1)).toBe("off-duty")
        yield* pass(2 * Limits.couriersReadMs)
        expect(yield* seen).toEqual(nothing)
        const goneMs = yield* Clock.currentTimeMillis
        yield* pass(HOUR_MS)
        expect(yield* send(1)).toBe("off-duty")
        yield* pass(2 * Limits.positionsRestMs)
        expect(told).toHaveLength(takenBefore)
        const ways = yield* PositionStore
        expect(yield* ways.track(courier(1), goneMs, goneMs + 2 * HOUR_MS, 10)).toEqual([])
        expect(tracker.count("off-duty")).toBe(4)
      }).pipe(Effect.provide(watchedTown))
  )

  it.effect("until what they have in hand is delivered, when duty ends before that", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0])
      const orderId = yield* place(1)
      yield* accepts(1)
      yield* pass(SECOND_MS)
      yield* offDuty(1)
      yield* pass(2 * Limits.couriersReadMs)
      expect(yield* send(1)).toBe("taken")
      expect(yield* seen).toMatchObject({ last: true })
      yield* delivers(1, orderId)
      yield* pass(2 * Limits.couriersReadMs)
      expect(yield* send(1)).toBe("off-duty")
      expect(yield* seen).toEqual(nothing)
    }).pipe(Effect.provide(watchedDispatchedTown))
  )

  it.effect("and it is known again after a restart, without anybody asking", () =>
    Effect.gen(function* () {
      yield* Effect.scoped(
        Effect.gen(function* () {
          const before = yield* Layer.build(Layer.fresh(watch))
          yield* onDuty(1, [0, 0])
          yield* place(1)
          yield* accepts(1)
          yield* pass(SECOND_MS)
          yield* offDuty(1)
          yield* pass(2 * Limits.couriersReadMs)
          expect(yield* Effect.provide(send(1), before)).toBe("taken")
          yield* pass(2 * Limits.positionsRestMs)
        })
      )
      const after = yield* Layer.build(Layer.fresh(watch))
      yield* Effect.gen(function* () {
        const told: Array<unknown> = []
        const feed = yield* PositionFeed
        feed.listen(({ position }) => told.push(position.at))
        yield* pass(2 * Limits.couriersReadMs)
        expect(yield* seen).toMatchObject({ last: true })
        expect(told).toEqual([middle])
      }).pipe(Effect.provide(after))
    }).pipe(Effect.scoped, Effect.provide(kept.pipe(Layer.provideMerge(dispatchedTown))))
  )

  it.effect("and of what a phone kept, only what was measured on duty", () =>
    Effect.gen(function* () {
      yield* pass(HOUR_MS / 2)
      yield* onDuty(1, [0, 0])
      const onAtMs = yield* Clock.currentTimeMillis
      yield* pass(10 * 60 * SECOND_MS)
      const tracker = yield* Tracker
      yield* tracker.meet(courier(1))
      const nowMs = yield* Clock.currentTimeMillis
      const kept = [onAtMs - 60_000, onAtMs + 60_000, onAtMs + 120_000].map((atMs) => fixAt(middle, atMs))
      expect(tracker.takeMany(courier(1), kept, nowMs, nowMs)).toEqual(["off-duty", "taken", "taken"])
      // Out of reach at the end of duty: what was measured until then still comes, the way home does not.
      yield* offDuty(1)
      yield* pass(60 * SECOND_MS)
      const offMs = yield* Clock.currentTimeMillis
      const late = [nowMs - 30_000, offMs - 30_000].map((atMs) => fixAt(middle, atMs))
      expect(tracker.takeMany(courier(1), late, offMs, offMs)).toEqual(["taken", "off-duty"])
      yield* pass(2 * Limits.couriersReadMs)
      expect(yield* seen).toEqual(nothing)
    }).pipe(Effect.provide(watchedTown))
  )

  it.effect("as another server heard it, within some minutes", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0])
      yield* pass(2 * SECOND_MS)
      expect(yield* send(1)).toBe("taken")
      const store = yield* CourierStore
      yield* store.endDuty(courier(1), yield* Clock.currentTimeMillis)
      yield* pass(2 * Limits.dutyReadMs)
      expect(yield* send(1)).toBe("off-duty")
      expect(yield* seen).toEqual(nothing)
    }).pipe(Effect.provide(watchedTown))
  )
})
