import { at, HOUR_MS } from "@hotbag/core"
import { makePlannerPolicy } from "@hotbag/dispatch"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkRun } from "../../src/check/makeCheckers.ts"
import type { City } from "../../src/world/City.ts"
import { busyDay } from "../check/days.ts"
import { arbitraryCity } from "./arbitraryCity.ts"
import { play } from "./play.ts"

const FROM_MS = 11 * HOUR_MS
const planner = makePlannerPolicy()

/** Two restaurants a hundred metres apart, an order of each to the same house two kilometres away, one courier. */
const twoNextDoor = (bundleRestaurantsWithinM: number): City => ({
  ...busyDay.city,
  restaurants: busyDay.city.restaurants.map((shop, i) => ({
    ...shop,
    position: { lat: 0, lng: 0.0009 * i },
    kitchenSlots: null
  })),
  couriers: [
    { ...at(busyDay.city.couriers, 0), position: { lat: 0, lng: 0 }, onAtMs: FROM_MS, acceptance: 1 }
  ],
  orders: [0, 1].map((restaurant) => ({
    ...at(busyDay.city.orders, 0),
    id: `o${restaurant}`,
    restaurant,
    dropoff: { lat: 0.018, lng: 0 },
    placedAtMs: FROM_MS
  })),
  rules: { ...busyDay.city.rules, bundleRestaurantsWithinM }
})

describe("restaurants next door to each other", () => {
  it("ride together where the rule lets them: one trip, one restaurant after the other, then the house", () => {
    const city = twoNextDoor(300)
    const { entries, report, trips } = play(city, planner)
    expect(trips.filter(({ drops }) => drops.length > 0)).toMatchObject([
      // The house is north of the first one: it comes last.
      { restaurant: 1, second: { restaurant: 0 }, drops: [{}, {}] }
    ])
    expect(report).toMatchObject({ delivered: 2, offers: 1, ordersPerBundle: 2 })
    const stops = ["CourierAtRestaurant", "DeliveryPickedUp", "CourierAtCustomer"]
    expect(
      entries.filter(({ type }) => stops.includes(type)).map(({ order, type }) => `${order} ${type}`)
    ).toEqual([
      "o1 CourierAtRestaurant",
      "o1 DeliveryPickedUp",
      "o0 CourierAtRestaurant",
      "o0 DeliveryPickedUp",
      expect.stringContaining("CourierAtCustomer"),
      expect.stringContaining("CourierAtCustomer")
    ])
    const told = entries.filter(({ type }) => type === "PickupsPlanned")
    expect(new Set(told.map(({ order }) => order))).toEqual(new Set(["o0", "o1"]))
    for (const entry of told) expect(entry["restaurants"]).toEqual(["r1", "r0"])
    expect(checkRun(city, entries)).toEqual([])
  })

  it.each([0, 99])("ride alone where it does not: %d m", (withinM) => {
    const { entries, report, trips } = play(twoNextDoor(withinM), planner)
    expect(trips.every(({ second }) => second === undefined)).toBe(true)
    expect(report).toMatchObject({ delivered: 2, ordersPerBundle: 1 })
    expect(entries.some(({ type }) => type === "PickupsPlanned")).toBe(false)
  })
})

describe("in any city where two restaurants may be bundled", () => {
  it("they are, and every promise is kept", () => {
    let bundles = 0
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (anyCity, seed) => {
        // One willing courier for all of it, so that it is worth it.
        const city: City = {
          ...anyCity,
          restaurants: anyCity.restaurants.map((shop) => ({ ...shop, region: 0 })),
          couriers: ["c0"].map((id) => ({
            ...at(busyDay.city.couriers, 0),
            id,
            acceptance: 1,
            onAtMs: anyCity.fromMs,
            offAtMs: anyCity.fromMs + 4 * HOUR_MS,
            vehicle: "car"
          })),
          rules: { ...anyCity.rules, patience: null, bundleRestaurantsWithinM: 2_000 }
        }
        const { entries, trips } = play(city, planner, seed)
        bundles += trips.filter(({ second }) => second !== undefined).length
        expect(checkRun(city, entries)).toEqual([])
      }),
      { numRuns: 60 }
    )
    expect(bundles).toBeGreaterThan(5)
  })
})
