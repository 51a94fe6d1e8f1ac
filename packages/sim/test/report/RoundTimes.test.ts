import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { summariseRounds } from "../../src/report/RoundTimes.ts"

describe("times of rounds", () => {
  it("say nothing when there was no round", () => {
    expect(summariseRounds([])).toEqual({ count: 0, p50Ms: Number.NaN, p99Ms: Number.NaN, maxMs: Number.NaN })
  })

  it("are told by nearest rank, whatever the order in which they came", () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)
    expect(summariseRounds(hundred)).toEqual({ count: 100, p50Ms: 50, p99Ms: 99, maxMs: 100 })
    expect(summariseRounds([7])).toEqual({ count: 1, p50Ms: 7, p99Ms: 7, maxMs: 7 })
  })

  it("hold at least their share of the rounds", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }), (timesMs) => {
        const { count, p50Ms, p99Ms, maxMs } = summariseRounds(timesMs)
        const within = (limitMs: number) => timesMs.filter((ms) => ms <= limitMs).length
        expect(count).toBe(timesMs.length)
        expect(within(p50Ms)).toBeGreaterThanOrEqual(0.5 * count)
        expect(within(p99Ms)).toBeGreaterThanOrEqual(0.99 * count)
        expect(within(p50Ms - 1)).toBeLessThan(0.5 * count)
        expect(maxMs).toBe(Math.max(...timesMs))
      })
    )
  })
})
