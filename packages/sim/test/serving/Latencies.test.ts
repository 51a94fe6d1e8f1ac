import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Latencies } from "../../src/serving/Latencies.ts"
import { fromQuantiles, unitTimes } from "../../src/serving/UnitTimes.ts"

describe("Latencies", () => {
  it("never gives a quantile that is too small, and none too large by more than a hundredth", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const latencies = new Latencies()
          for (const value of values) latencies.record(value)
          const sorted = values.toSorted((a, b) => a - b)
          const exact = sorted[Math.max(1, Math.ceil(share * values.length - 1e-9 * values.length)) - 1] ?? 0
          expect(latencies.quantileMs(share)).toBeGreaterThanOrEqual(exact * (1 - 1e-9))
          expect(latencies.quantileMs(share)).toBeLessThanOrEqual(exact * 1.0101)
        }
      )
    )
  })

  it("counts many at once like one by one, and says nothing when empty", () => {
    const [once, often] = [new Latencies(), new Latencies()]
    once.record(7, 3)
    for (let i = 0; i < 3; i++) often.record(7)
    expect(once.summary()).toEqual(often.summary())
    once.clear()
    once.record(5, 0)
    expect(once.summary()).toEqual({
      count: 0,
      p50Ms: Number.NaN,
      p95Ms: Number.NaN,
      p99Ms: Number.NaN,
      maxMs: Number.NaN
    })
  })
})

describe("tables of times", () => {
  it.each([0, 0.5, 1, 4])("are around 1 with a squared variation of %d", (squaredVariation) => {
    const times = unitTimes(squaredVariation)
    expect(times.mean).toBeCloseTo(1, 9)
    let squares = 0
    for (let i = 0; i < 10_000; i++) squares += (times.draw((i + 0.5) / 10_000) - 1) ** 2
    // The tail beyond one in two thousand is cut: that takes some of the variance.
    expect(squares / 10_000).toBeLessThanOrEqual(squaredVariation + 1e-9)
    expect(squares / 10_000).toBeGreaterThanOrEqual(squaredVariation * 0.6)
  })

  it("give back the quantiles they were made of", () => {
    const times = fromQuantiles([1, 2, 4, 8, 16])
    expect([0.001, 0.25, 0.5, 0.75, 0.999].map((u) => Math.round(times.draw(u) * 10) / 10)).toEqual([
      1, 2, 4, 8, 16
    ])
  })
})
