import { InvariantViolation, makePlaceIndex, type LatLng } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bruteForceCourierIndex } from "./bruteForceCourierIndex.ts"
import { places } from "./places.ts"

const radius = fc.constantFrom(0, 1, 250, 3_000, 20_000, 400_000, 9_000_000, Infinity)

describe("makePlaceIndex", () => {
  for (const [where, place] of Object.entries(places))
    it(`finds by radius and by number what brute force finds (S1): ${where}`, () => {
      fc.assert(
        fc.property(
          fc.array(place, { maxLength: 40 }),
          place,
          radius,
          fc.nat(12),
          (list, from, radiusM, k) => {
            const index = makePlaceIndex(list)
            const oracle = bruteForceCourierIndex()
            list.forEach((position, i) => oracle.upsert(i, position))
            for (const accept of [undefined, (place: number) => place % 2 === 0]) {
              expect(index.nearest(from, k, radiusM, accept)).toEqual(
                nearest(oracle, from, k, radiusM, accept)
              )
              expect(index.within(from, radiusM, accept)).toEqual(nearest(oracle, from, 40, radiusM, accept))
            }
          }
        )
      )
    })

  it("finds in a box what lies between its edges, across the antimeridian too", () => {
    const lng = fc.oneof(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.constantFrom(-180, 180, 0, 179, -179)
    )
    const lat = fc.double({ min: -90, max: 90, noNaN: true })
    const place = fc.record({ lat, lng })
    fc.assert(
      fc.property(
        fc.array(place, { maxLength: 40 }),
        fc.tuple(lat, lat, lng, lng),
        (list, [a, b, west, east]) => {
          const box = { south: Math.min(a, b), north: Math.max(a, b), west, east }
          const between = (lng: number) =>
            west <= east ? lng >= west && lng <= east : lng >= west || lng <= east
          const inside = ({ lat, lng }: LatLng) =>
            // 180° E and 180° W are one meridian: inside when either is.
            lat >= box.south && lat <= box.north && (between(lng) || (Math.abs(lng) === 180 && between(-lng)))
          const expected = list.flatMap((place, i) => (inside(place) ? [i] : []))
          expect(makePlaceIndex(list).inBox(box)).toEqual(expected)
        }
      ),
      { numRuns: 500 }
    )
  })

  it("refuses what is no place on Earth (S3)", () => {
    expect(() => makePlaceIndex([{ lat: NaN, lng: 0 }])).toThrow(InvariantViolation)
    const index = makePlaceIndex([{ lat: 0, lng: 0 }])
    expect(() => index.within({ lat: 91, lng: 0 }, 1)).toThrow(InvariantViolation)
    expect(() => index.nearest({ lat: 0, lng: 181 }, 1, 1)).toThrow(InvariantViolation)
    expect(index.within({ lat: 0, lng: 0 }, NaN)).toEqual([])
    expect(index.nearest({ lat: 0, lng: 0 }, NaN, 1)).toEqual([])
  })

  it("holds nothing when it was given nothing", () => {
    const index = makePlaceIndex([])
    expect(index.size).toBe(0)
    expect(index.nearest({ lat: 0, lng: 0 }, 3, Infinity)).toEqual([])
    expect(index.within({ lat: 0, lng: 0 }, Infinity)).toEqual([])
  })
})

const nearest = (
  oracle: ReturnType<typeof bruteForceCourierIndex>,
  from: LatLng,
  k: number,
  withinM: number,
  accept: (place: number) => boolean = () => true
) => {
  const out = new Int32Array(64)
  const outM = new Float64Array(64)
  const count = oracle.nearest(from, k, withinM, accept, out, outM)
  return Array.from(out.subarray(0, count), (place, i) => ({ place, distanceM: outM[i] }))
}
