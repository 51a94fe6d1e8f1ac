import { MINUTE_MS } from "@hotbag/core"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeReadiness, type ReadyEstimate } from "../../src/region/readiness.ts"

const NOON_MS = 12 * 60 * MINUTE_MS

const said = (minutes: number, toldMin = 0, restaurant = "a"): ReadyEstimate => ({
  restaurant,
  toldAtMs: NOON_MS + toldMin * MINUTE_MS,
  readyAtMs: NOON_MS + (toldMin + minutes) * MINUTE_MS
})
const atMin = (minutes: number) => NOON_MS + minutes * MINUTE_MS

const estimate = fc
  .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 600 }), fc.constantFrom("a", "b", "c"))
  .map(([minutes, toldMin, restaurant]) => said(minutes, toldMin, restaurant))
/** What came of it, in minutes after the announcement. */
const outcome = fc.tuple(estimate, fc.double({ min: 0, max: 120, noNaN: true }))
const quantile = fc.double({ min: 0.01, max: 0.99, noNaN: true })

const learned = (outcomes: ReadonlyArray<readonly [ReadyEstimate, number]>) => {
  const model = makeReadiness()
  for (const [what, tookMin] of outcomes) model.learn(what, what.toldAtMs + tookMin * MINUTE_MS)
  return model
}

/** Pseudo-random numbers of about N(0, 1): sums of twelve uniforms. */
const normals = (count: number): ReadonlyArray<number> => {
  let state = 1
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  return Array.from({ length: count }, () => Array.from({ length: 12 }, next).reduce((a, b) => a + b, -6))
}

describe("what is expected of a kitchen", () => {
  it("is its word to the millisecond, at any quantile, as long as no kitchen was seen to err", () => {
    fc.assert(
      fc.property(fc.array(estimate), estimate, quantile, (before, now, q) => {
        const model = makeReadiness()
        for (const what of before) model.learn(what, what.readyAtMs)
        expect(model.expect(now, now.toldAtMs, q)).toBe(now.readyAtMs)
        expect(model.expect(now, now.readyAtMs, q)).toBe(now.readyAtMs)
      })
    )
  })

  it("never lies in the past, rises with the quantile, and never falls while time passes without news", () => {
    const cases = fc.tuple(
      fc.array(outcome, { maxLength: 30 }),
      estimate,
      fc.nat(300),
      fc.nat(30),
      quantile,
      quantile
    )
    fc.assert(
      fc.property(cases, ([outcomes, what, waitMin, laterMin, q1, q2]) => {
        const model = learned(outcomes)
        const nowMs = what.toldAtMs + waitMin * MINUTE_MS
        const [low, high] = q1 < q2 ? [q1, q2] : [q2, q1]
        const first = model.expect(what, nowMs, low)
        expect(first).toBeGreaterThanOrEqual(waitMin > 0 ? nowMs : -Infinity)
        expect(Number.isFinite(first)).toBe(true)
        expect(model.expect(what, nowMs, high)).toBeGreaterThanOrEqual(first)
        expect(model.expect(what, nowMs + laterMin * MINUTE_MS, low)).toBeGreaterThanOrEqual(first - 1)
      })
    )
  })

  it("lies ahead when it is overdue, the further the longer it is overdue: never now forever", () => {
    const model = makeReadiness()
    const remaining = [1, 10, 40].map(
      (late) => model.expect(said(10), atMin(10 + late), 0.5) - atMin(10 + late)
    )
    expect(remaining[0]).toBeGreaterThan(0)
    expect(remaining).toEqual(remaining.toSorted((a, b) => a - b))
  })

  it("has learned bias, spread and how much a kitchen's word is worth", () => {
    const noise = normals(3_000)
    // Truth: N(20, 6²); said: truth + 3 + N(0, 6²). Then truth = 20 + (said - 23) / 2 + N(0, 18).
    const model = learned(
      Array.from({ length: 1_500 }, (_, i) => {
        const truth = 40 + 6 * (noise[2 * i] ?? 0)
        return [said(truth + 3 + 6 * (noise[2 * i + 1] ?? 0)), truth] as const
      })
    )
    const expectMin = (saidMin: number, q: number) =>
      (model.expect(said(saidMin), atMin(0), q) - atMin(0)) / MINUTE_MS
    for (const saidMin of [33, 43, 53]) {
      expect(Math.abs(expectMin(saidMin, 0.5) - (40 + (saidMin - 43) / 2))).toBeLessThan(1)
    }
    expect(expectMin(43, 0.8413) - expectMin(43, 0.5)).toBeCloseTo(Math.sqrt(18), 0)
  })

  it("knows a slow restaurant from a fast one, once it has seen them", () => {
    const outcomes = normals(200).map(
      (z, i) => [said(20 + 5 * z, 0, i % 2 === 0 ? "slow" : "fast"), i % 2 === 0 ? 30 : 10] as const
    )
    const model = learned(outcomes)
    const slow = model.expect(said(20, 0, "slow"), atMin(0), 0.5)
    expect(slow - model.expect(said(20, 0, "fast"), atMin(0), 0.5)).toBeGreaterThan(15 * MINUTE_MS)
  })
})
