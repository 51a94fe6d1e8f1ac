import { describe, expect, it } from "vitest"
import type { Entrant } from "../../src/experiment/Entrant.ts"
import { pairingOf } from "../../src/experiment/pairing.ts"
import { parseSide } from "../../src/experiment/Side.ts"

const entrant = (name: string): Entrant => ({ kind: "side", name, side: parseSide(name) })
const pair = (first: string, other: string) => pairingOf(entrant(first), entrant(other))

describe("which of two entrants stands first in a difference", () => {
  it("is the first, of policies, parameters and fleets", () => {
    for (const other of ["nearest", "planner:moves-per-delivery=4", "planner:couriers-x=0.8"])
      expect(pair("planner", other)).toEqual({ turned: false, whatIf: undefined })
    expect(pair("planner:with=moods", "nearest:with=moods")).toEqual({ turned: false, whatIf: undefined })
  })

  it("is the one that more happens to, so that the difference is what it costs", () => {
    expect(pair("planner", "planner:with=rain-at-seven,couriers-x=0.8")).toEqual({
      turned: true,
      whatIf: "rain-at-seven + couriers x0.8"
    })
    expect(pair("planner:with=rain-at-seven", "planner")).toEqual({ turned: false, whatIf: "rain-at-seven" })
    expect(pair("planner:with=moods,couriers-x=2", "planner:with=moods+rain-at-seven")).toEqual({
      turned: true,
      whatIf: "rain-at-seven + couriers x0.5"
    })
  })

  it("has no name for what happens when the policy is another one, or something else stops", () => {
    expect(pair("planner", "nearest:with=moods")).toEqual({ turned: true, whatIf: undefined })
    expect(pair("planner:with=dinner-x5", "planner:with=moods")).toEqual({ turned: true, whatIf: undefined })
  })
})
