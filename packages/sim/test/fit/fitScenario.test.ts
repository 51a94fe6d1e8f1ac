import { HOUR_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { compareDays } from "../../src/fit/compareDays.ts"
import { comparisonText } from "../../src/fit/comparisonText.ts"
import { COUNTER_MS, fitScenario } from "../../src/fit/fitScenario.ts"
import { observeCity } from "../../src/fit/observeCity.ts"
import type { ObservedDay } from "../../src/fit/ObservedDay.ts"
import { observeLog } from "../../src/fit/observeLog.ts"
import { decodeScenario } from "../../src/scenario/decodeScenario.ts"
import { generateCity } from "../../src/scenario/generateCity.ts"
import type { ScenarioInput } from "../../src/scenario/Scenario.ts"
import { startRun } from "../../src/startRun.ts"
import type { City } from "../../src/world/City.ts"

/** A made-up day with a shape of its own: two peaks, slow kitchens, near doors, mostly motorcycles. */
const original: ScenarioInput = {
  name: "made-up",
  regions: [
    {
      id: "town",
      name: "Town",
      centre: { lat: 4.81, lng: -75.69 },
      ordersPerDay: 3_000,
      restaurants: 120,
      couriers: 260,
      hotSpots: 6,
      spreadM: 1_800,
      vehicles: { walking: 0.05, bicycle: 0.15, motorcycle: 0.7, car: 0.1 }
    }
  ],
  demand: { distance: { medianM: 900, p90M: 2_000, maxM: 5_000 } },
  restaurants: { preparationMedianMs: 1_500_000, preparationSigma: 0.4, kitchenSlotsMin: 1_000 }
}

const cityOf = (input: unknown, seed: number, fromHour = 0, toHour = 24): City => {
  const scenario = decodeScenario(input)
  if (Result.isFailure(scenario)) throw new Error(`${scenario.failure.path}: ${scenario.failure.message}`)
  return generateCity(scenario.success, { seed, fromMs: fromHour * HOUR_MS, toMs: toHour * HOUR_MS })
}

const learn = (day: ObservedDay): ScenarioInput => {
  const learnt = fitScenario(day, { name: "learnt" })
  if (learnt === null) throw new Error("nothing was learnt")
  return learnt
}

const played = (city: City): ObservedDay => {
  const vehicles = new Map(city.couriers.map(({ id, vehicle }) => [id, vehicle]))
  const observer = observeLog((courier) => vehicles.get(courier), COUNTER_MS)
  const run = startRun({ city, policy: nearest, seed: 1, commit: "test", log: observer.take })
  run.advance(Infinity)
  return observer.day(city.name, observeCity(city).couriers)
}

describe("a scenario learnt from a day", () => {
  const real = observeCity(cityOf(original, 3))

  it("makes a day with the same orders in each hour and the same distributions, whatever the luck", () => {
    for (const seed of [1, 2]) {
      const comparison = compareDays(real, observeCity(cityOf(learn(real), seed)))
      expect(comparison.worstHour, comparisonText(comparison)).toBeLessThan(0.02)
      for (const { ks, name, played: n, real: m } of comparison.distributions) {
        // Two samples of one distribution are farther apart than this once in a thousand times (Smirnov 1948).
        expect(ks, `${name} ${comparisonText(comparison)}`).toBeLessThan(1.95 * Math.sqrt((n + m) / (n * m)))
      }
    }
  })

  it("has the quarters, vehicles and shifts of the day", () => {
    const learnt = learn(real)
    const [region] = learnt.regions
    expect(region?.ordersPerDay).toBe(real.orders.length)
    expect(region?.couriers).toBe(real.couriers.length)
    expect(region?.vehicles?.motorcycle).toBeCloseTo(0.7, 1)
    const again = observeCity(cityOf(learnt, 5))
    const middle = (day: ObservedDay) =>
      day.orders.reduce((sum, { pickup }) => sum + pickup.lat, 0) / day.orders.length
    expect(Math.abs(middle(again) - middle(real))).toBeLessThan(0.002)
  })

  it("comes through being played: what the log of the run tells is what was put in", () => {
    const window = cityOf(learn(real), 1, 11, 14)
    const seen = played(window)
    const comparison = compareDays(observeCity(window), seen)
    expect(seen.orders).toHaveLength(window.orders.length)
    for (const { name, worstQuantile } of comparison.distributions) {
      expect(worstQuantile, `${name} ${comparisonText(comparison)}`).toBeLessThan(0.03)
    }
  })

  it("learns speeds and answers from a run", () => {
    const run = played(
      cityOf({ ...original, couriers: { acceptanceMin: 0.7, acceptanceMax: 0.9 } }, 4, 11, 15)
    )
    const learnt = learn(run)
    expect(learnt.couriers?.acceptanceMin ?? 0).toBeGreaterThan(0.5)
    // A motorcycle goes 23 km/h along the road.
    expect(learnt.speedsKmh?.motorcycle ?? 0).toBeGreaterThan(20)
    expect(learnt.speedsKmh?.motorcycle ?? 0).toBeLessThan(26)
  })

  it("cannot be made of nothing", () => {
    expect(fitScenario({ ...real, orders: [] }, { name: "none" })).toBeNull()
    expect(fitScenario({ ...real, couriers: [] }, { name: "none" })).toBeNull()
  })
})
