import { haversineM, type LatLng, type Restaurant } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { RestaurantIndex } from "../../src/catalogue/RestaurantIndex.ts"
import { restaurantOf, roma } from "./restaurants.ts"

const near = fc
  .tuple(fc.integer({ min: -12, max: 12 }), fc.integer({ min: -12, max: 12 }))
  .map(([north, east]): LatLng => ({ lat: roma.lat + north / 2_000, lng: roma.lng + east / 2_000 }))

const restaurant = fc
  .tuple(
    fc.integer({ min: 0, max: 30 }),
    near,
    fc.constantFrom("italian", "thai"),
    fc.constantFrom("open", "open", "paused")
  )
  .map(([number, position, cuisine, status]) =>
    restaurantOf(`r${number}`, { position, cuisines: [cuisine], status })
  )

/** Every restaurant looked at; distances by another formula, so compared to a tenth of a millimetre. */
const byHand = (all: ReadonlyArray<Restaurant>, from: LatLng, radiusM: number, cuisine: string | null) =>
  all
    .map((candidate) => ({ candidate, rank: Math.round(haversineM(from, candidate.position) * 1e4) }))
    .filter(
      ({ candidate, rank }) =>
        candidate.status === "open" &&
        rank <= radiusM * 1e4 &&
        (cuisine === null || candidate.cuisines.includes(cuisine))
    )
    .sort((a, b) => a.rank - b.rank || (a.candidate.id < b.candidate.id ? -1 : 1))
    .map(({ candidate, rank }) => [candidate.id, rank])

describe("RestaurantIndex (S1, S31)", () => {
  it("finds what brute force finds, after any writes", () => {
    const query = fc.record({
      // Off the grid of restaurants, so that only those at one place are equally far.
      from: near.map(({ lat, lng }) => ({ lat: lat + 0.000123, lng: lng + 0.000337 })),
      wanted: fc.integer({ min: 1, max: 12 }),
      radiusM: fc.constantFrom(0, 137, 703, 20_000),
      cuisine: fc.constantFrom(null, "thai", "none")
    })
    fc.assert(
      fc.property(
        fc.array(fc.array(restaurant, { maxLength: 12 }), { maxLength: 6 }),
        fc.array(query, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (writes, queries, isLarge) => {
          const index = new RestaurantIndex()
          const all = new Map<string, Restaurant>()
          // Far away, and enough of them that a large index is built.
          if (isLarge) {
            const far = Array.from({ length: 1_001 }, (_, i) =>
              restaurantOf(`far${i}`, { position: { lat: -41, lng: 100 + i / 100 } })
            )
            index.put([...far, ...(writes[0] ?? [])])
            for (const one of [...far, ...(writes[0] ?? [])]) all.set(one.id, one)
          }
          for (const some of writes) {
            index.put(some)
            for (const one of some) all.set(one.id, one)
          }
          expect(index.size).toBe(all.size)
          for (const one of all.values()) expect(index.get(one.id)).toBe(one)
          for (const { from, wanted, radiusM, cuisine } of queries) {
            const found = index.nearest(from, wanted, radiusM, cuisine, ({ status }) => status === "open")
            const expected = byHand([...all.values()], from, radiusM, cuisine).slice(0, wanted)
            expect(
              found.map(({ restaurant: one, distanceM }) => [one.id, Math.round(distanceM * 1e4)])
            ).toEqual(expected)
          }
        }
      ),
      { numRuns: 150 }
    )
  })

  it("finds a settled restaurant by a cuisine that it has only now", () => {
    const index = new RestaurantIndex()
    const many = Array.from({ length: 1_001 }, (_, i) => restaurantOf(`r${i}`))
    index.put(many)
    const cooking = (cuisine: string) =>
      index.nearest(roma, 3, 10, cuisine, () => true).map(({ restaurant: one }) => one.id)
    expect(cooking("italian")).toHaveLength(3)
    expect(cooking("thai")).toEqual([])
    index.put([restaurantOf("r7", { cuisines: ["italian", "thai"] })])
    expect(cooking("thai")).toEqual(["r7"])
    index.put([restaurantOf("r9", { cuisines: ["thai"] })])
    expect(cooking("thai")).toEqual(["r7", "r9"])
    index.put([restaurantOf("r7")])
    expect(cooking("thai")).toEqual(["r9"])
  })

  it("finds nothing where nothing is", () => {
    const index = new RestaurantIndex()
    expect(index.nearest(roma, 5, 1e6, null, () => true)).toEqual([])
    expect(index.get(restaurantOf("a").id)).toBeUndefined()
  })
})
