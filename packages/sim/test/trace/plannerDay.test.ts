import { type DispatchPolicy, makeAssignment, makePlannerPolicy } from "@hotbag/dispatch"
import { grubhubFigures, grubhubInstance, grubhubSolution, type LogEntry, startRun } from "@hotbag/sim"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { grubhubDay } from "./madeUpDay.ts"
import { askReferee, hasReferee, whyNoReferee } from "./referee.ts"

const play = (policy: DispatchPolicy) => {
  const parsed = grubhubInstance(grubhubDay, "made-up")
  if (Result.isFailure(parsed)) throw new Error(parsed.failure.message)
  const { city } = parsed.success
  const run = startRun({ city, policy, seed: 1, commit: "test" })
  run.advance(Infinity)
  const trips = run.trips()
  const figures = grubhubFigures(parsed.success, trips)
  return { figures, report: run.report(), solution: grubhubSolution(city, trips) }
}

describe("a Grubhub day under the planner", () => {
  it("loses nothing, bundles, accounts for every order and repeats", () => {
    const { figures, report } = play(makePlannerPolicy())
    expect(figures.lost).toBe(0)
    expect(figures.ordersPerBundle).toBeGreaterThan(1)
    expect(report.delivered + report.cancelled + report.lost).toBe(report.placed)
    expect(play(makePlannerPolicy()).report.hash).toBe(report.hash)
  })

  it("is ahead of one order to a courier when couriers are scarce", () => {
    const planned = play(makePlannerPolicy()).figures.clickToDoorMean
    expect(planned).toBeLessThan(play(makeAssignment()).figures.clickToDoorMean)
  })

  it("says of every order what changed in its plan, in the ids of the day", () => {
    const parsed = grubhubInstance(grubhubDay, "made-up")
    if (Result.isFailure(parsed)) throw new Error(parsed.failure.message)
    const { city } = parsed.success
    const couriers = new Set(city.couriers.map(({ id }) => id))
    let offers = 0
    const log = ({ type, courier, reasons }: LogEntry) => {
      if (type !== "DeliveryOffered") return
      offers++
      expect(reasons).toHaveLength(1)
      for (const { chosen, changed } of reasons ?? []) {
        expect(chosen).toBe(courier)
        expect(changed?.to).toBe(courier)
        expect(changed?.words).not.toBe("")
        for (const [, id = ""] of changed?.words.matchAll(/courier (\S+?)[,;:]/g) ?? [])
          expect(couriers).toContain(id)
      }
    }
    startRun({ city, policy: makePlannerPolicy(), seed: 1, commit: "test", log }).advance(Infinity)
    expect(offers).toBe(city.orders.length)
  })

  it.skipIf(!hasReferee)(`breaks no rule${whyNoReferee}`, () => {
    expect(askReferee(grubhubDay, play(makePlannerPolicy()).solution)).toMatchObject({ broken: 0, lost: 0 })
  })
})
