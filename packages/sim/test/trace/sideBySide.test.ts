import { at, fromPlane, haversineM, planeXMm, planeYMm } from "@hotbag/core"
import type { LatLng } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { grubhubInstance } from "../../src/trace/grubhub.ts"
import type { GrubhubInstance } from "../../src/trace/grubhub.ts"
import { grubhubFigures } from "../../src/trace/grubhubFigures.ts"
import { sideBySide } from "../../src/trace/sideBySide.ts"
import { startRun } from "../../src/startRun.ts"
import type { City } from "../../src/world/City.ts"
import { grubhubDay } from "./madeUpDay.ts"
import { tinyInstance } from "./tinyInstance.ts"

const day = Result.getOrThrow(grubhubInstance(grubhubDay, "made-up"))
const copied = (instance: GrubhubInstance, copies: number) =>
  Result.getOrThrowWith(sideBySide(instance, copies), ({ spanM }) => new Error(`${spanM} m`))

const placesOf = ({ couriers, orders, restaurants }: City): ReadonlyArray<LatLng> => [
  ...restaurants.map(({ position }) => position),
  ...couriers.map(({ position }) => position),
  ...orders.map(({ dropoff }) => dropoff)
]
const boxOf = (places: ReadonlyArray<LatLng>) => {
  const x = places.map(planeXMm)
  const y = places.map(planeYMm)
  const [west, east, south, north] = [Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)]
  return { west, south, width: east - west, height: north - south }
}
/** The orders of one copy, in the sequence of the day. */
const ordersOf = ({ orders }: City, copy: number, restaurants: number) =>
  orders.filter(({ restaurant }) => Math.floor(restaurant / restaurants) === copy)

describe("copies of a day side by side", () => {
  it("are the day itself when there is one", () => {
    expect(copied(day, 1)).toBe(day)
  })

  it("hold everybody once for each copy, under a name of their own, in one region", () => {
    const { city } = copied(day, 6)
    for (const list of ["orders", "restaurants", "couriers"] as const) {
      expect(city[list]).toHaveLength(6 * day.city[list].length)
      expect(new Set(city[list].map(({ id }) => id)).size).toBe(city[list].length)
    }
    const names = [...city.restaurants, ...city.orders].map(({ id }) => id)
    expect(new Set(names).size).toBe(names.length)
    expect(city.regions).toHaveLength(1)
    expect(city.orders).toEqual(city.orders.toSorted((a, b) => a.placedAtMs - b.placedAtMs))
  })

  it("keep every distance within a copy to the millimetre", () => {
    const restaurants = day.city.restaurants.length
    const { city } = copied(day, 5)
    for (let copy = 0; copy < 5; copy++) {
      const orders = ordersOf(city, copy, restaurants)
      expect(orders).toHaveLength(day.city.orders.length)
      const origin = at(city.restaurants, copy * restaurants).position
      const before = at(day.city.restaurants, 0).position
      orders.forEach((order, i) => {
        const original = at(day.city.orders, i)
        expect(order.restaurant - copy * restaurants).toBe(original.restaurant)
        expect([order.placedAtMs, order.preparationMs]).toEqual([original.placedAtMs, original.preparationMs])
        expect(planeXMm(order.dropoff) - planeXMm(origin)).toBe(planeXMm(original.dropoff) - planeXMm(before))
        expect(planeYMm(order.dropoff) - planeYMm(origin)).toBe(planeYMm(original.dropoff) - planeYMm(before))
      })
    }
  })

  it("lie edge to edge around the origin, as square as their number allows", () => {
    // Wider than high: a mistaken side would show.
    const first = at(day.city.couriers, 0)
    const east = { ...first, position: fromPlane({ xM: 9_000, yM: 4_000 }) }
    const wide = { ...day, city: { ...day.city, couriers: [east, ...day.city.couriers.slice(1)] } }
    const one = boxOf(placesOf(wide.city))
    expect(one.width).toBeGreaterThan(one.height)
    for (const [copies, columns, rows] of [
      [2, 1, 2],
      [4, 2, 2],
      [9, 3, 3],
      [10, 3, 4],
      [20, 4, 5]
    ] as const) {
      const all = boxOf(placesOf(copied(wide, copies).city))
      expect([all.width / one.width, all.height / one.height], `${copies}`).toEqual([columns, rows])
      expect(Math.abs(2 * all.west + all.width)).toBeLessThanOrEqual(2)
      expect(Math.abs(2 * all.south + all.height)).toBeLessThanOrEqual(2)
    }
  })

  it("lie beside each other even when a day has no breadth", () => {
    const line = Result.getOrThrow(grubhubInstance(tinyInstance, "tiny"))
    const { city } = copied(line, 4)
    const seen = new Set(city.restaurants.map(({ position }) => `${position.lat} ${position.lng}`))
    expect(seen.size).toBe(city.restaurants.length)
  })

  it("are a city whose couriers may cross from one copy into the next", () => {
    // The second copy has nobody: its orders are carried from the first.
    const pair = copied(day, 2)
    const half = { ...pair.city, couriers: pair.city.couriers.slice(0, day.city.couriers.length) }
    const run = startRun({ city: half, policy: nearest, seed: 1, commit: "test" })
    run.advance(Infinity)
    const fromSecond = run
      .trips()
      .filter(({ drops, restaurant }) => drops.length > 0 && restaurant >= day.city.restaurants.length)
    expect(fromSecond.length).toBeGreaterThan(0)
  })

  it("have the figures of the day in themselves: the same floor for each order", () => {
    const figures = (instance: GrubhubInstance) => {
      const run = startRun({ city: instance.city, policy: nearest, seed: 1, commit: "test" })
      run.advance(Infinity)
      return grubhubFigures(instance, run.trips())
    }
    const [one, four] = [figures(day), figures(copied(day, 4))]
    expect([one.lost, four.lost]).toEqual([0, 0])
    expect(four.orders).toBe(4 * one.orders)
    expect(four.floorMean).toBeCloseTo(one.floorMean, 9)
  })

  it("are refused where the plane ends", () => {
    const first = at(day.city.couriers, 0)
    const far = { ...first, position: { lat: 0.5, lng: 0.85 } }
    const wide = { ...day, city: { ...day.city, couriers: [far, ...day.city.couriers.slice(1)] } }
    const refused = sideBySide(wide, 20)
    if (Result.isSuccess(refused)) throw new Error("laid beyond the plane")
    expect(refused.failure).toMatchObject({ _tag: "PlaneTooSmall", roomM: 200_000 })
    expect(refused.failure.spanM).toBeGreaterThan(haversineM(far.position, { lat: 0.5, lng: 0 }))
  })
})
