import { assignment, type DispatchPolicy, makePlannerPolicy, nearest } from "@hotbag/dispatch"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { checkRun } from "../../src/check/makeCheckers.ts"
import { generateCity } from "../../src/scenario/generateCity.ts"
import { scenarioNamed } from "../../src/scenario/scenarios.ts"
import { grubhubInstance } from "../../src/trace/grubhub.ts"
import { rappiDay } from "../../src/trace/rappi.ts"
import type { City } from "../../src/world/City.ts"
import { daysIn, readDay, whyNoData } from "../trace/sharedData.ts"
import { play } from "../world/play.ts"

const POLICIES = [assignment, makePlannerPolicy()]

const expectKept = (city: City, policy: DispatchPolicy): void => {
  const { entries, report } = play(city, policy)
  expect(checkRun(city, entries)).toEqual([])
  expect(report.delivered + report.cancelled + report.lost).toBe(city.orders.length)
}

describe("a whole day keeps every promise", () => {
  it.each(POLICIES)("made up, under $name", (policy) => {
    const scenario = scenarioNamed("pereira-lunch")
    if (scenario === undefined) throw new Error("the scenario ships")
    expectKept(generateCity(scenario, { seed: 7 }), policy)
  })

  const [instance = "0"] = daysIn("grubhub")
  it.skipIf(daysIn("grubhub").length === 0).each(POLICIES)(
    `of Grubhub, under $name${whyNoData}`,
    (policy) => {
      const { city } = Result.getOrThrow(grubhubInstance(readDay("grubhub", instance), instance))
      expectKept(city, policy)
    }
  )

  it.skipIf(daysIn("rappi").length === 0)(`of Rappi in Pereira${whyNoData}`, () => {
    const day = "pereira-844"
    expectKept(Result.getOrThrow(rappiDay(readDay("rappi", day), { name: day, seed: 1 })).city, nearest)
  })
})
