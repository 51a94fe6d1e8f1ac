import { at, cellOf, centreOf, haversineM, HOUR_MS } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { zonesOf } from "../../../src/scenario/disturbance/zonesOf.ts"
import { generateCity } from "../../../src/scenario/generateCity.ts"
import { scenarioOf, town, townWith, type DisturbanceInput } from "./disturbed.ts"

const time = { fromMs: 18.5 * HOUR_MS, toMs: 19.5 * HOUR_MS } as const
const north = { lat: 41.4, lng: 2.2 }
const zonesWith = (...disturbances: ReadonlyArray<DisturbanceInput>) => townWith(disturbances).zones ?? []

describe("the zones of a day, for maps", () => {
  it("are a ring around every closed place, as wide as it is, in each region that is meant", () => {
    const both = zonesWith({ kind: "zone-ban", ...time, zone: { radiusM: 400, northM: 600 } })
    expect(both.map(({ region }) => region)).toEqual([0, 1])
    const [zone] = zonesWith({
      kind: "zone-ban",
      ...time,
      where: { regions: ["north"] },
      zone: { radiusM: 400, northM: 600 }
    })
    expect(zone).toMatchObject({ region: 0, effect: { kind: "closed" }, cause: "zone-ban", ...time })
    const ring = at(zone?.outlines ?? [], 0)
    const middle = { lat: north.lat + 600 / 111_195, lng: north.lng }
    for (const corner of ring) expect(haversineM(middle, corner)).toBeCloseTo(400, 0)
    const turn = ring.reduce((sum, { lat, lng }, i) => {
      const next = at(ring, (i + 1) % ring.length)
      return sum + (lng * next.lat - next.lng * lat)
    }, 0)
    expect(turn).toBeGreaterThan(0)
  })

  it("hold no order where they are closed", () => {
    const city = townWith([{ kind: "zone-ban", fromMs: 0, toMs: 24 * HOUR_MS, zone: { radiusM: 700 } }])
    const isIn = (position: { readonly lat: number; readonly lng: number }) =>
      (city.zones ?? []).some(({ outlines: [ring = []] }) => {
        const lats = ring.map(({ lat }) => lat)
        const middle = { lat: (Math.min(...lats) + Math.max(...lats)) / 2, lng: at(ring, 0).lng }
        return haversineM(middle, position) < 699
      })
    expect(city.restaurants.filter(({ position }) => isIn(position)).length).toBeGreaterThan(3)
    for (const { dropoff, restaurant } of city.orders) {
      expect(isIn(dropoff) || isIn(at(city.restaurants, restaurant).position)).toBe(false)
    }
  })

  it("tell how slow the roads of a stadium and of a jam are, by the slowest who use them", () => {
    const cell = cellOf(north, 8)
    const zones = zonesWith(
      { kind: "stadium-exit", ...time, stadium: { radiusM: 300 }, orders: 10, speed: 0.8 },
      { kind: "traffic", ...time, where: { cells: [cell] }, speeds: { car: 0.5 } }
    )
    expect(zones.map(({ cause, region }) => [cause, region])).toEqual([
      ["stadium-exit", 0],
      ["stadium-exit", 1],
      ["traffic", 0]
    ])
    expect(zones.map(({ effect }) => effect.kind === "slow" && effect.timesAsLong)).toEqual([1.25, 1.25, 2])
    expect(zones.at(-1)?.outlines.length).toBe(1)
  })

  it("are cells within the circle where both are given, and a circle with a place of its own is in one region", () => {
    const near = cellOf(north, 9)
    const far = cellOf({ lat: 41.43, lng: 2.2 }, 9)
    const zones = zonesWith(
      { kind: "demand", ...time, factor: 0, where: { cells: [near, far], circle: { radiusM: 500 } } },
      { kind: "zone-ban", ...time, zone: { radiusM: 200, centre: north } }
    )
    expect(zones.map(({ effect, region }) => [effect.kind, region])).toEqual([
      ["no-orders", 0],
      ["closed", 0]
    ])
    const corners = at(at(zones, 0).outlines, 0)
    for (const corner of corners) expect(haversineM(centreOf(near), corner)).toBeLessThan(400)
  })

  it("leave out what holds in whole regions, and what is felt by nobody", () => {
    const still = { walking: 1, bicycle: 1, motorcycle: 1, car: 1 }
    const { regions, disturbances } = scenarioOf({
      ...town,
      disturbances: [
        { kind: "rain", ...time },
        { kind: "traffic", ...time, where: { regions: ["south"] } },
        { kind: "traffic", ...time, where: { circle: { radiusM: 300 } }, speeds: still },
        { kind: "demand", ...time, factor: 0.5, where: { circle: { radiusM: 300 } } },
        { kind: "gateway-outage", ...time }
      ]
    })
    expect(zonesOf(disturbances, regions)).toEqual([])
  })

  it("come with the rivers of the regions", () => {
    const river = { line: [north, { lat: 41.41, lng: 2.21 }], bridges: [north] }
    const [first, ...others] = town.regions
    if (first === undefined) throw new Error("the town has regions")
    const scenario = scenarioOf({
      ...town,
      regions: [first, ...others.map((r) => ({ ...r, rivers: [river] }))]
    })
    expect(generateCity(scenario, { seed: 1 }).rivers).toEqual([{ ...river, region: 1 }])
  })
})
