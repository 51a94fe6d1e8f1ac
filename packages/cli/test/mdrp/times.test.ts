import { describe, expect, it } from "vitest"
import { timesDocument, timesLines } from "../../src/mdrp/times.ts"

const run = (policy: string, instance: string, roundsMs: ReadonlyArray<number>) => ({
  policy,
  instance,
  seconds: 1.5,
  roundsMs
})
const times = [
  run("nearest", "a", [1, 2, 3]),
  run("nearest", "b", [40]),
  run("planner", "a", []),
  run("planner", "b", [7])
]

describe("times of runs", () => {
  it("are told by run, and by policy over all rounds of all its runs", () => {
    expect(timesDocument(times)).toEqual({
      policies: [
        { policy: "nearest", seconds: 3, rounds: { count: 4, p50Ms: 2, p99Ms: 40, maxMs: 40 } },
        { policy: "planner", seconds: 3, rounds: { count: 1, p50Ms: 7, p99Ms: 7, maxMs: 7 } }
      ],
      runs: [
        {
          policy: "nearest",
          instance: "a",
          seconds: 1.5,
          rounds: { count: 3, p50Ms: 2, p99Ms: 3, maxMs: 3 }
        },
        {
          policy: "nearest",
          instance: "b",
          seconds: 1.5,
          rounds: { count: 1, p50Ms: 40, p99Ms: 40, maxMs: 40 }
        },
        {
          policy: "planner",
          instance: "a",
          seconds: 1.5,
          rounds: { count: 0, p50Ms: Number.NaN, p99Ms: Number.NaN, maxMs: Number.NaN }
        },
        { policy: "planner", instance: "b", seconds: 1.5, rounds: { count: 1, p50Ms: 7, p99Ms: 7, maxMs: 7 } }
      ]
    })
  })

  it("are a line for each policy", () => {
    expect(timesLines(times)).toEqual([
      "rounds, wall-clock ms  count   p50    p99   max  all runs, s",
      "nearest                    4  2.00  40.00  40.0          3.0",
      "planner                    1  7.00   7.00   7.0          3.0"
    ])
  })
})
