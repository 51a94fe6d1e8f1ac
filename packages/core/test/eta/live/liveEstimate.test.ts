import {
  constant,
  type DeliveryProgress,
  deliveryEta,
  type EtaState,
  haversineTravel,
  type LiveEtaRules,
  liveEstimate,
  liveQuantiles,
  lognormalOf,
  MINUTE_MS,
  NORMAL_SCORES,
  SECOND_MS
} from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const travel = haversineTravel()
const rules: LiveEtaRules = {
  travel,
  vehicle: "bicycle",
  toRestaurant: lognormalOf(8 * MINUTE_MS, 15 * MINUTE_MS),
  wait: lognormalOf(90 * SECOND_MS, 240 * SECOND_MS),
  handOver: lognormalOf(120 * SECOND_MS, 240 * SECOND_MS)
}
const pickup = { lat: 48.2, lng: 16.37 }
const dropoff = { lat: 48.22, lng: 16.39 }
const placedAtMs = 1_800_000_000_000
const placed: DeliveryProgress = {
  placedAtMs,
  preparingAtMs: null,
  readyAtMs: null,
  readyEstimateAtMs: placedAtMs + 20 * MINUTE_MS,
  acceptedAtMs: null,
  arrivedAtRestaurantAtMs: null,
  pickedUpAtMs: null,
  arrivedAtCustomerAtMs: null,
  pickup,
  dropoff,
  vehicle: "bicycle",
  stopsBefore: [],
  stopsBetween: []
}
const wayMs = travel.durationMs(pickup, dropoff, "bicycle", placedAtMs)

/** A delivery after some of its milestones, and the minutes since the last of them. */
const someProgress = fc
  .record({
    milestones: fc.integer({ min: 0, max: 6 }),
    gaps: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 7, maxLength: 7 })
  })
  .map(({ gaps, milestones }) => {
    let atMs = placedAtMs
    const instants = gaps.map((minutes, index) => {
      atMs += minutes * MINUTE_MS
      return index < milestones ? atMs : null
    })
    const [preparing = null, accepted = null, ready = null, arrived = null, picked = null, door = null] =
      instants
    const last = instants.reduce<number>((latest, instant) => Math.max(latest, instant ?? 0), placedAtMs)
    const progress: DeliveryProgress = {
      ...placed,
      preparingAtMs: preparing,
      acceptedAtMs: accepted,
      readyAtMs: ready,
      arrivedAtRestaurantAtMs: arrived,
      pickedUpAtMs: picked,
      arrivedAtCustomerAtMs: door
    }
    return { progress, nowMs: last + (gaps[6] ?? 0) * MINUTE_MS }
  })

const stateOf = (progress: DeliveryProgress, nowMs: number): EtaState => ({
  nowMs,
  placedAtMs: progress.placedAtMs,
  acceptedAtMs: progress.preparingAtMs ?? progress.placedAtMs,
  readyAtMs: progress.readyAtMs,
  setOutAtMs: progress.acceptedAtMs,
  atRestaurantAtMs: progress.arrivedAtRestaurantAtMs,
  pickedUpAtMs: progress.pickedUpAtMs,
  atCustomerAtMs: progress.arrivedAtCustomerAtMs,
  droppedOffAtMs: null
})

describe("what is left of a delivery in progress (S16)", () => {
  it("is about what the lattice says, without any position", () => {
    fc.assert(
      fc.property(someProgress, ({ nowMs, progress }) => {
        const sinceMs = progress.preparingAtMs ?? placedAtMs
        const foodMs = Math.max(MINUTE_MS, progress.readyEstimateAtMs - sinceMs)
        const exact = deliveryEta(stateOf(progress, nowMs), {
          accept: constant(0),
          preparation: lognormalOf(foodMs, 1.5 * foodMs),
          toRestaurant: rules.toRestaurant,
          wait: rules.wait,
          travel: lognormalOf(wayMs, (wayMs * 4) / 3),
          handOver: rules.handOver
        })
        const estimate = liveEstimate(progress, null, nowMs, rules)
        const { p10AtMs, p50AtMs, p90AtMs } = liveQuantiles(estimate, NORMAL_SCORES)
        for (const [share, atMs] of [
          [0.1, p10AtMs],
          [0.5, p50AtMs],
          [0.9, p90AtMs]
        ] as const) {
          const exactMs = exact.quantileMs(share)
          expect(Math.abs(atMs - exactMs)).toBeLessThan(0.1 * (exactMs - nowMs) + 30 * SECOND_MS)
        }
      })
    )
  })

  it("puts its quantiles in order, and never into the past, whatever calibration says", () => {
    const score = fc.double({ min: -8, max: 8, noNaN: true })
    const position = fc.option(
      fc.record({
        lat: fc.double({ min: 48, max: 48.4, noNaN: true }),
        lng: fc.double({ min: 16.2, max: 16.6, noNaN: true })
      }),
      { nil: null }
    )
    const scores = fc.tuple(score, score, score)
    const ageMs = fc.integer({ min: 0, max: 3_600_000 })
    fc.assert(
      fc.property(someProgress, position, ageMs, scores, ({ nowMs, progress }, seen, age, given) => {
        const last = seen === null ? null : { at: seen, atMs: nowMs - age }
        const { p10AtMs, p50AtMs, p90AtMs } = liveQuantiles(liveEstimate(progress, last, nowMs, rules), given)
        expect(p10AtMs).toBeGreaterThanOrEqual(nowMs)
        expect(p50AtMs).toBeGreaterThanOrEqual(p10AtMs)
        expect(p90AtMs).toBeGreaterThanOrEqual(p50AtMs)
        expect(Number.isSafeInteger(p90AtMs)).toBe(true)
      })
    )
  })

  it("counts the stops before, with the time they are served", () => {
    const carrying = { ...placed, acceptedAtMs: placedAtMs, pickedUpAtMs: placedAtMs }
    const last = { at: pickup, atMs: placedAtMs }
    const alone = liveEstimate(carrying, last, placedAtMs, rules)
    const detour = { lat: 48.19, lng: 16.36 }
    const after = liveEstimate(
      { ...carrying, stopsBefore: [{ kind: "dropoff", at: detour, readyAtMs: null }] },
      last,
      placedAtMs,
      rules
    )
    const there = travel.durationMs(pickup, detour, "bicycle", placedAtMs)
    const on = travel.durationMs(detour, dropoff, "bicycle", placedAtMs)
    expect(after.drivingMs).toBe(there + on)
    const moreMs = Math.exp(after.mu) - Math.exp(alone.mu)
    expect(moreMs).toBeGreaterThan(there + on - wayMs + MINUTE_MS)
  })

  it("waits for the kitchens on the way, and counts the stops between pickup and drop-off", () => {
    const accepted = { ...placed, acceptedAtMs: placedAtMs, readyAtMs: placedAtMs }
    const last = { at: pickup, atMs: placedAtMs }
    const alone = Math.exp(liveEstimate(accepted, last, placedAtMs, rules).mu)
    const slow = { kind: "pickup", at: pickup, readyAtMs: placedAtMs + 30 * MINUTE_MS } as const
    const before = liveEstimate({ ...accepted, stopsBefore: [slow] }, last, placedAtMs, rules)
    const between = liveEstimate({ ...accepted, stopsBetween: [slow] }, last, placedAtMs, rules)
    for (const estimate of [before, between]) {
      expect(Math.exp(estimate.mu) - alone).toBeGreaterThan(26 * MINUTE_MS)
      expect(Math.exp(estimate.mu) - alone).toBeLessThan(34 * MINUTE_MS)
    }
  })

  it("goes on from an old position by the time that has passed since, and from the restaurant without any (S95)", () => {
    const carrying = { ...placed, acceptedAtMs: placedAtMs, pickedUpAtMs: placedAtMs }
    const nowMs = placedAtMs + 5 * MINUTE_MS
    const old = liveEstimate(carrying, { at: pickup, atMs: placedAtMs }, nowMs, rules)
    expect(liveEstimate(carrying, null, nowMs, rules)).toEqual(old)
    const stuck = liveEstimate(carrying, { at: pickup, atMs: nowMs }, nowMs, rules)
    expect(old.mu).toBeLessThan(stuck.mu)
  })

  it("reckons as the crow flies when the travel model has nothing to say (S95)", () => {
    const silent = { ...rules, travel: { ...travel, durationMs: () => Number.NaN } }
    const carrying = { ...placed, acceptedAtMs: placedAtMs, pickedUpAtMs: placedAtMs }
    expect(liveEstimate(carrying, null, placedAtMs, silent)).toEqual(
      liveEstimate(carrying, null, placedAtMs, rules)
    )
  })
})
