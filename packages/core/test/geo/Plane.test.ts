import { Limits, fromPlane, haversineM, planeXM, planeXMm, planeYM, planeYMm, toPlane } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const reachMm = Limits.planeReachM * 1_000
/** A coordinate as a file gives it: metres with up to three decimals. */
const coordinateM = fc.integer({ min: -reachMm, max: reachMm }).map((mm) => mm / 1_000)
const point = fc.record({ xM: coordinateM, yM: coordinateM })

describe("Plane", () => {
  it("gives back every coordinate that was given to the millimetre, exactly", () => {
    fc.assert(
      fc.property(point, (point) => {
        const position = fromPlane(point)
        expect(toPlane(position)).toEqual({ xM: point.xM + 0, yM: point.yM + 0 })
        expect([planeXM(position), planeYM(position)]).toEqual([point.xM + 0, point.yM + 0])
        expect(planeXMm(position)).toBe(Math.round(point.xM * 1_000) + 0)
        expect(planeYMm(position)).toBe(Math.round(point.yM * 1_000) + 0)
      }),
      { numRuns: 2_000 }
    )
  })

  it("keeps whole millimetres of what is finer, and no negative zero", () => {
    expect(toPlane(fromPlane({ xM: 1.23449, yM: -0.0004 }))).toEqual({ xM: 1.234, yM: 0 })
    expect(Object.is(planeYM(fromPlane({ xM: 0, yM: -0.0004 })), 0)).toBe(true)
  })

  it("has the distances of haversine: never longer, shorter by 1.6e-4 at the rim at most", () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        const planarM = Math.hypot(a.xM - b.xM, a.yM - b.yM)
        const sphereM = haversineM(fromPlane(a), fromPlane(b))
        expect(sphereM).toBeLessThanOrEqual(planarM * (1 + 1e-9) + 1e-6)
        expect(sphereM).toBeGreaterThanOrEqual(planarM * (1 - 1.6e-4) - 1e-6)
      }),
      { numRuns: 1_000 }
    )
  })

  it("agrees with haversine along the axes", () => {
    const origin = fromPlane({ xM: 0, yM: 0 })
    expect(haversineM(origin, fromPlane({ xM: 12_345, yM: 0 }))).toBeCloseTo(12_345, 6)
    expect(haversineM(origin, fromPlane({ xM: 0, yM: -12_345 }))).toBeCloseTo(12_345, 6)
  })

  it("refuses places beyond its reach", () => {
    expect(() => fromPlane({ xM: Limits.planeReachM + 1, yM: 0 })).toThrow(/reaches/)
    expect(() => fromPlane({ xM: 0, yM: NaN })).toThrow(/reaches/)
  })
})
