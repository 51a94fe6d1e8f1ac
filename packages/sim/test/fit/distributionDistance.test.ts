import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { distributionDistance } from "../../src/fit/distributionDistance.ts"
import { drawFromTable, quantileOf, quantileTable, sorted } from "../../src/scenario/quantileTable.ts"

const samples = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 30 }).map(sorted)
const share = (values: Float64Array, x: number) => values.filter((value) => value <= x).length / values.length

describe("the distance of two samples", () => {
  it("is the largest difference and the area between their distribution functions", () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        const places = sorted([...a, ...b])
        let ks = 0
        let area = 0
        places.forEach((x, i) => {
          const gap = Math.abs(share(a, x) - share(b, x))
          ks = Math.max(ks, gap)
          area += gap * ((places[i + 1] ?? x) - x)
        })
        const found = distributionDistance(a, b)
        expect(found.ks).toBeCloseTo(ks, 12)
        expect(found.wasserstein).toBeCloseTo(area, 9)
      })
    )
  })

  it("is that of a shift when one is the other moved", () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 100 }), (a, by) => {
        const moved = a.map((value) => value + by)
        expect(distributionDistance(a, moved).wasserstein).toBeCloseTo(by, 9)
        expect(distributionDistance(a, a)).toEqual({ ks: 0, wasserstein: 0 })
      })
    )
  })

  it("is nothing that can be told when one is empty", () => {
    expect(distributionDistance(sorted([]), sorted([1])).ks).toBeNaN()
  })
})

describe("a table of quantiles", () => {
  it("gives back the distribution it was made from, to its own grain", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, u) => {
          const inOrder = sorted(values)
          const table = quantileTable(inOrder, 200)
          const [low, high] = [Math.floor(u * 200) / 200, Math.min(1, Math.floor(u * 200 + 1) / 200)]
          const drawn = drawFromTable(table, u)
          expect(drawn).toBeGreaterThanOrEqual(quantileOf(inOrder, low) - 0.5 - 1e-6)
          expect(drawn).toBeLessThanOrEqual(quantileOf(inOrder, high) + 0.5 + 1e-6)
        }
      )
    )
  })

  it("leaves out what was not seen", () => {
    expect([...sorted([3, Number.NaN, 1, Infinity, 2])]).toEqual([1, 2, 3])
  })
})
