import { normalCdf } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { studentTCdf, studentTQuantile, studentTTwoSided } from "../../src/experiment/studentT.ts"

describe("Student's t", () => {
  // Critical values of the usual printed tables: degrees of freedom, then P = 0.90, 0.95, 0.975, 0.99, 0.995, 0.9995.
  it.each([
    [1, 3.078, 6.314, 12.706, 31.821, 63.657, 636.619],
    [2, 1.886, 2.92, 4.303, 6.965, 9.925, 31.599],
    [5, 1.476, 2.015, 2.571, 3.365, 4.032, 6.869],
    [9, 1.383, 1.833, 2.262, 2.821, 3.25, 4.781],
    [30, 1.31, 1.697, 2.042, 2.457, 2.75, 3.646],
    [120, 1.289, 1.658, 1.98, 2.358, 2.617, 3.373],
    [Infinity, 1.282, 1.645, 1.96, 2.326, 2.576, 3.291]
  ])("agrees with the printed table at %d degrees of freedom", (degrees, ...critical) => {
    const levels = [0.9, 0.95, 0.975, 0.99, 0.995, 0.9995]
    critical.forEach((t, i) => {
      expect(studentTQuantile(levels[i] ?? 0, degrees).toFixed(3)).toBe(t.toFixed(3))
    })
  })

  it("agrees with the closed forms of one and two degrees of freedom", () => {
    for (const t of [-40, -3, -0.5, 0, 0.1, 1, 7, 1000]) {
      expect(studentTCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12)
      expect(studentTCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 12)
    }
    expect(studentTTwoSided(1e6, 2) / 1e-12).toBeCloseTo(1, 6)
  })

  it("becomes the normal distribution", () => {
    for (const t of [-3, -1, 0.3, 2.5]) expect(studentTCdf(t, 1e7)).toBeCloseTo(normalCdf(t), 6)
  })

  it("has a quantile that undoes it, and is symmetric", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        fc.double({ min: 0.5, max: 500, noNaN: true }),
        (p, degrees) => {
          const t = studentTQuantile(p, degrees)
          expect(studentTCdf(t, degrees)).toBeCloseTo(p, 9)
          expect(studentTQuantile(1 - p, degrees)).toBeCloseTo(-t, 3 - Math.log10(1 + Math.abs(t)))
          expect(studentTTwoSided(t, degrees)).toBeCloseTo(2 * Math.min(p, 1 - p), 9)
        }
      )
    )
    expect(studentTQuantile(0, 3)).toBe(-Infinity)
    expect(studentTQuantile(1, 3)).toBe(Infinity)
  })
})
