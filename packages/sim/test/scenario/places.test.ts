import { cellOf, disk, HOUR_MS, at } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { generateCity } from "../../src/scenario/generateCity.ts"
import { scenarioOf, town } from "./disturbance/disturbed.ts"

const centre = { lat: 41.4, lng: 2.2 }
const [old, harbour, hill, empty] = disk(cellOf(centre, 8), 1)
const weights = (of: (hour: number) => number) => Array.from({ length: 24 }, (_, hour) => of(hour))
const [north] = town.regions
const scenario = scenarioOf({
  ...town,
  fromMs: 0,
  toMs: 24 * HOUR_MS,
  regions: [
    {
      ...north,
      ordersPerDay: 20_000,
      places: [
        { cell: old, weights: weights(() => 1) },
        { cell: harbour, weights: weights((hour) => (hour >= 18 ? 3 : 0)) },
        { cell: hill, weights: weights((hour) => (hour === 12 ? 1 : 0)) },
        { cell: empty, weights: weights(() => 0) }
      ]
    }
  ]
})
const city = generateCity(scenario, { seed: 3 })

describe("demand by place and hour", () => {
  it("puts every restaurant into a place, and one at least into each", () => {
    const cells = city.restaurants.map(({ position }) => cellOf(position, 8))
    expect(new Set(cells)).toEqual(new Set([old, harbour, hill, empty]))
  })

  it("orders from each place by the weight of the hour", () => {
    const share = (cell: string | undefined, from: number, to: number) => {
      const orders = city.orders.filter(
        ({ placedAtMs }) => placedAtMs >= from * HOUR_MS && placedAtMs < to * HOUR_MS
      )
      const there = orders.filter(
        ({ restaurant }) => cellOf(at(city.restaurants, restaurant).position, 8) === cell
      )
      return there.length / orders.length
    }
    expect(share(old, 14, 17)).toBe(1)
    expect(share(old, 18, 20)).toBeCloseTo(1 / 4, 1)
    expect(share(harbour, 18, 20)).toBeCloseTo(3 / 4, 1)
    expect(share(hill, 12, 13)).toBeCloseTo(1 / 2, 1)
    expect(share(empty, 0, 24)).toBe(0)
  })

  it("sizes kitchens by what their place sells", () => {
    const idle = city.restaurants.filter(({ position }) => cellOf(position, 8) === empty)
    expect(idle.map(({ kitchenSlots }) => kitchenSlots)).toEqual(idle.map(() => 4))
  })

  it("refuses more places than restaurants", () => {
    expect(() =>
      scenarioOf({ ...town, regions: [{ ...north, restaurants: 1, places: scenario.regions[0]?.places }] })
    ).toThrow(/regions\[0\]\.places: 4 places for 1 restaurants/)
  })
})

describe("rivers and speeds", () => {
  it("make ways longer and shorter", () => {
    const [south, beyond] = [
      { lat: 41.39, lng: 2.2 },
      { lat: 41.41, lng: 2.2 }
    ]
    const river = {
      line: [
        { lat: 41.4, lng: 2.1 },
        { lat: 41.4, lng: 2.3 }
      ],
      bridges: [{ lat: 41.4, lng: 2.23 }]
    }
    const ms = (input: unknown) =>
      generateCity(scenarioOf(input), { seed: 1 }).travel.durationMs(south, beyond, "car", 0)
    const plain = ms(town)
    expect(ms({ ...town, regions: [{ ...north, rivers: [river] }] }) / plain).toBeGreaterThan(2)
    expect(ms({ ...town, speedsKmh: { car: 50 } })).toBe(Math.ceil(plain / 2))
  })
})
