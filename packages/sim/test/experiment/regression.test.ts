import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { nearest, type DispatchPolicy } from "@hotbag/dispatch"
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { metricsOf } from "../../src/experiment/metrics.ts"
import { judgeRegression, type BaselineRun } from "../../src/experiment/regression.ts"
import { generateCity } from "../../src/scenario/generateCity.ts"
import { Scenario } from "../../src/scenario/Scenario.ts"
import { startRun } from "../../src/startRun.ts"
import { smallScenario } from "../scenario/smallScenario.ts"

const scenario = Schema.decodeSync(Scenario)(smallScenario)
/** Days short enough to be played a hundred times … */
const SHORT = { seeds: [1, 2, 3, 4, 5, 6], toMs: 18.75 * HOUR_MS }
/** … and some long and many enough that a twentieth stands out of their luck. */
const LONG = { seeds: [1, 2, 3, 4, 5, 6, 7, 8], toMs: 19.5 * HOUR_MS }

/** A run of each seed's city; `luck` is that of its people: answers, handling, patience. */
const runs = (
  policy: DispatchPolicy,
  { seeds, toMs } = SHORT,
  luck = (seed: number) => seed
): ReadonlyArray<BaselineRun> =>
  seeds.map((seed) => {
    const city = generateCity(scenario, { seed, fromMs: 18 * HOUR_MS, toMs })
    const run = startRun({ city, policy, seed: luck(seed), commit: "test" })
    run.advance(Infinity)
    const report = run.report()
    return { seed, hash: report.hash, metrics: metricsOf(report) }
  })
const before = runs(nearest)
const judge = (now: ReadonlyArray<BaselineRun>) => judgeRegression([{ name: "small", before, now }])

/** A policy that lets nobody leave earlier than this before the food is ready, however far the way. */
const LEAVES_BEFORE_MS = 4.5 * MINUTE_MS
const late = (policy: DispatchPolicy): DispatchPolicy => ({
  ...policy,
  plan: (snapshot, budget) => {
    const plan = policy.plan(snapshot, budget)
    const readyAtMs = new Map(snapshot.deliveries.map((each) => [each.handle, each.readyAtMs]))
    const trips = plan.trips.map((trip) => {
      const food = Math.max(...trip.deliveries.map((delivery) => readyAtMs.get(delivery) ?? 0))
      return { ...trip, departAtMs: Math.max(trip.departAtMs, food - LEAVES_BEFORE_MS) }
    })
    return { ...plan, trips }
  }
})

describe("a baseline", () => {
  it("finds no change in unchanged code", () => {
    const { cases, changes, isWorse, tests } = judge(runs(nearest))
    expect({ changes, isWorse, tests }).toEqual({ changes: [], isWorse: false, tests: 0 })
    expect(cases).toMatchObject([{ name: "small", runs: 6, changed: 0 }])
  })

  it("does not care for what is certain and too small to matter", () => {
    const nudged = before.map((run) => ({
      ...run,
      hash: "other",
      metrics: { ...run.metrics, "click-to-door": (run.metrics["click-to-door"] ?? 0) + 0.05 }
    }))
    expect(judge(nudged)).toMatchObject({ isWorse: false, changes: [], tests: 1 })
  })

  it("does not flag unchanged code under different luck: 20 of 20", () => {
    for (let trial = 1; trial <= 20; trial++) {
      const { cases, changes } = judge(runs(nearest, SHORT, (seed) => seed + 1_000 * trial))
      expect(cases[0]?.changed, `trial ${trial}`).toBe(6)
      expect(changes, `trial ${trial}`).toEqual([])
    }
  })

  it("catches a policy that delivers about 5 % slower, and says what got worse", () => {
    const good = runs(nearest, LONG)
    const slow = runs(late(nearest), LONG)
    const { cases, changes, isWorse, tests } = judgeRegression([{ name: "small", before: good, now: slow }])
    expect({ isWorse, changed: cases[0]?.changed }).toEqual({ isWorse: true, changed: 8 })
    expect(tests).toBeGreaterThan(10)
    const slower = changes.find(({ metric }) => metric === "click-to-door")
    expect(slower).toMatchObject({ case: "small", isWorse: true })
    expect(slower?.share).toBeGreaterThan(0.03)
    expect(slower?.share).toBeLessThan(0.07)
    expect(changes[0]?.isWorse).toBe(true)
    // The other way round it is a gain, and no reason to stop anybody.
    const back = judgeRegression([{ name: "small", before: slow, now: good }])
    expect(back.changes.find(({ metric }) => metric === "click-to-door")).toMatchObject({ isWorse: false })
  })
})
