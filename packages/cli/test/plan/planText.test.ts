import { describe, expect, it } from "vitest"
import type { Luck, Plan, Tried } from "../../src/plan/Plan.ts"
import { planText } from "../../src/plan/planText.ts"
import { triedWith } from "./triedWith.ts"

const luckOf = (least: ReadonlyArray<number | null>, kept: number): Luck => ({
  seeds: least.length,
  kept,
  share: 1,
  least: least.map((couriersX, i) => ({
    seed: i + 1,
    couriersX,
    couriers: couriersX === null ? null : 100 * couriersX
  }))
})

const planWith = (couriers: Tried | null, runs: ReadonlyArray<Tried>, luck = luckOf([2], 1)): Plan => ({
  target: "dinner",
  policy: "nearest",
  seed: 1,
  commit: "abc",
  without: { nodes: 2, breached: [], firstBreach: null },
  couriers,
  most: 16,
  precision: 0.05,
  luck,
  tried: runs,
  servers: null,
  serversOf: couriers ?? runs.at(-1) ?? triedWith(1, []),
  scaled: null
})

describe("a plan in words", () => {
  it("says what the largest fleet still misses, and tells apart what kitchens are to blame for", () => {
    const runs = [triedWith(1, ["fresh"]), triedWith(16, ["fresh"], ["click-to-door", "fresh"])]
    const text = planText(planWith(null, runs))
    expect(text).toContain(
      "none up to x16 (1,600) keep every objective with seed 1: these still miss fresh\n"
    )
    expect(text).toContain("no number of couriers keeps click-to-door: food is ready too late")
  })

  it("never says that no number would do, and of what run the servers are", () => {
    const node = { what: "nodes", count: 1, less: null }
    const plan = planWith(null, [triedWith(16, ["fresh"])])
    const deployment = {
      stations: "together",
      nodes: { min: 1, max: 1 },
      cores: 1,
      shards: 1,
      databaseCores: 1,
      targetCpu: 0.7,
      waitingPerCore: 1
    } as const
    const text = planText({ ...plan, servers: { deployment, parts: [node] } })
    expect(text).not.toContain("no number keeps")
    expect(text).not.toContain("kitchens")
    expect(text).toContain(
      "servers     1 node\n            with couriers x16 (1,600), seed 1, the largest fleet tried"
    )
  })

  it("says with a number what couriers can keep and what they cannot", () => {
    const enough = triedWith(2, [], ["promise"])
    const text = planText(planWith(enough, [enough]))
    expect(text).toContain("x2: 200 keep every objective that couriers can keep with seed 1 (")
    expect(text).toContain("no number of couriers keeps promise: food is ready too late")
    expect(text).toContain("one seed says nothing of other luck")
  })

  it("has an error bar: how many seeds keep it, and the least fleet of each", () => {
    const enough = triedWith(2.5, [])
    const text = planText(planWith(enough, [enough], luckOf([2, 2.5, 1.5], 3)))
    expect(text).toContain(
      "x2.5: 250 keep every objective of the customers with 3 of 3 seeds (found to 5 %)\n"
    )
    expect(text).toContain(
      "the least fleet of a seed by itself: x1.5 (150) to x2.5 (250); all of them must keep"
    )
  })
})
