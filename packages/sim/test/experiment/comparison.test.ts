import { describe, expect, it } from "vitest"
import { compareRuns } from "../../src/experiment/comparison.ts"
import { METRICS, metricsOf } from "../../src/experiment/metrics.ts"
import { nearest } from "@hotbag/dispatch"
import { play } from "../world/play.ts"
import { town } from "./design/town.ts"

const OPTIONS = { confidence: 0.95, sequential: false }
const [clickToDoor, utilization, carried] = ["click-to-door", "utilization", "slo-carried"].map((name) =>
  METRICS.filter((metric) => metric.name === name)
)
const runs = (name: string, values: ReadonlyArray<number>) => values.map((value) => ({ [name]: value }))

describe("the comparison of two entrants", () => {
  it("takes differences seed by seed, so that luck that both share falls out", () => {
    const [compared] = compareRuns(
      clickToDoor ?? [],
      runs("click-to-door", [31, 52, 21, 40]),
      runs("click-to-door", [33, 53.9, 23.1, 42]),
      OPTIONS
    )
    expect(compared).toMatchObject({ mean: 36, againstMean: 38, difference: -2, verdict: "better" })
    expect(compared?.interval.high).toBeLessThan(-1.8)
  })

  it("knows which direction is good", () => {
    const up = [60, 62, 61, 64]
    const down = up.map((value, i) => value - 2 - i / 10)
    const judge = (metrics: typeof carried, name: string) =>
      compareRuns(metrics ?? [], runs(name, up), runs(name, down), OPTIONS)[0]
    expect(judge(carried, "slo-carried")).toMatchObject({ better: "higher", verdict: "better" })
    expect(judge(clickToDoor, "click-to-door")).toMatchObject({ better: "lower", verdict: "worse" })
    expect(judge(utilization, "utilization")).toMatchObject({ better: "neither", verdict: "different" })
  })

  it("does not call the same thing a difference, and corrects for the number of metrics", () => {
    const [same] = compareRuns(
      clickToDoor ?? [],
      runs("click-to-door", [1, 2]),
      runs("click-to-door", [1, 2]),
      OPTIONS
    )
    expect(same).toMatchObject({ difference: 0, interval: { low: 0, high: 0 }, pValue: 1, verdict: "same" })
    // Alone this would be a finding at 5 %; among all metrics it is not.
    const names = METRICS.map(({ name }) => name)
    const barely = [0.5, 1, 1.9, 0.7, 0.4, 0]
    const rows = (shift: (i: number) => number) =>
      barely.map((_, i) =>
        Object.fromEntries(names.map((name, m) => [name, m === 0 ? shift(i) : (i * m) % 3]))
      )
    const [first, ...others] = compareRuns(
      METRICS,
      rows((i) => barely[i] ?? 0),
      rows(() => 0),
      OPTIONS
    )
    expect(first?.pValue).toBeLessThan(0.05)
    expect(first?.verdict).toBe("unclear")
    expect(new Set(others.map(({ verdict }) => verdict))).toEqual(new Set(["same"]))
  })
})

describe("the metrics of a run", () => {
  it("are finite numbers with a name and a direction each, from the report", () => {
    const { report } = play(town(2), nearest)
    const values = metricsOf(report)
    expect(Object.keys(values)).toEqual(METRICS.map(({ name }) => name))
    expect(Object.values(values).every(Number.isFinite)).toBe(true)
    expect(values["click-to-door"]).toBe(report.clickToDoor.mean)
    expect(values["undelivered"]).toBeCloseTo(100 * (1 - report.delivered / report.placed), 9)
    expect(values["slo-promise"]).toBeGreaterThan(1)
  })
})
