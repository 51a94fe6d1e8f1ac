import { h3CourierIndex, haversineM, InvariantViolation } from "@hotbag/core"
import fc from "fast-check"
import { cellToLatLng, getPentagons } from "h3-js"
import { describe, expect, it } from "vitest"
import { bruteForceCourierIndex } from "./bruteForceCourierIndex.ts"
import { courierIndexCases } from "./courierIndexCases.ts"

courierIndexCases("h3CourierIndex", h3CourierIndex, 30)
courierIndexCases("h3CourierIndex of continental cells", () => h3CourierIndex(1), 30)

describe("h3CourierIndex", () => {
  it("is right around the pentagons, where the grid is bent most", () => {
    for (const [i, pentagon] of getPentagons(7).entries()) {
      const [lat, lng] = cellToLatLng(pentagon)
      const near = fc.record({
        lat: fc.double({ min: lat - 0.2, max: lat + 0.2, noNaN: true }),
        lng: fc.double({ min: lng - 0.2, max: lng + 0.2, noNaN: true })
      })
      const index = h3CourierIndex(7)
      const oracle = bruteForceCourierIndex()
      for (const [courier, position] of fc.sample(near, { numRuns: 300, seed: i }).entries())
        for (const place of [index, oracle]) place.upsert(courier, position)
      const [found, expected] = [new Int32Array(20), new Int32Array(20)]
      for (const from of fc.sample(near, { numRuns: 30, seed: 99 + i }))
        for (const withinM of [1_000, 4_000, 20_000]) {
          const count = index.nearest(from, 20, withinM, () => true, found)
          expect(count).toBe(oracle.nearest(from, 20, withinM, () => true, expected))
          expect(found.subarray(0, count)).toEqual(expected.subarray(0, count))
          for (const courier of found.subarray(0, count))
            expect(haversineM(from, oracle.position(courier) ?? from)).toBeLessThanOrEqual(withinM + 1e-6)
        }
    }
  })

  it("refuses a resolution that is none", () => {
    for (const resolution of [-1, 0.5, NaN, 13])
      expect(() => h3CourierIndex(resolution)).toThrow(InvariantViolation)
  })
})
