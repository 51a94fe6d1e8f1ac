import { describe, expect, it } from "@effect/vitest"
import { type LiveQuantiles, MINUTE_MS, SECOND_MS, toDelivery } from "@hotbag/core"
import { LiveEta, Tracker } from "@hotbag/services"
import { Clock, Effect } from "effect"
import { accepts, asked, at, courier, delivers, onDuty, pass, place, send } from "../dispatch/town.ts"
import { fixAt, watchedDispatchedTown } from "./watchedTown.ts"

/** The courier is at a place of the town now. */
const seenAt = (place: readonly [number, number]) =>
  Effect.gen(function* () {
    const tracker = yield* Tracker
    const nowMs = yield* Clock.currentTimeMillis
    expect(tracker.take(courier(1), fixAt(at(place), nowMs), nowMs)).toBe("taken")
  })

describe("live times of arrival", () => {
  it.effect("S16: are estimated from the request to the end, ever nearer, never in the past", () =>
    Effect.gen(function* () {
      const eta = yield* LiveEta
      const told: Array<LiveQuantiles> = []
      eta.listen((_, quantiles) => told.push(quantiles))
      yield* onDuty(1, [0, 0])
      const orderId = yield* place(1)
      yield* pass(SECOND_MS)
      const look = Effect.gen(function* () {
        const nowMs = yield* Clock.currentTimeMillis
        const quantiles = eta.of(orderId, nowMs)
        expect(quantiles).not.toBeNull()
        if (quantiles === null) return 0
        expect(quantiles.p10AtMs).toBeGreaterThanOrEqual(nowMs)
        expect(quantiles.p50AtMs).toBeGreaterThanOrEqual(quantiles.p10AtMs)
        expect(quantiles.p90AtMs).toBeGreaterThanOrEqual(quantiles.p50AtMs)
        return quantiles.p50AtMs - nowMs
      })
      const left = [yield* look]
      yield* asked(1)
      yield* accepts(1)
      yield* pass(SECOND_MS)
      yield* (yield* Tracker).meet(courier(1))
      yield* seenAt([0, 0])
      for (const _tag of ["ArriveAtRestaurant", "PickUp"] as const) {
        yield* send(orderId, toDelivery({ _tag, courierId: courier(1) }))
      }
      yield* pass(SECOND_MS)
      yield* seenAt([0, 0])
      left.push(yield* look)
      yield* pass(2 * MINUTE_MS)
      yield* seenAt([0.5, 0.5])
      left.push(yield* look)
      yield* pass(2 * MINUTE_MS)
      yield* seenAt([0.9, 0.9])
      left.push(yield* look)
      expect([...left].sort((a, b) => b - a)).toEqual(left)
      const heard = told.length
      expect(heard).toBeGreaterThan(1)
      yield* send(orderId, toDelivery({ _tag: "ArriveAtCustomer", courierId: courier(1) }))
      yield* send(orderId, toDelivery({ _tag: "CompleteDelivery", courierId: courier(1) }))
      yield* pass(SECOND_MS)
      expect(eta.of(orderId, yield* Clock.currentTimeMillis)).toBeNull()
      expect(eta.metrics()).toMatch(/hotbag_eta_outcomes_total [123]\n/)
      expect(eta.metrics()).toContain("hotbag_eta_deliveries 0\n")
    }).pipe(Effect.provide(watchedDispatchedTown))
  )

  it.effect("are not told where they are absurd, and told again when the courier is back", () =>
    Effect.gen(function* () {
      const eta = yield* LiveEta
      yield* onDuty(1, [0, 0])
      const orderId = yield* place(1)
      yield* accepts(1)
      yield* pass(SECOND_MS)
      const tracker = yield* Tracker
      yield* tracker.meet(courier(1))
      const isKnown = Effect.map(Clock.currentTimeMillis, (nowMs) => eta.of(orderId, nowMs) !== null)
      const says = Effect.fnUntraced(function* (place: readonly [number, number]) {
        for (let s = 0; s < 8; s++) {
          yield* pass(SECOND_MS)
          const nowMs = yield* Clock.currentTimeMillis
          tracker.take(courier(1), fixAt(at(place), nowMs), nowMs)
        }
      })
      yield* says([0, 0])
      expect(yield* isKnown).toBe(true)
      yield* says([60, 60])
      expect(yield* isKnown).toBe(false)
      yield* says([0, 0])
      expect(yield* isKnown).toBe(true)
    }).pipe(Effect.provide(watchedDispatchedTown))
  )

  it.effect("S95, C21: are made anew every half minute when the courier is silent", () =>
    Effect.gen(function* () {
      const eta = yield* LiveEta
      yield* onDuty(1, [0, 0])
      const orderId = yield* place(1)
      yield* accepts(1)
      yield* pass(SECOND_MS)
      const madeAt = Effect.map(Clock.currentTimeMillis, (nowMs) => ({
        nowMs,
        atMs: eta.of(orderId, nowMs)?.atMs ?? 0
      }))
      for (let round = 0; round < 10; round += 1) {
        yield* pass(20 * SECOND_MS)
        const { atMs, nowMs } = yield* madeAt
        expect(nowMs - atMs).toBeLessThanOrEqual(36 * SECOND_MS)
      }
      yield* delivers(1, orderId)
    }).pipe(Effect.provide(watchedDispatchedTown))
  )
})
