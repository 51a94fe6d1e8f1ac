import {
  type Distribution,
  constant,
  lognormal,
  lognormalOf,
  normal,
  scaled,
  shifted,
  shiftedLognormal,
  uniform
} from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })

const continuous: fc.Arbitrary<Distribution> = fc.oneof(
  fc.tuple(between(-100, 100), between(0.1, 50)).map(([min, width]) => uniform(min, min + width)),
  fc.tuple(between(-100, 100), between(0.1, 50)).map(([mean, sd]) => normal(mean, sd)),
  fc.tuple(between(-2, 4), between(0.05, 1.2)).map(([mu, sigma]) => lognormal(mu, sigma)),
  fc.tuple(between(-50, 50), between(-2, 4), between(0.05, 1.2)).map((args) => shiftedLognormal(...args)),
  fc
    .tuple(between(-2, 4), between(0.05, 1.2))
    .map(([mu, sigma]) => scaled(shifted(lognormal(mu, sigma), 3), 7))
)

const share = between(0.001, 0.999)

/** Mean and variance by the midpoint rule over the quantile function: an oracle that knows no formula. */
const momentsByQuantiles = (distribution: Distribution, steps = 200_000) => {
  const values = Array.from({ length: steps }, (_, i) => distribution.quantile((i + 0.5) / steps))
  const mean = values.reduce((sum, value) => sum + value, 0) / steps
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / steps }
}

describe("distributions", () => {
  it("have a CDF that inverts the quantile", () => {
    fc.assert(
      fc.property(continuous, share, (distribution, p) => {
        expect(distribution.cdf(distribution.quantile(p))).toBeCloseTo(p, 9)
      })
    )
  })

  it("have quantiles and CDFs that never fall", () => {
    fc.assert(
      fc.property(continuous, share, share, (distribution, p, q) => {
        const [low, high] = p < q ? [p, q] : [q, p]
        expect(distribution.quantile(low)).toBeLessThanOrEqual(distribution.quantile(high))
        const [x, y] = [distribution.quantile(low), distribution.quantile(high)]
        expect(distribution.cdf(x)).toBeLessThanOrEqual(distribution.cdf(y) + 1e-14)
      })
    )
  })

  it("draw by inverse CDF: the draw of u is the quantile of u", () => {
    fc.assert(
      fc.property(continuous, share, (distribution, u) => {
        expect(distribution.draw(u)).toBe(distribution.quantile(u))
      })
    )
  })

  it.each([
    ["uniform", uniform(2, 10)],
    ["normal", normal(5, 2)],
    ["lognormal", lognormal(2.94, 0.58)],
    ["shifted lognormal", shiftedLognormal(8, 3, 0.375)],
    ["scaled", scaled(lognormal(1, 0.3), 60)],
    ["constant", constant(4)]
  ])("have the mean and variance of their quantile function: %s", (_, distribution) => {
    const { mean, variance } = momentsByQuantiles(distribution)
    expect(mean / distribution.mean).toBeCloseTo(1, 3)
    expect(variance - distribution.variance).toBeLessThanOrEqual(0.001 * distribution.variance)
    expect(distribution.variance - variance).toBeLessThanOrEqual(0.005 * distribution.variance)
  })

  it("match the figures of the field: preparation has median 20 min… and p90 under 40", () => {
    const preparation = lognormal(2.94, 0.58)
    expect(preparation.quantile(0.5)).toBeCloseTo(18.9, 1)
    expect(preparation.quantile(0.9)).toBeCloseTo(39.8, 1)
    const accept = lognormalOf(64, 111)
    expect(accept.quantile(0.5)).toBeCloseTo(64, 9)
    expect(accept.quantile(0.9)).toBeCloseTo(111, 9)
    expect(accept.quantile(0.1)).toBeCloseTo(36.9, 1)
  })

  it("know their support", () => {
    expect(uniform(2, 10).quantile(0)).toBe(2)
    expect(uniform(2, 10).quantile(1)).toBe(10)
    expect(uniform(2, 10).cdf(1)).toBe(0)
    expect(uniform(2, 10).cdf(11)).toBe(1)
    expect(lognormal(0, 1).cdf(0)).toBe(0)
    expect(lognormal(0, 1).cdf(-1)).toBe(0)
    expect(lognormal(0, 1).quantile(0)).toBe(0)
    expect(constant(4).cdf(3.999)).toBe(0)
    expect(constant(4).cdf(4)).toBe(1)
  })

  it("refuse parameters that make no sense", () => {
    for (const wrong of [
      () => uniform(3, 3),
      () => uniform(0, Infinity),
      () => normal(0, 0),
      () => normal(NaN, 1),
      () => lognormal(0, -1),
      () => lognormalOf(10, 10),
      () => lognormalOf(10, 20, 0.5),
      () => scaled(constant(1), 0),
      () => shifted(constant(1), NaN),
      () => constant(Infinity)
    ]) {
      expect(wrong).toThrow()
    }
  })
})
