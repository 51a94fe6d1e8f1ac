import { HOUR_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { composeScenarios } from "../../src/scenario/composeScenarios.ts"
import { makeDemandCurve } from "../../src/scenario/demandCurve.ts"
import { generateCity } from "../../src/scenario/generateCity.ts"
import { overlayNamed, scenarioNamed } from "../../src/scenario/scenarios.ts"
import { startRun } from "../../src/startRun.ts"
import type { City } from "../../src/world/City.ts"
import { scenarioOf, town } from "./disturbance/disturbed.ts"

/** The evening of a town with as many couriers for its orders as at launch: small, but as healthy. */
const small = scenarioOf({
  ...town,
  fromMs: 18.5 * HOUR_MS,
  toMs: 20.25 * HOUR_MS,
  regions: town.regions.slice(0, 1).map((region) => ({ ...region, ordersPerDay: 500, couriers: 60 }))
})

/** Played without a log: of these days only the figures are wanted. */
const reportOf = (city: City) => {
  const run = startRun({ city, policy: nearest, seed: 5, commit: "test" })
  run.advance(Infinity)
  return run.report()
}

/** What becomes of that evening under a shipped overlay; without one, the usual. */
const cityUnder = (name?: string, toMs = small.toMs) => {
  const overlay = name === undefined ? undefined : overlayNamed(name)
  if (name !== undefined && overlay === undefined) throw new Error(`no overlay ${name}`)
  const scenario = Result.getOrThrow(composeScenarios(small, overlay === undefined ? [] : [overlay]))
  return generateCity(scenario, { seed: 5, toMs })
}

const eveningUnder = (name?: string) => {
  const city = cityUnder(name)
  return { city, report: reportOf(city) }
}

const shippedNamed = (name: string) => {
  const scenario = scenarioNamed(name)
  if (scenario === undefined) throw new Error(`no scenario ${name}`)
  return scenario
}

describe("shipped troubles, on the evening of a town", () => {
  const usual = eveningUnder()

  it("has a healthy base", () => {
    expect(usual.report.delivered / usual.report.placed).toBeGreaterThan(0.98)
    expect(usual.report.clickToDoor.p90).toBeLessThan(60)
  })

  it.each([
    ["dinner-x5", 5],
    ["dinner-x10", 10]
  ])("%s: as many orders at the peak, more than the couriers can carry (S117)", (name, factor) => {
    const city = cityUnder(name)
    const count = (orders: typeof city.orders) =>
      orders.filter(({ placedAtMs }) => placedAtMs >= 18.9 * HOUR_MS && placedAtMs < 19.6 * HOUR_MS).length
    const times = count(city.orders) / count(usual.city.orders)
    expect(times).toBeGreaterThan(factor * 0.8)
    expect(times).toBeLessThan(factor * 1.2)
    expect(city.couriers).toEqual(usual.city.couriers)
  })

  it("dinner-x5 breaks what customers are promised", () => {
    // The first part of it is enough, and quick.
    const report = reportOf(cityUnder("dinner-x5", 19.2 * HOUR_MS))
    expect(report.clickToDoor.p90).toBeGreaterThan(usual.report.clickToDoor.p90 + 10)
    expect(report.slos.filter(({ met }) => !met).length).toBeGreaterThan(
      usual.report.slos.filter(({ met }) => !met).length
    )
  })

  it("rain-at-seven: more orders, slower", () => {
    const { report } = eveningUnder("rain-at-seven")
    expect(report.placed).toBeGreaterThan(usual.report.placed * 1.05)
    expect(report.readyToDoor.mean).toBeGreaterThan(usual.report.readyToDoor.mean + 1)
  })

  it("stadium-exit: a crowd's orders on top of the usual ones", () => {
    const overlay = overlayNamed("stadium-exit")
    const late = { ...small, toMs: 21.5 * HOUR_MS }
    const usualLate = generateCity(late, { seed: 5 })
    const scenario = Result.getOrThrow(composeScenarios(late, overlay === undefined ? [] : [overlay]))
    const { orders } = generateCity(scenario, { seed: 5 })
    const crowd = orders.filter(({ id }) => id.includes("-s"))
    // Linearly fewer over 75 minutes: in the first 45 of them 84 % come.
    expect(crowd.length / 600).toBeCloseTo(0.84, 1)
    expect(orders.length).toBe(usualLate.orders.length + crowd.length)
  })

  it("courier-strike: four of ten are gone, the rest is busier and food waits", () => {
    const { city, report } = eveningUnder("courier-strike")
    const onDuty = (couriers: typeof city.couriers) =>
      couriers.filter(({ offAtMs, onAtMs }) => onAtMs < 19.5 * HOUR_MS && offAtMs > 19.5 * HOUR_MS).length
    const left = onDuty(city.couriers) / onDuty(usual.city.couriers)
    expect(left).toBeGreaterThan(0.48)
    expect(left).toBeLessThan(0.72)
    expect(report.courierUtilization).toBeGreaterThan(usual.report.courierUtilization)
    expect(report.readyToPickup.mean).toBeGreaterThan(usual.report.readyToPickup.mean)
  })

  it("kitchen-meltdown: food is late, and couriers wait for it", () => {
    const { report } = eveningUnder("kitchen-meltdown")
    expect(report.placed).toBe(usual.report.placed)
    expect(report.clickToDoor.mean).toBeGreaterThan(usual.report.clickToDoor.mean + 2)
  })

  it("maps-outage: streets are full, and dispatch does not know (S95)", () => {
    const { city, report } = eveningUnder("maps-outage")
    const [a, b] = [
      { lat: 41.4, lng: 2.2 },
      { lat: 41.41, lng: 2.2 }
    ]
    const atMs = 19 * HOUR_MS
    expect(city.plannedTravel?.durationMs(a, b, "car", atMs, atMs)).toBe(
      usual.city.travel.durationMs(a, b, "car", atMs)
    )
    expect(city.travel.durationMs(a, b, "car", atMs)).toBeGreaterThan(
      1.5 * usual.city.travel.durationMs(a, b, "car", atMs)
    )
    expect(report.readyToDoor.mean).toBeGreaterThan(usual.report.readyToDoor.mean)
  })
})

describe("metro-year1", () => {
  it("has 10,000 concurrent deliveries over both metros at the peak of dinner (S116, C26)", () => {
    const scenario = shippedNamed("metro-year1")
    // A twentieth of it, at the peak: deliveries live as long, so a twentieth of them lives at once.
    const part = {
      ...scenario,
      regions: scenario.regions.map((region) => ({
        ...region,
        ordersPerDay: region.ordersPerDay / 20,
        restaurants: region.restaurants / 20,
        couriers: region.couriers / 20
      }))
    }
    const city = generateCity(part, { seed: 1, fromMs: 18 * HOUR_MS, toMs: 20 * HOUR_MS })
    const report = reportOf(city)
    expect(20 * report.concurrent.deliveries).toBeGreaterThan(9_500)
    expect(20 * report.concurrent.deliveries).toBeLessThan(12_000)
    expect(report.delivered / report.placed).toBeGreaterThan(0.98)
  })
})

describe("big-city", () => {
  const scenario = shippedNamed("big-city")
  const sum = (of: (region: (typeof scenario.regions)[number]) => number) =>
    scenario.regions.reduce((total, region) => total + of(region), 0)

  it("has the numbers of the largest city (S112, S113, S119, C26)", () => {
    expect(sum(({ restaurants }) => restaurants)).toBe(300_000)
    expect(sum(({ ordersPerDay }) => ordersPerDay)).toBe(200_000)
    expect(scenario.regions.length).toBe(16)
    const { shareBefore } = makeDemandCurve(scenario.demand.hourShares)
    expect(shareBefore(22 * HOUR_MS) - shareBefore(18 * HOUR_MS)).toBeCloseTo(0.8, 2)
  })

  it("plays: one of its regions, for five minutes", () => {
    const [region] = scenario.regions
    const city = generateCity(
      { ...scenario, regions: region === undefined ? [] : [region] },
      { seed: 1, fromMs: 19 * HOUR_MS, toMs: 19 * HOUR_MS + 300_000 }
    )
    expect(city.restaurants.length).toBe(18_750)
    const report = reportOf(city)
    expect(report.placed).toBeGreaterThan(150)
    expect(report.delivered / report.placed).toBeGreaterThan(0.98)
  })
})
