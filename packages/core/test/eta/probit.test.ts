import { normalCdf, probit } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

/** Computed with 50 digits. */
const NORMAL_CDF: ReadonlyArray<readonly [z: number, cdf: number]> = [
  [-20, 2.753624118606233695e-89],
  [-10, 7.619853024160526066e-24],
  [-6, 9.865876450376981407e-10],
  [-3, 1.349898031630094527e-3],
  [-1, 0.1586552539314570514],
  [-0.5, 0.3085375387259868964],
  [0, 0.5],
  [0.66, 0.7453730853286638823],
  [0.67, 0.7485711049046899253],
  [1.959963984540054, 0.975],
  [3, 0.9986501019683699055]
]

const near = (value: number, expected: number, relative: number) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(relative * Math.abs(expected))

describe("the normal distribution", () => {
  it("has the CDF of the tables, in the tails too", () => {
    for (const [z, cdf] of NORMAL_CDF) near(normalCdf(z), cdf, 2e-14)
  })

  it("has the percentage points of the tables", () => {
    near(probit(0.9), 1.281551565544600467, 4e-16)
    near(probit(0.975), 1.959963984540054236, 4e-16)
    near(probit(0.999), 3.090232306167813542, 4e-16)
    near(probit(1e-5), -4.264890793922824628, 4e-16)
    near(probit(1e-12), -7.034483825301131928, 4e-16)
    near(probit(1e-100), -21.27345356096531891, 4e-16)
    expect(probit(0.5)).toBe(0)
  })

  it("ends in infinity, and knows no probability outside 0..1", () => {
    expect(probit(0)).toBe(-Infinity)
    expect(probit(1)).toBe(Infinity)
    expect(probit(-0.1)).toBeNaN()
    expect(probit(1.1)).toBeNaN()
    expect(normalCdf(-40)).toBe(0)
    expect(normalCdf(40)).toBe(1)
  })

  it("inverts its own CDF", () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 3, noNaN: true }), (z) => {
        // Above, the rounding of a CDF close to 1 costs digits of z.
        expect(Math.abs(probit(normalCdf(z)) - z)).toBeLessThan(1e-13 / (1 - normalCdf(z)))
      })
    )
  })

  it("is symmetric and never falls", () => {
    const z = fc.double({ min: -9, max: 9, noNaN: true })
    fc.assert(
      fc.property(z, (z) => {
        expect(normalCdf(z) + normalCdf(-z)).toBeCloseTo(1, 14)
      })
    )
    fc.assert(
      fc.property(z, z, (a, b) => {
        // Neighbours may swap in the last digit where two fits meet.
        if (a + 1e-12 < b) expect(normalCdf(a)).toBeLessThanOrEqual(normalCdf(b))
      })
    )
  })
})
