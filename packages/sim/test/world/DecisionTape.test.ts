import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { startRun } from "../../src/startRun.ts"
import type { City } from "../../src/world/City.ts"
import { makeDecisionTape } from "../../src/world/DecisionTape.ts"
import { arbitraryCity } from "./arbitraryCity.ts"
import { POLICIES } from "./play.ts"

/** Random cities for each policy. */
const RUNS = 40

const played = (city: City, seed: number, options: Pick<Parameters<typeof startRun>[0], "policy">) => {
  const tape = makeDecisionTape()
  const reportOf = (more: Pick<Parameters<typeof startRun>[0], "dispatcherOf">) => {
    const run = startRun({ city, seed, commit: "test", ...options, ...more })
    run.advance(Infinity)
    return run.report()
  }
  const recorded = reportOf({ dispatcherOf: tape.record })
  const again = () => reportOf({ dispatcherOf: tape.play() })
  return { usual: reportOf({}), recorded, first: again(), second: again() }
}

describe("a tape of decisions", () => {
  it.each(POLICIES)("plays the same run without $name, as often as one likes", (policy) => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, seed) => {
        const { first, recorded, second, usual } = played(city, seed, { policy })
        expect(recorded).toEqual(usual)
        expect(first).toEqual(usual)
        expect(second).toEqual(usual)
      }),
      { numRuns: RUNS }
    )
  })

  it("asks nobody: a region that was not recorded decides nothing", () => {
    const { handle, nextRoundAtMs, waitingCount } = makeDecisionTape().play()(0)
    expect(handle({ _tag: "Tick", atMs: 0 })).toEqual([])
    expect(nextRoundAtMs()).toBe(Infinity)
    expect(waitingCount()).toBe(0)
  })
})
