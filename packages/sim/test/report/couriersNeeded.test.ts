import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { decodeScenario } from "../../src/scenario/decodeScenario.ts"
import { generateCity } from "../../src/scenario/generateCity.ts"
import { isShortOfCouriers } from "../../src/report/standing.ts"
import { startRun } from "../../src/startRun.ts"

const scenario = decodeScenario({
  name: "short-handed",
  fromMs: 18 * HOUR_MS,
  toMs: 20 * HOUR_MS,
  regions: [
    {
      id: "town",
      name: "Town",
      centre: { lat: 4.8, lng: -75.7 },
      ordersPerDay: 4_000,
      restaurants: 80,
      couriers: 240,
      hotSpots: 5,
      spreadM: 1_500
    }
  ]
})

const reportOf = (couriersX: number) => {
  if (Result.isFailure(scenario)) throw new Error(scenario.failure.message)
  const city = generateCity(scenario.success, { seed: 1, couriersX })
  const run = startRun({ city, policy: nearest, seed: 1, commit: "test" })
  run.advance(Infinity)
  return { city, report: run.report() }
}

describe("the couriers that a broken promise would have needed", () => {
  const few = reportOf(0.3)

  it("are told of the busiest half hour, and are more than there were", () => {
    const { city, report } = few
    const told = report.couriersNeeded
    if (told === null) throw new Error("nothing was told")
    const inHalfHour = (fromMs: number) =>
      city.orders.filter(({ placedAtMs }) => placedAtMs >= fromMs && placedAtMs < fromMs + 30 * MINUTE_MS)
        .length
    expect(told.ordersPerHour).toBe(2 * inHalfHour(told.atMs))
    expect(Math.max(...city.orders.map(({ placedAtMs }) => inHalfHour(placedAtMs)))).toBe(
      inHalfHour(told.atMs)
    )
    const middleMs = told.atMs + 15 * MINUTE_MS
    expect(told.onDuty).toBe(
      city.couriers.filter(({ offAtMs, onAtMs }) => onAtMs <= middleMs && middleMs < offAtMs).length
    )
    expect(told.needed).toBeGreaterThan(told.onDuty)
  })

  it("keep the promises when they are there, and are not wildly too many", () => {
    const { report } = few
    const told = report.couriersNeeded
    if (told === null) throw new Error("nothing was told")
    const factor = (0.3 * told.needed) / told.onDuty
    const broken = (couriersX: number) => {
      const { couriersNeeded, placed, lost } = reportOf(couriersX).report
      return couriersNeeded === null ? 0 : lost / placed
    }
    expect(broken(factor * 1.25)).toBeLessThan(0.005)
    expect(reportOf(factor * 0.5).report.couriersNeeded).not.toBeNull()
  })
})

describe("the guess of a run that is short of couriers", () => {
  const town = (ordersPerDay: number, spreadM: number) =>
    decodeScenario({
      name: "town",
      fromMs: 18 * HOUR_MS,
      toMs: 20 * HOUR_MS,
      regions: [
        {
          id: "town",
          name: "Town",
          centre: { lat: 4.8, lng: -75.7 },
          ordersPerDay,
          restaurants: 60,
          couriers: Math.round(ordersPerDay / 12),
          hotSpots: 5,
          spreadM
        }
      ]
    })
  const played = (scenario: ReturnType<typeof town>, couriersX: number) => {
    if (Result.isFailure(scenario)) throw new Error(scenario.failure.message)
    const city = generateCity(scenario.success, { seed: 1, couriersX })
    const run = startRun({ city, policy: nearest, seed: 1, commit: "test" })
    run.advance(Infinity)
    return { run, isShort: run.standings().some(isShortOfCouriers) }
  }

  it.each([
    ["a small town", 1_000, 1_500],
    ["a wide town", 2_000, 3_000],
    ["a busy town", 3_000, 1_500]
  ])("is about what turns out to be enough in %s", (_, ordersPerDay, spreadM) => {
    const scenario = town(ordersPerDay, spreadM)
    const few = played(scenario, 0.3)
    expect(few.isShort).toBe(true)
    const told = few.run.couriersNeeded()
    if (told === null) throw new Error("nothing was told")
    expect(told.low).toBeLessThan(told.needed)
    expect(told.high).toBeGreaterThan(told.needed)
    const withOnDuty = (count: number) => played(scenario, (0.3 * count) / told.onDuty)
    expect(withOnDuty(1.2 * told.high).isShort).toBe(false)
    expect(withOnDuty(told.low / 1.2).isShort).toBe(true)
  })
})
