import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkRun } from "../src/check/makeCheckers.ts"
import { arbitraryCity } from "./world/arbitraryCity.ts"
import { play, POLICIES } from "./world/play.ts"

describe.each(POLICIES)("a run of any city under $name", (policy) => {
  it("keeps every promise that a checker knows of", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, seed) => {
        const { entries, report } = play(city, policy, seed)
        expect(checkRun(city, entries)).toEqual([])
        expect(report.placed).toBe(city.orders.length)
      }),
      { numRuns: Number(process.env["RUNS"] ?? 100) }
    )
  })
})
