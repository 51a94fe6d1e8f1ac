import { scoreAmong, valueAtScore } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

describe("where an outcome lies among quantiles", () => {
  const scale = fc
    .tuple(fc.double({ min: 1, max: 50, noNaN: true }), fc.double({ min: 1.1, max: 3, noNaN: true }))
    .map(([p50, wide]) => ({ p10: p50 / wide, p50, p90: p50 * wide * 1.2 }))

  it("is a score from which the outcome follows, and a larger one for a larger outcome", () => {
    fc.assert(
      fc.property(scale, fc.double({ min: 0.1, max: 500, noNaN: true }), (quantiles, outcome) => {
        const score = scoreAmong(quantiles, outcome)
        expect(valueAtScore(quantiles, score)).toBeCloseTo(outcome, 6)
        expect(scoreAmong(quantiles, outcome * 1.01)).toBeGreaterThan(score)
      })
    )
  })

  it("is the normal score of a quantile at a quantile", () => {
    const quantiles = { p10: 20, p50: 30, p90: 60 }
    expect(scoreAmong(quantiles, 20)).toBeCloseTo(-1.2816, 4)
    expect(scoreAmong(quantiles, 30)).toBe(0)
    expect(scoreAmong(quantiles, 60)).toBeCloseTo(1.2816, 4)
  })
})
