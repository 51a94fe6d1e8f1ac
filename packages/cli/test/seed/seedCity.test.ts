import { MenuContent, menuItems, Restaurant, upsertMenu } from "@hotbag/core"
import { scenarioNamed } from "@hotbag/sim"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { seedCity } from "../../src/seed/seedCity.ts"

const launch = (() => {
  const scenario = scenarioNamed("metro-launch")
  if (scenario === undefined) throw new Error("metro-launch is gone")
  return scenario
})()

describe("seedCity (S118)", () => {
  const city = seedCity(launch, { seed: 1 })

  it("has a thousand restaurants and two thousand couriers in two regions", () => {
    expect(city.regionIds).toEqual(["bogota", "medellin"])
    expect(city.entries).toHaveLength(1_000)
    expect(city.couriers).toHaveLength(2_000)
    for (const regionId of city.regionIds) {
      expect(city.entries.filter(({ restaurant }) => restaurant.regionId === regionId)).toHaveLength(500)
      expect(city.couriers.filter((courier) => courier.regionId === regionId)).toHaveLength(1_000)
    }
    expect(new Set(city.entries.map(({ restaurant }) => restaurant.id)).size).toBe(1_000)
    expect(new Set(city.couriers.map(({ courierId }) => courierId)).size).toBe(2_000)
  })

  it("has restaurants and menus that the catalogue takes", () => {
    const reads = Schema.is(Restaurant)
    for (const { restaurant, content } of city.entries) {
      expect(reads(restaurant)).toBe(true)
      Schema.decodeUnknownSync(MenuContent)(content)
      expect(Result.isSuccess(upsertMenu(null, restaurant, content, 0))).toBe(true)
      const items = menuItems(content)
      expect(items.length).toBeGreaterThanOrEqual(8)
      expect(items.length).toBeLessThanOrEqual(25)
      for (const { price } of items) {
        expect(price.currency).toBe("COP")
        expect(price.amountMinor % 10_000).toBe(0)
        expect(price.amountMinor).toBeGreaterThan(300_000)
        expect(price.amountMinor).toBeLessThan(8_000_000)
      }
    }
  })

  it("is varied: every cuisine, many names, stock, menus short and long", () => {
    const restaurants = city.entries.map(({ restaurant }) => restaurant)
    expect(new Set(restaurants.flatMap(({ cuisines }) => cuisines)).size).toBeGreaterThan(11)
    expect(new Set(restaurants.map(({ name }) => name)).size).toBeGreaterThan(600)
    expect(new Set(city.couriers.map(({ name }) => name)).size).toBeGreaterThan(400)
    const sizes = city.entries.map(({ content }) => menuItems(content).length)
    expect(Math.min(...sizes)).toBeLessThan(11)
    expect(Math.max(...sizes)).toBeGreaterThan(20)
    const counted = city.entries.filter(({ content }) =>
      menuItems(content).some(({ availability }) => availability._tag === "Stock")
    )
    expect(counted.length).toBeGreaterThan(300)
  })

  it("is the same for a seed, another for another, and of any size without changing who is in both", () => {
    expect(seedCity(launch, { seed: 1 })).toEqual(city)
    expect(seedCity(launch, { seed: 2 }).entries).not.toEqual(city.entries)
    const small = seedCity(launch, { seed: 1, restaurants: 3, couriers: 2 })
    expect(small.entries).toEqual([...city.entries.slice(0, 3), ...city.entries.slice(500, 503)])
    expect(small.couriers).toHaveLength(4)
  })
})
