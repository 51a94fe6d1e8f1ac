import { describe, expect, it } from "vitest"
import type { Plan, Tried } from "../../src/plan/Plan.ts"
import { planText } from "../../src/plan/planText.ts"

const tried = (
  couriersX: number,
  breached: ReadonlyArray<string>,
  missing: ReadonlyArray<string>
): Tried => ({
  couriersX,
  couriers: 100 * couriersX,
  breached,
  missing,
  firstBreach: null,
  stoppedAtMs: null
})

const planWith = (couriers: Tried | null, runs: ReadonlyArray<Tried>): Plan => ({
  target: "dinner",
  policy: "nearest",
  seed: 1,
  commit: "abc",
  without: { nodes: 2, breached: [], firstBreach: null },
  couriers,
  precision: 0.05,
  tried: runs,
  servers: null,
  scaled: null
})

describe("a plan in words", () => {
  it("says what the largest fleet still misses, and tells apart what kitchens are to blame for", () => {
    const text = planText(
      planWith(null, [tried(1, ["fresh"], ["fresh"]), tried(16, ["click-to-door", "fresh"], ["fresh"])])
    )
    expect(text).toContain("none up to x16 (1,600) keep every objective: these still miss fresh\n")
    expect(text).toContain("no number of couriers keeps click-to-door: food is ready too late")
  })

  it("blames no kitchens where none are to blame", () => {
    const text = planText(planWith(null, [tried(16, ["fresh"], ["fresh"])]))
    expect(text).toContain("none up to x16 (1,600) keep every objective: these still miss fresh")
    expect(text).not.toContain("kitchens")
  })

  it("says with a number what couriers can keep and what they cannot", () => {
    const enough = tried(2, ["promise"], [])
    const text = planText(planWith(enough, [enough]))
    expect(text).toContain("x2: 200 keep every objective that couriers can keep")
    expect(text).toContain("no number of couriers keeps promise: food is ready too late")
  })
})
