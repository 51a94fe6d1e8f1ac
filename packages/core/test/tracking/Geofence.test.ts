import {
  CourierTrack,
  destination,
  Geofence,
  type GeofenceZone,
  haversineM,
  type LatLng,
  Limits
} from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { measured, random } from "./ride.ts"

const STOP: LatLng = { lat: 4.81, lng: -75.7 }
const seeds = fc.integer({ min: 0, max: 1_000_000 })

/** Zones that a courier on this way goes through, as positions that were taken tell. */
const zones = (
  way: ReadonlyArray<{ readonly at: LatLng; readonly atMs: number }>,
  seed: number,
  everyS: number
): ReadonlyArray<GeofenceZone> => {
  const next = random(seed)
  const errors = { sigmaM: 5 + 10 * next(), outliers: 0.02, lost: 0.05, everyS }
  const track = new CourierTrack("car")
  const fence = new Geofence()
  return measured(way, errors, next).flatMap(({ fix }) => {
    if (track.judge(fix, fix.atMs + 100) !== "taken" || track.at === null) return []
    return fence.see(haversineM(track.at, STOP), track.atMs) ?? []
  })
}

const away = (metres: number): LatLng => destination(STOP, 45, metres)

describe("a geofence", () => {
  it("S18: is entered once, however long a courier stands anywhere, with the errors of satellites", () => {
    fc.assert(
      fc.property(
        seeds,
        fc.oneof(
          fc.integer({ min: 0, max: 1_000 }),
          fc.constantFrom(Limits.nearM, Limits.nearLeaveM, Limits.arrivedM, Limits.arrivedLeaveM)
        ),
        fc.constantFrom(1, 5, 15),
        (seed, metres, everyS) => {
          const way = Array.from({ length: 1_200 }, (_, i) => ({
            at: away(metres),
            atMs: i * everyS * 1_000
          }))
          const seen = zones(way, seed, everyS)
          // Once near, perhaps once at; never out again.
          expect(["", "near", "near,at", "at"]).toContain(seen.join())
        }
      ),
      { numRuns: 60 }
    )
  })

  it("a courier who comes, waits and goes is seen to do just that", () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(1, 3, 5), (seed, everyS) => {
        const mps = 8
        const comes = Array.from({ length: 240 }, (_, s) => Math.max(0, 1_500 - mps * s))
        const waits = Array.from({ length: 180 }, () => 0)
        const goes = Array.from({ length: 240 }, (_, s) => mps * s)
        const way = [...comes, ...waits, ...goes]
          .map((metres, s) => ({ at: away(metres), atMs: s * 1_000 }))
          .filter((_, s) => s % everyS === 0)
        expect(zones(way, seed, everyS).join()).toMatch(/^near,at,(near,)?far$/)
      }),
      { numRuns: 60 }
    )
  })

  it("a red light in front of the door is no arrival, nor is one fix", () => {
    const fence = new Geofence()
    expect([500, 50, 500].map((metres, s) => fence.see(metres, s * 1_000))).toEqual([null, null, null])
    const passing = [300, 200, 90, 80, 90, 200, 300].map((metres, s) => fence.see(metres, 10_000 + s * 1_000))
    expect(passing.filter((zone) => zone !== null)).toEqual(["near"])
  })

  it("F11: time that runs backwards concludes nothing", () => {
    const fence = new Geofence()
    expect([5, 4, 3, 2, 1].map((s) => fence.see(10, s * 1_000))).toEqual([null, null, null, null, null])
    expect(fence.zone).toBe("far")
  })
})
