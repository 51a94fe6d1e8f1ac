import {
  type DeliveryProgress,
  haversineTravel,
  type LatLng,
  type LiveEtaRules,
  liveEstimate,
  liveQuantiles,
  lognormalOf,
  MINUTE_MS,
  NORMAL_SCORES,
  paceOf,
  SECOND_MS
} from "@hotbag/core"
import { describe, expect, it } from "vitest"

/** Mulberry32: the same rides in every run. */
const uniforms = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const travel = haversineTravel()
const rules: LiveEtaRules = {
  travel,
  vehicle: "bicycle",
  toRestaurant: lognormalOf(8 * MINUTE_MS, 15 * MINUTE_MS),
  wait: lognormalOf(90 * SECOND_MS, 240 * SECOND_MS),
  handOver: lognormalOf(60 * SECOND_MS, 100 * SECOND_MS)
}
const pickup: LatLng = { lat: 48.2, lng: 16.37 }
const dropoff: LatLng = { lat: 48.23, lng: 16.41 }
const POINTS = 10
const RIDES = 3_000

interface Errors {
  readonly paced: Array<number>
  readonly plain: Array<number>
  readonly within: Array<number>
}

/** Rides at a speed of their own, seen at ten points of the way: mean error of the likely moment, in ms, at each. */
const ride = (): Errors => {
  const uniform = uniforms(11)
  const errors: Errors = { paced: [], plain: [], within: [] }
  const wayMs = travel.durationMs(pickup, dropoff, "bicycle", 0)
  const rides = Array.from({ length: RIDES }, () => ({
    drivingMs: lognormalOf(wayMs, (wayMs * 4) / 3).draw(uniform()),
    handOverMs: rules.handOver.draw(uniform())
  }))
  for (let point = 0; point < POINTS; point += 1) {
    const share = point / POINTS
    const position = {
      lat: pickup.lat + share * (dropoff.lat - pickup.lat),
      lng: pickup.lng + share * (dropoff.lng - pickup.lng)
    }
    let paced = 0
    let plain = 0
    let within = 0
    for (const { drivingMs, handOverMs } of rides) {
      const nowMs = Math.round(share * drivingMs)
      const progress: DeliveryProgress = {
        placedAtMs: 0,
        preparingAtMs: 0,
        readyAtMs: 0,
        readyEstimateAtMs: 0,
        acceptedAtMs: 0,
        arrivedAtRestaurantAtMs: 0,
        pickedUpAtMs: 0,
        arrivedAtCustomerAtMs: null,
        pickup,
        dropoff,
        vehicle: "bicycle",
        stopsBefore: [],
        stopsBetween: []
      }
      const last = { at: position, atMs: nowMs }
      const endsMs = drivingMs + handOverMs
      const blind = liveEstimate(progress, last, nowMs, rules)
      const pace = paceOf({ atMs: 0, drivingMs: wayMs }, blind.drivingMs ?? 0, nowMs)
      const quantiles = liveQuantiles(liveEstimate(progress, last, nowMs, rules, pace), NORMAL_SCORES)
      plain += Math.abs(liveQuantiles(blind, NORMAL_SCORES).p50AtMs - endsMs)
      paced += Math.abs(quantiles.p50AtMs - endsMs)
      within += endsMs <= quantiles.p90AtMs ? 1 : 0
    }
    errors.paced.push(paced / RIDES)
    errors.plain.push(plain / RIDES)
    errors.within.push(within / RIDES)
  }
  return errors
}

describe("a courier who comes closer (S16)", () => {
  const { paced, plain, within } = ride()

  it("is expected with ever smaller error", () => {
    for (let point = 1; point < POINTS; point += 1) {
      expect(paced[point]).toBeLessThan(paced[point - 1] ?? 0)
    }
    expect(paced[POINTS - 1]).toBeLessThan(0.4 * (paced[0] ?? 0))
  })

  it("is expected better by the pace shown so far than by the travel model alone", () => {
    for (let point = 3; point < POINTS; point += 1) expect(paced[point]).toBeLessThan(plain[point] ?? 0)
  })

  it("is there before the ninth decile in nine of ten rides or more", () => {
    for (const share of within) expect(share).toBeGreaterThan(0.88)
  })
})

describe("the pace of a courier", () => {
  it("is the model's before anything was driven, and bounded whatever the clock says", () => {
    expect(paceOf({ atMs: 0, drivingMs: 600_000 }, 600_000, 0)).toBe(1)
    expect(paceOf({ atMs: 0, drivingMs: 600_000 }, 600_000, 3_600_000)).toBe(2)
    expect(paceOf({ atMs: 1_000, drivingMs: 600_000 }, 0, 0)).toBe(0.5)
  })
})
