import { describe, expect, it } from "vitest"
import { bootstrapInterval } from "../../src/experiment/bootstrap.ts"
import { confidenceSequence } from "../../src/experiment/confidenceSequence.ts"
import type { Interval } from "../../src/experiment/Interval.ts"
import { tInterval } from "../../src/experiment/tInterval.ts"
import { normals, shareOf, skewed } from "./draws.ts"

const holds = ({ high, low }: Interval, value: number) => low <= value && value <= high

describe("Student's interval", () => {
  it("is the textbook's", () => {
    // Deviation 2.0702, t(7; 0.975) = 2.3646: 2.5 ± 1.7307.
    const { deviation, interval, mean, pValue } = tInterval([-1, 1, 2, 2, 3, 3, 4, 6], 0.95)
    expect({ mean, deviation: deviation.toFixed(4) }).toEqual({ mean: 2.5, deviation: "2.0702" })
    expect([interval.low.toFixed(3), interval.high.toFixed(3)]).toEqual(["0.769", "4.231"])
    expect(pValue.toFixed(4)).toBe("0.0112")
  })

  it("covers the truth as often as it says, from two seeds on", () => {
    for (const [seeds, confidence] of [
      [2, 0.9],
      [5, 0.95],
      [8, 0.99]
    ] as const) {
      const covered = shareOf(3_000, (trial) =>
        holds(tInterval(normals(trial, seeds), confidence).interval, 0)
      )
      expect(Math.abs(covered - confidence), `${seeds} seeds`).toBeLessThan(0.015)
    }
  })

  it("says nothing of one difference, and of no difference at all that there is none", () => {
    expect(tInterval([3], 0.95)).toMatchObject({ interval: { low: -Infinity, high: Infinity }, pValue: 1 })
    expect(tInterval([0, 0, 0], 0.95)).toMatchObject({ interval: { low: 0, high: 0 }, pValue: 1 })
    expect(tInterval([2, 2, 2], 0.95)).toMatchObject({ interval: { low: 2, high: 2 }, pValue: 0 })
    expect(tInterval([], 0.95)).toMatchObject({ count: 0, pValue: 1 })
  })
})

describe("the bootstrap", () => {
  it("follows skew that Student's interval does not see, and repeats", () => {
    const values = skewed(4, 25)
    const interval = bootstrapInterval(values, 0.95)
    expect(bootstrapInterval(values, 0.95)).toEqual(interval)
    expect(bootstrapInterval(values, 0.95, 2)).not.toEqual(interval)
    const { interval: student, mean } = tInterval(values, 0.95)
    expect(interval.high - mean).toBeGreaterThan(mean - interval.low)
    expect(interval.low).toBeGreaterThan(student.low)
  })

  it("covers the truth nearly as often as it says", () => {
    const covered = shareOf(200, (trial) => holds(bootstrapInterval(skewed(trial, 40), 0.9), 1))
    expect(covered).toBeGreaterThan(0.83)
    expect(covered).toBeLessThan(0.97)
  })

  it("does not pretend to know from a handful", () => {
    expect(bootstrapInterval([1, 2, 3, 4], 0.95)).toEqual({ low: -Infinity, high: Infinity })
    expect(bootstrapInterval([2, 2], 0.95)).toEqual({ low: 2, high: 2 })
  })
})

describe("the confidence sequence", () => {
  const SEEDS = 50
  const everMissed = (
    interval: (values: ReadonlyArray<number>) => Interval,
    draws: typeof normals,
    mean: number
  ) =>
    shareOf(500, (trial) => {
      const values = draws(trial, SEEDS)
      return values.some((_, i) => !holds(interval(values.slice(0, i + 1)), mean))
    })

  it("holds the truth at all times at once, where an interval looked at again and again does not", () => {
    expect(everMissed((values) => confidenceSequence(values, 0.95).interval, normals, 0)).toBeLessThan(0.05)
    // Twice the differences are what their law says, and a quarter of the looks at Student's interval is wrong once.
    expect(everMissed((values) => tInterval(values, 0.95).interval, normals, 0)).toBeGreaterThan(0.2)
  })

  it("hardly errs more where differences have a long tail", () => {
    expect(everMissed((values) => confidenceSequence(values, 0.95).interval, skewed, 1)).toBeLessThan(0.12)
  })

  it("has a p-value that is small exactly when 0 is outside", () => {
    for (let trial = 1; trial <= 300; trial++) {
      const values = normals(trial, 5 + (trial % 20)).map((value) => value + (trial % 3))
      const { interval, pValue } = confidenceSequence(values, 0.95)
      expect(pValue < 0.05, `trial ${trial}`).toBe(!holds(interval, 0))
    }
  })

  it("says nothing before the fifth seed, then narrows, and stays wider than Student's", () => {
    const values = normals(7, 200)
    const widthAt = (count: number) => {
      const { high, low } = confidenceSequence(values.slice(0, count), 0.95).interval
      return high - low
    }
    expect(widthAt(4)).toBe(Infinity)
    expect(widthAt(5)).toBeLessThan(Infinity)
    expect(widthAt(200)).toBeLessThan(widthAt(50))
    const student = tInterval(values, 0.95).interval
    expect(widthAt(200)).toBeGreaterThan(student.high - student.low)
    expect(widthAt(200)).toBeLessThan(2 * (student.high - student.low))
  })
})
