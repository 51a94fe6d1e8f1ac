import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { haversineTravel } from "../../src/eta/haversineTravel.ts"
import { riverTravel } from "../../src/eta/riverTravel.ts"
import { haversineM } from "../../src/geo/haversine.ts"
import type { LatLng } from "../../src/geo/LatLng.ts"
import { Vehicle } from "../../src/courier/Vehicle.ts"

const base = haversineTravel()
/** Some five kilometres around a town. */
const place = fc
  .record({ east: fc.integer({ min: -5_000, max: 5_000 }), north: fc.integer({ min: -5_000, max: 5_000 }) })
  .map(({ east, north }): LatLng => ({ lat: 6.2 + north / 1e5, lng: -75.57 + east / 1e5 }))
const course = fc.array(place, { minLength: 2, maxLength: 6 })
const bridges = fc.array(place, { minLength: 1, maxLength: 4 })
const vehicle = fc.constantFrom(...Vehicle.literals)

describe("riverTravel", () => {
  it("takes as long in both directions, never shortens a way, and never beats the top speed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ line: course, bridges }), { minLength: 1, maxLength: 3 }),
        place,
        place,
        vehicle,
        (rivers, from, to, by) => {
          const travel = riverTravel(base, rivers)
          const ms = travel.durationMs(from, to, by, 0)
          expect(travel.durationMs(to, from, by, 0)).toBe(ms)
          expect(ms).toBeGreaterThanOrEqual(base.durationMs(from, to, by, 0))
          expect(ms).toBeGreaterThanOrEqual(Math.floor((haversineM(from, to) / travel.topSpeedMps) * 1_000))
          expect(travel.durationMs(from, from, by, 0)).toBe(0)
        }
      )
    )
  })

  it("goes by the best bridge from bank to bank, and straight on one bank (oracle: a river along a meridian)", () => {
    fc.assert(
      fc.property(place, place, bridges, (from, to, over) => {
        const lng = -75.569995
        const travel = riverTravel(base, [
          {
            line: [
              { lat: 6, lng },
              { lat: 6.21, lng },
              { lat: 6.5, lng }
            ],
            bridges: over
          }
        ])
        const straightM = haversineM(from, to)
        const across = (from.lng - lng) * (to.lng - lng) < 0
        const viaM = Math.min(...over.map((bridge) => haversineM(from, bridge) + haversineM(bridge, to)))
        const times = across && straightM > 0 ? Math.max(1, viaM / straightM) : 1
        const expectedMs = base.durationMs(from, to, "bicycle", 0) * times
        // The plane of the river against the sphere, and the rounding.
        expect(Math.abs(travel.durationMs(from, to, "bicycle", 0) - expectedMs)).toBeLessThanOrEqual(
          1 + times + expectedMs * 2e-3
        )
      })
    )
  })

  it("counts a bend that is crossed twice as the same bank, and leaves the ends open", () => {
    const bend = [
      { lat: 0, lng: 0.01 },
      { lat: 0.02, lng: 0.01 },
      { lat: 0.02, lng: 0.03 },
      { lat: 0, lng: 0.03 }
    ]
    const travel = riverTravel(base, [{ line: bend, bridges: [{ lat: 0.02, lng: 0.02 }] }])
    const ms = (from: LatLng, to: LatLng) =>
      travel.durationMs(from, to, "car", 0) / base.durationMs(from, to, "car", 0)
    expect(ms({ lat: 0.01, lng: 0 }, { lat: 0.01, lng: 0.04 })).toBe(1)
    expect(ms({ lat: -0.01, lng: 0 }, { lat: -0.01, lng: 0.04 })).toBe(1)
    expect(ms({ lat: 0.01, lng: 0.005 }, { lat: 0.01, lng: 0.015 })).toBeGreaterThan(2)
  })

  it.each([
    [{ line: [{ lat: 0, lng: 0 }], bridges: [{ lat: 0, lng: 0 }] }],
    [
      {
        line: [
          { lat: 0, lng: 0 },
          { lat: 1, lng: 0 }
        ],
        bridges: []
      }
    ]
  ])("refuses a river that makes no sense", (river) => {
    expect(() => riverTravel(base, [river])).toThrow(/river/)
  })
})
