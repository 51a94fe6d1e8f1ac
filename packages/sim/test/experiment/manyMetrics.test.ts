import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { benjaminiHochberg, holm } from "../../src/experiment/manyMetrics.ts"

const rounded = (values: ReadonlyArray<number>) => values.map((value) => Number(value.toFixed(6)))

describe("p-values of many metrics", () => {
  it("are corrected as by hand", () => {
    expect(rounded(holm([0.01, 0.04, 0.03, 0.005]))).toEqual([0.03, 0.06, 0.06, 0.02])
    expect(rounded(benjaminiHochberg([0.01, 0.04, 0.03, 0.005]))).toEqual([0.02, 0.04, 0.04, 0.02])
    expect(holm([])).toEqual([])
  })

  it("never get smaller, keep their sequence, and Holm is the stricter one", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (pValues) => {
        const strict = holm(pValues)
        const mild = benjaminiHochberg(pValues)
        pValues.forEach((p, i) => {
          expect(mild[i]).toBeGreaterThanOrEqual(p * (1 - 1e-12))
          expect(strict[i]).toBeGreaterThanOrEqual((mild[i] ?? 0) * (1 - 1e-12))
          expect(strict[i]).toBeLessThanOrEqual(1)
          pValues.forEach((q, j) => {
            if (p < q) expect(strict[i]).toBeLessThanOrEqual(strict[j] ?? 0)
          })
        })
      })
    )
  })

  it("rejects what the step-down procedure rejects", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { maxLength: 12 }),
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        (pValues, alpha) => {
          // Holm's own words: go up from the smallest while p <= alpha / (how many are left).
          const rejected = new Set<number>()
          const left = pValues.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p)
          for (const [rank, { p, i }] of left.entries()) {
            if (p * (left.length - rank) > alpha) break
            rejected.add(i)
          }
          holm(pValues).forEach((p, i) => {
            expect(p <= alpha).toBe(rejected.has(i))
          })
        }
      )
    )
  })
})
