import { at, MINUTE_MS } from "@hotbag/core"
import { makeAssignment, makePlannerPolicy, nearest, type DispatchPolicy } from "@hotbag/dispatch"
import { grubhubInstance, grubhubSolution, startRun, withPrepError } from "@hotbag/sim"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { grubhubDay } from "./madeUpDay.ts"
import { askReferee, hasReferee, whyNoReferee } from "./referee.ts"

const SD_MS = 8.2 * MINUTE_MS

const readCity = () => {
  const parsed = grubhubInstance(grubhubDay, "made-up")
  if (Result.isFailure(parsed)) throw new Error(parsed.failure.message)
  return parsed.success.city
}

const play = (policy: DispatchPolicy, city = withPrepError(readCity(), SD_MS, 1)) => {
  const run = startRun({ city, policy, seed: 1, commit: "test" })
  run.advance(Infinity)
  return { report: run.report(), solution: grubhubSolution(city, run.trips()), trips: run.trips() }
}

const errorsMin = (seed: number, repeat = 1) => {
  const { orders } = readCity()
  const many = Array.from({ length: repeat }, (_, i) =>
    orders.map((order) => ({ ...order, id: `${order.id}-${i}`, preparationMs: 100 * MINUTE_MS }))
  )
  const city = { ...readCity(), orders: many.flat() }
  return withPrepError(city, SD_MS, seed).orders.map(
    ({ estimatedPreparationMs }) => estimatedPreparationMs / MINUTE_MS - 100
  )
}

describe("a day whose kitchens err", () => {
  it("errs by the deviation asked for, without bias, in whole minutes", () => {
    const errors = errorsMin(1, 100)
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
    const sd = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length)
    expect(Math.abs(mean)).toBeLessThan(0.4)
    expect(Math.abs(sd - 8.2)).toBeLessThan(0.3)
    expect(errors.every(Number.isInteger)).toBe(true)
  })

  it("announces a minute at least, changes nothing else, and nothing at all without an error", () => {
    const city = readCity()
    const erring = withPrepError(city, 60 * MINUTE_MS, 1)
    expect(Math.min(...erring.orders.map((order) => order.estimatedPreparationMs))).toBe(MINUTE_MS)
    const restored = erring.orders.map((order, i) => ({
      ...order,
      estimatedPreparationMs: at(city.orders, i).estimatedPreparationMs
    }))
    expect({ ...erring, orders: restored }).toEqual(city)
    expect(withPrepError(city, 0, 1)).toBe(city)
  })

  it("draws an order's error by its name: others do not matter, the seed does", () => {
    const city = readCity()
    const alone = withPrepError({ ...city, orders: city.orders.slice(7, 8) }, SD_MS, 1)
    expect(alone.orders).toEqual(withPrepError(city, SD_MS, 1).orders.slice(7, 8))
    expect(errorsMin(1)).not.toEqual(errorsMin(2))
  })

  it.each([nearest, makeAssignment(), makePlannerPolicy()])(
    "is played by $name: every order accounted for, no food taken before it is ready or after hours, and the same again",
    (policy) => {
      const { report, trips } = play(policy)
      expect(report.delivered + report.cancelled + report.lost).toBe(60)
      for (const { courier, drops, pickedUpAtMs } of trips) {
        if (drops.length > 0)
          expect(pickedUpAtMs).toBeLessThanOrEqual(at(readCity().couriers, courier).offAtMs)
        for (const { order } of drops) {
          const { placedAtMs, preparationMs } = at(readCity().orders, order)
          expect(pickedUpAtMs).toBeGreaterThanOrEqual(placedAtMs + preparationMs)
        }
      }
      expect(play(policy).report.hash).toBe(report.hash)
    }
  )

  it("costs the planner nothing to be ready for, where kitchens never err", () => {
    const careful = play(makePlannerPolicy({ readyQuantile: 0.9 }), readCity())
    expect(careful.report.hash).toBe(play(makePlannerPolicy({ readyQuantile: 0.1 }), readCity()).report.hash)
  })

  it.skipIf(!hasReferee)(`breaks no rule${whyNoReferee}`, () => {
    for (const policy of [nearest, makeAssignment(), makePlannerPolicy()]) {
      expect(askReferee(grubhubDay, play(policy).solution)).toMatchObject({ broken: 0 })
    }
  })
})
