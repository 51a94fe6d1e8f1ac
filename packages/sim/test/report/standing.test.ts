import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import {
  isBeyondCouriers,
  isCertainlyShortOfCouriers,
  isShortOfCouriers,
  type Standing
} from "../../src/report/standing.ts"
import { decodeScenario } from "../../src/scenario/decodeScenario.ts"
import { generateCity } from "../../src/scenario/generateCity.ts"
import { startRun } from "../../src/startRun.ts"

const town = decodeScenario({
  name: "town",
  fromMs: 18 * HOUR_MS,
  toMs: 20 * HOUR_MS,
  regions: [
    {
      id: "town",
      name: "Town",
      centre: { lat: 4.8, lng: -75.7 },
      ordersPerDay: 900,
      restaurants: 12,
      couriers: 60,
      hotSpots: 5,
      spreadM: 1_500
    }
  ],
  // Kitchens that have nothing to spare.
  restaurants: { kitchenSlotsMin: 1, kitchenSpare: 0 }
})

const start = (couriersX: number, ordersX: number) => {
  if (Result.isFailure(town)) throw new Error(town.failure.message)
  const city = generateCity(town.success, { seed: 1, couriersX, ordersX })
  return startRun({ city, policy: nearest, seed: 1, commit: "test" })
}

const namesOf = (standings: ReadonlyArray<Standing>, which: (standing: Standing) => boolean) =>
  standings.filter(which).map(({ slo }) => slo)
const isBroken = ({ spentAtMs }: Standing): boolean => spentAtMs !== null

describe("how objectives stand", () => {
  it("is what the report says in the end, and what is broken before stays broken", () => {
    const run = start(0.3, 1)
    let before: ReadonlyArray<string> = []
    let foreseen = 0
    for (let atMs = 18 * HOUR_MS; !run.done; atMs += 10 * MINUTE_MS) {
      run.advance(atMs)
      const now = namesOf(run.standings(), isBroken)
      expect(now).toEqual(expect.arrayContaining([...before]))
      before = now
      if (!run.done && now.length > 0) foreseen++
    }
    const broken = run.report().slos.filter(({ met }) => !met)
    expect(before).toEqual(broken.map(({ name }) => name))
    expect(before.length).toBeGreaterThan(0)
    expect(foreseen).toBeGreaterThan(0)
    expect(run.standings().map(({ spentAtMs }) => spentAtMs)).toEqual(
      run.report().slos.map(({ spentAtMs }) => spentAtMs)
    )
  })

  it("tells what couriers are missing for from what kitchens break, which no number of couriers mends", () => {
    const few = start(0.2, 4)
    few.advance(Infinity)
    expect(namesOf(few.standings(), isShortOfCouriers)).toContain("courier-in-time")
    expect(namesOf(few.standings(), isCertainlyShortOfCouriers)).toContain("courier-in-time")
    const plenty = start(12, 4)
    plenty.advance(Infinity)
    const beyond = namesOf(plenty.standings(), isBeyondCouriers)
    expect(beyond).toContain("click-to-door")
    expect(beyond).not.toContain("courier-in-time")
    expect(namesOf(plenty.standings(), isShortOfCouriers)).toEqual([])
    expect(plenty.report().beyondCouriers.map(({ slo }) => slo)).toEqual(beyond)
    expect(namesOf(plenty.standings(), isBroken)).toEqual(beyond)
    for (const { hopeless, bad } of plenty.standings()) expect(hopeless).toBeLessThanOrEqual(bad)
  })

  it("blames no kitchen that is in time", () => {
    const run = start(0.3, 0.2)
    run.advance(Infinity)
    expect(run.report().beyondCouriers).toEqual([])
  })
})
