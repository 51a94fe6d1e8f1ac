import { haversineM } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { placeAt, placeNear } from "../../src/scenario/placeNear.ts"

const place = fc.record({
  lat: fc.double({ min: -70, max: 70, noNaN: true }),
  lng: fc.double({ min: -170, max: 170, noNaN: true })
})
const metres = fc.double({ min: 0, max: 10_000, noNaN: true })

describe("placeNear", () => {
  it("is as far away as asked, by haversine, within half a percent and a decimetre", () => {
    fc.assert(
      fc.property(place, metres, fc.double({ min: 0, max: 1, noNaN: true }), (from, distanceM, turn) => {
        const measuredM = haversineM(from, placeAt(from, distanceM, turn))
        expect(Math.abs(measuredM - distanceM)).toBeLessThan(0.15 + 0.005 * distanceM)
      })
    )
  })

  it("goes east and north", () => {
    const from = { lat: 40, lng: 10 }
    expect(placeNear(from, 0, 1_000)).toEqual({ lat: 40.008993, lng: 10 })
    expect(placeNear(from, 1_000, 0).lng).toBeGreaterThan(10.011)
    expect(placeNear(from, 1_000, 0).lat).toBe(40)
  })
})
