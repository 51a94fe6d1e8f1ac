import { describe, expect, it } from "vitest"
import fc from "fast-check"
import { lognormalOf, MINUTE_MS } from "@hotbag/core"
import { addGrids, gridCdf, gridMeanMs, maxOfGrids } from "../../../src/eta/Grid.ts"
import {
  durationAt,
  laterOfMoments,
  logScaleOf,
  remainingMoments,
  scoreOf,
  sumOfMoments
} from "../../../src/eta/live/Moments.ts"
import { remainingGrid } from "../../../src/eta/remaining.ts"

const STEP_MS = 10_000
const duration = fc
  .record({ median: fc.integer({ min: 2, max: 30 }), high: fc.integer({ min: 120, max: 220 }) })
  .map(({ high, median }) => lognormalOf(median * MINUTE_MS, (median * MINUTE_MS * high) / 100))
const elapsed = fc.integer({ min: 0, max: 30 * MINUTE_MS })

describe("moments of what is left", () => {
  it("has the mean that the lattice has, however long it has been going on", () => {
    fc.assert(
      fc.property(duration, elapsed, (whole, gone) => {
        const goneMs = Math.min(gone, whole.quantile(0.99))
        const exact = gridMeanMs(remainingGrid(whole, goneMs, STEP_MS))
        expect(Math.abs(remainingMoments(whole, goneMs).mean - exact)).toBeLessThan(0.09 * exact + STEP_MS)
      })
    )
  })

  it("takes the later of two about as late as the lattice does, and never earlier than either", () => {
    fc.assert(
      fc.property(duration, duration, (a, b) => {
        const exact = gridMeanMs(maxOfGrids(remainingGrid(a, 0, STEP_MS), remainingGrid(b, 0, STEP_MS)))
        const later = laterOfMoments(a, b)
        expect(Math.abs(later.mean - exact)).toBeLessThan(0.09 * exact + STEP_MS)
        expect(later.mean).toBeGreaterThanOrEqual(Math.max(a.mean, b.mean) - 1e-6)
      })
    )
  })

  it("takes the later of two constants as it is", () => {
    expect(laterOfMoments({ mean: 3, variance: 0 }, { mean: 5, variance: 0 })).toEqual({
      mean: 5,
      variance: 0
    })
  })

  it("puts the quantiles of a sum near those of the lattice", () => {
    fc.assert(
      fc.property(duration, duration, (a, b) => {
        const cdf = gridCdf(addGrids(remainingGrid(a, 0, STEP_MS), remainingGrid(b, 0, STEP_MS)))
        const scale = logScaleOf(sumOfMoments(a, b))
        expect(Math.abs(cdf(durationAt(scale, -1.2815515655)) - 0.1)).toBeLessThan(0.08)
        expect(Math.abs(cdf(durationAt(scale, 0)) - 0.5)).toBeLessThan(0.08)
        expect(Math.abs(cdf(durationAt(scale, 1.2815515655)) - 0.9)).toBeLessThan(0.08)
      })
    )
  })

  it("scores a duration where the scale puts it", () => {
    const scale = logScaleOf({ mean: 600_000, variance: 1e10 })
    expect(scoreOf(scale, durationAt(scale, 0.7))).toBeCloseTo(0.7, 9)
    expect(scoreOf(scale, -5)).toBeGreaterThan(-Infinity)
  })
})
