import { haversineM, InvariantViolation, type CourierIndex, type LatLng } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bruteForceCourierIndex } from "./bruteForceCourierIndex.ts"
import { places } from "./places.ts"

/** What every courier index promises: whatever it is asked, it answers as brute force does. */
export const courierIndexCases = (name: string, make: () => CourierIndex, runs = 60): void => {
  describe(name, () => {
    for (const [where, place] of Object.entries(places))
      it(`answers as brute force does: ${where}`, () => {
        fc.assert(
          fc.property(fc.array(step(place), { maxLength: 80, size: "max" }), (steps) => play(make(), steps)),
          { numRuns: runs }
        )
      })

    it("finds everybody when k is larger than n and the radius larger than the Earth, from anywhere", () => {
      fc.assert(
        fc.property(fc.array(places.anywhere, { maxLength: 40 }), places.anywhere, (positions, from) => {
          const index = make()
          positions.forEach((position, courier) => index.upsert(courier, position))
          const out = new Int32Array(100)
          for (const radiusM of [Infinity, 1e9, 20_015_200]) {
            expect(index.nearest(from, 100, radiusM, everybody, out)).toBe(positions.length)
            expect(index.within(from, radiusM, everybody, out)).toBe(positions.length)
          }
        }),
        { numRuns: 50 }
      )
    })

    it("answers as brute force does when couriers are so many that a search goes from cell to cell, while they move", () => {
      const index = make()
      const oracle = bruteForceCourierIndex()
      const corners = fc.sample(places["at the corners of the map"], { numRuns: 30, seed: 1 })
      for (let round = 0; round < 3; round++) {
        const random = fc.sample(places.anywhere, { numRuns: 400, seed: 2 + round })
        for (const [courier, position] of random.entries())
          for (const place of [index, oracle]) place.upsert(courier, position)
        for (let courier = round; courier < 400; courier += 3)
          expect(index.remove(courier)).toBe(oracle.remove(courier))
        for (const from of [...random.slice(0, 20), ...corners])
          for (const radiusM of [100_000, 2_000_000, 8_000_000, 13_000_000])
            compare(index, oracle, { do: "search", from, radiusM, k: 20, odd: radiusM > 2_000_000 })
      }
    })

    it("ranks couriers at the same place by handle, in whatever sequence they came", () => {
      const index = make()
      for (const courier of [7, 3, 11, 0, 5]) index.upsert(courier, { lat: 52.5, lng: 13.4 })
      const out = new Int32Array(3)
      expect(index.nearest({ lat: 52.5, lng: 13.401 }, 3, 1_000, everybody, out)).toBe(3)
      expect([...out]).toEqual([0, 3, 5])
      expect(index.nearest({ lat: 52.5, lng: 13.401 }, 3, 1_000, (courier) => courier > 3, out)).toBe(3)
      expect([...out]).toEqual([5, 7, 11])
    })

    it("takes 180° E and 180° W for the same meridian, and any longitude at a pole for the pole", () => {
      const index = make()
      index.upsert(0, { lat: 0, lng: 180 })
      index.upsert(1, { lat: 0, lng: -180 })
      index.upsert(2, { lat: 90, lng: 12 })
      index.upsert(3, { lat: 90, lng: -170 })
      const out = new Int32Array(9)
      expect(index.nearest({ lat: 0, lng: -180 }, 9, 0, everybody, out)).toBe(2)
      expect(index.within({ lat: 0, lng: 180 }, 0, everybody, out)).toBe(2)
      expect(index.nearest({ lat: 90, lng: 100 }, 9, 0.001, everybody, out)).toBe(2)
    })

    it("refuses what is no place on Earth or no handle, and stays as it was (S3)", () => {
      const index = make()
      index.upsert(0, { lat: 1, lng: 2 })
      const out = new Int32Array(4)
      for (const bad of [NaN, Infinity, -Infinity, 180.0000001, -181, 1e308]) {
        for (const position of [
          { lat: bad, lng: 2 },
          { lat: 1, lng: bad }
        ]) {
          expect(() => index.upsert(0, position)).toThrow(InvariantViolation)
          expect(() => index.upsert(1, position)).toThrow(InvariantViolation)
          expect(() => index.nearest(position, 1, 1_000, everybody, out)).toThrow(InvariantViolation)
          expect(() => index.within(position, 1_000, everybody, out)).toThrow(InvariantViolation)
        }
      }
      for (const courier of [-1, 0.5, NaN, Infinity, 2 ** 31])
        expect(() => index.upsert(courier, { lat: 1, lng: 2 })).toThrow(InvariantViolation)
      expect(index.size).toBe(1)
      expect(index.position(0)).toEqual({ lat: 1, lng: 2 })
      for (const courier of [-1, 1, 0.5, NaN, 2 ** 40]) {
        expect(index.position(courier)).toBeUndefined()
        expect(index.remove(courier)).toBe(false)
      }
    })

    it("finds nobody for a radius or a k that is none", () => {
      const index = make()
      index.upsert(0, { lat: 1, lng: 2 })
      const out = new Int32Array(4)
      for (const none of [-1, NaN, -Infinity]) {
        expect(index.nearest({ lat: 1, lng: 2 }, 3, none, everybody, out)).toBe(0)
        expect(index.nearest({ lat: 1, lng: 2 }, none, 1_000, everybody, out)).toBe(0)
        expect(index.within({ lat: 1, lng: 2 }, none, everybody, out)).toBe(0)
      }
      expect(index.nearest({ lat: 1, lng: 2 }, 3, 10, everybody, new Int32Array(0))).toBe(0)
    })

    it("keeps no more than asked when room is short", () => {
      const index = make()
      for (let courier = 0; courier < 50; courier++) index.upsert(courier, { lat: 1, lng: 2 + courier / 1e5 })
      const out = new Int32Array(5)
      expect(index.nearest({ lat: 1, lng: 2 }, 50, 1e5, everybody, out)).toBe(5)
      expect([...out]).toEqual([0, 1, 2, 3, 4])
      expect(index.within({ lat: 1, lng: 2 }, 1e5, everybody, out)).toBe(5)
      expect(new Set(out).size).toBe(5)
    })
  })
}

const everybody = () => true

/** One thing to do to an index. */
type Step =
  | { readonly do: "upsert"; readonly courier: number; readonly position: LatLng }
  | { readonly do: "remove"; readonly courier: number }
  | {
      readonly do: "search"
      readonly from: LatLng
      readonly radiusM: number
      readonly k: number
      readonly odd: boolean
    }

const step = (place: fc.Arbitrary<LatLng>): fc.Arbitrary<Step> => {
  const courier = fc.nat(40)
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant("upsert"), courier, position: place }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("remove"), courier }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant("search"),
        from: place,
        radiusM: fc.constantFrom(0, 1e-6, 1, 250, 600, 3_000, 20_000, 400_000, 9_000_000, 2e7, Infinity),
        k: fc.constantFrom(0, 1, 2, 5, 10, 31, 32, 33, 100),
        odd: fc.boolean()
      })
    }
  )
}

const play = (index: CourierIndex, steps: ReadonlyArray<Step>) => {
  const oracle = bruteForceCourierIndex()
  for (const step of steps) {
    if (step.do === "upsert") {
      index.upsert(step.courier, step.position)
      oracle.upsert(step.courier, step.position)
    } else if (step.do === "remove") expect(index.remove(step.courier)).toBe(oracle.remove(step.courier))
    else compare(index, oracle, step)
    expect(index.size).toBe(oracle.size)
  }
  for (let courier = 0; courier <= 40; courier++)
    expect(index.position(courier)).toEqual(oracle.position(courier))
}

const compare = (index: CourierIndex, oracle: CourierIndex, search: Extract<Step, { do: "search" }>) => {
  const { from, radiusM, k } = search
  const accept = search.odd ? (courier: number) => courier % 2 === 1 : everybody
  const found = new Int32Array(512)
  const foundM = new Float64Array(512)
  const expected = new Int32Array(512)
  const expectedM = new Float64Array(512)
  const count = index.nearest(from, k, radiusM, accept, found, foundM)
  expect(count).toBe(oracle.nearest(from, k, radiusM, accept, expected, expectedM))
  expect(found.subarray(0, count)).toEqual(expected.subarray(0, count))
  expect(foundM.subarray(0, count)).toEqual(expectedM.subarray(0, count))
  for (let i = 0; i < count; i++) {
    const position = oracle.position(found[i] ?? NaN)
    // Haversine and chord agree to a micrometre, but near the antipode both lose digits.
    if (position !== undefined)
      expect(Math.abs(haversineM(from, position) - (foundM[i] ?? NaN))).toBeLessThan(1)
  }
  const all = index.within(from, radiusM, accept, found, foundM)
  expect(all).toBe(oracle.within(from, radiusM, accept, expected, expectedM))
  const byCourier = (ids: Int32Array, metres: Float64Array) =>
    [...ids.subarray(0, all)].map((courier, i) => [courier, metres[i]]).sort(([a = 0], [b = 0]) => a - b)
  expect(byCourier(found, foundM)).toEqual(byCourier(expected, expectedM))
}
