import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { bandsOf } from "../../src/experiment/bands.ts"
import { entrantOf } from "./entrants.ts"

const run = (open: ReadonlyArray<number>, clickToDoor: ReadonlyArray<number | null> = [30]) => ({
  curves: { stepMs: 5 * MINUTE_MS, open, idle: open, doorStepMs: 10 * MINUTE_MS, clickToDoor }
})
const figure = (id: string, ...runs: ReadonlyArray<ReturnType<typeof run>>) =>
  bandsOf([entrantOf("nearest", runs)], 18 * HOUR_MS).find((each) => each.id === id)

describe("curves over the seeds", () => {
  it("are the median at each look, in a band from the 10th to the 90th of 100", () => {
    const runs = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((count) => run([count, 2 * count]))
    expect(figure("open", ...runs)).toMatchObject({
      atMs: [18 * HOUR_MS, 18 * HOUR_MS + 5 * MINUTE_MS],
      bands: [{ entrant: "nearest", low: [10, 20], median: [50, 100], high: [90, 180] }]
    })
  })

  it("lie between two seeds where there are few, and end where most runs have ended", () => {
    const bands = figure("open", run([1, 1, 1]), run([2, 2]), run([4]))?.bands
    expect(bands?.[0]?.median).toEqual([2, 1.5, null])
    expect(bands?.[0]?.low[0]).toBeCloseTo(1.2)
  })

  it("tell times of delivery by the ends of their spans, and nothing of a span without deliveries", () => {
    const told = figure("click-to-door", run([1], [null, 30]), run([1], [null, 40]))
    expect(told?.atMs).toEqual([18 * HOUR_MS + 10 * MINUTE_MS, 18 * HOUR_MS + 20 * MINUTE_MS])
    expect(told?.bands[0]?.median).toEqual([null, 35])
  })

  it("are none of runs that were recorded without", () => {
    expect(bandsOf([entrantOf("nearest", [{}])], 0)).toEqual([])
    const both = bandsOf([entrantOf("nearest", [{}]), entrantOf("planner", [run([1])])], 0)
    expect(both[0]?.bands.map(({ entrant }) => entrant)).toEqual(["planner"])
  })
})
