import { Histogram, type HistogramDigits, Limits } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const durations = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: Limits.histogramValueMs })),
  { maxLength: 200 }
)
const digits = fc.constantFrom<HistogramDigits>(1, 2, 3, 4)
const share = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, 0.5, 0.9, 0.95, 0.99, 1)
)

const histogramOf = (values: ReadonlyArray<number>, digits: HistogramDigits = 3) => {
  const histogram = new Histogram(digits)
  for (const value of values) histogram.record(value)
  return histogram
}

/** Everything that can be seen from outside. */
const seen = (histogram: Histogram) => ({
  count: histogram.count,
  meanMs: histogram.meanMs,
  minMs: histogram.minMs,
  maxMs: histogram.maxMs,
  quantilesMs: Array.from({ length: 101 }, (_, i) => histogram.quantileMs(i / 100))
})

describe("Histogram", () => {
  it("never gives a quantile that is too small, and none too large by more than its precision", () => {
    fc.assert(
      fc.property(
        durations.filter((values) => values.length > 0),
        digits,
        share,
        (values, digits, p) => {
          const sorted = [...values].sort((a, b) => a - b)
          const rank = Math.max(1, Math.ceil(p * values.length - 1e-12))
          const exact = sorted[rank - 1] ?? NaN
          const quantile = histogramOf(values, digits).quantileMs(p)
          expect(quantile).toBeGreaterThanOrEqual(exact)
          expect(quantile).toBeLessThanOrEqual(exact * (1 + 10 ** -digits))
        }
      )
    )
  })

  it("knows count, mean, min and max exactly", () => {
    fc.assert(
      fc.property(
        durations.filter((values) => values.length > 0),
        (values) => {
          const histogram = histogramOf(values)
          expect(histogram.count).toBe(values.length)
          expect(histogram.meanMs).toBe(values.reduce((sum, value) => sum + value, 0) / values.length)
          expect(histogram.minMs).toBe(Math.min(...values))
          expect(histogram.maxMs).toBe(Math.max(...values))
        }
      )
    )
  })

  it("merges into what recording everything in one would have given, in any grouping", () => {
    fc.assert(
      fc.property(fc.array(durations, { maxLength: 4 }), digits, (groups, digits) => {
        const merged = new Histogram(digits)
        for (const group of groups) merged.merge(histogramOf(group, digits))
        expect(seen(merged)).toEqual(seen(histogramOf(groups.flat(), digits)))
      })
    )
  })

  it("records many at once like one by one", () => {
    const once = new Histogram()
    once.record(1_234, 3)
    once.record(99, 0)
    expect(seen(once)).toEqual(seen(histogramOf([1_234, 1_234, 1_234])))
  })

  it("takes every value of up to eighty by its rank, without slipping into the next", () => {
    const histogram = new Histogram()
    for (let count = 1; count <= 80; count += 1) {
      histogram.record(count)
      for (let rank = 1; rank <= count; rank += 1) expect(histogram.quantileMs(rank / count)).toBe(rank)
    }
    for (let value = 81; value <= 100; value += 1) histogram.record(value)
    for (let rank = 1; rank <= 100; rank += 1) expect(histogram.quantileMs(rank / 100)).toBe(rank)
  })

  it("is 0 everywhere when empty", () => {
    expect(seen(new Histogram())).toEqual(seen(histogramOf([])))
    expect(new Histogram().quantileMs(0.5)).toBe(0)
    expect(new Histogram().meanMs).toBe(0)
    expect(new Histogram().minMs).toBe(0)
  })

  it("caps what is longer than the limit, and rounds to whole milliseconds", () => {
    const histogram = histogramOf([1.4, 1.6, Infinity])
    expect(histogram.maxMs).toBe(Limits.histogramValueMs)
    expect(histogram.minMs).toBe(1)
    expect(histogram.quantileMs(0.5)).toBe(2)
  })

  it("refuses what is no duration, and other precisions", () => {
    expect(() => new Histogram().record(-1)).toThrow(/not negative/)
    expect(() => new Histogram().record(NaN)).toThrow(/a number/)
    expect(() => new Histogram().record(1, 0.5)).toThrow(/whole number/)
    expect(() => new Histogram().quantileMs(1.1)).toThrow(/between 0 and 1/)
    expect(() => new Histogram(2).merge(new Histogram(3))).toThrow(/same precision/)
  })
})
