import { budgetShare, burnRate, errorBudget } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

/** An objective with at most four decimals, as people write them, in ten-thousandths. */
const tenThousandths = fc.integer({ min: 1, max: 9_999 })
const counts = fc
  .tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }))
  .map(([good, bad]) => ({ good, bad, total: good + bad }))

describe("error budget (S126)", () => {
  it("is met exactly when the share of good events reaches the objective: no rounding in between", () => {
    fc.assert(
      fc.property(tenThousandths, counts, (objective, { good, total }) => {
        const budget = errorBudget(objective / 10_000, good, total)
        // Whole numbers only: good / total ≥ objective.
        expect(budget.met).toBe(good * 10_000 >= objective * total)
        expect(budget.met).toBe(budget.spent <= 1)
        expect(budget.met).toBe(budget.attained >= objective / 10_000)
      })
    )
  })

  it("is spent to the last event at the boundary", () => {
    fc.assert(
      fc.property(tenThousandths, fc.integer({ min: 1, max: 1_000 }), (objective, times) => {
        const total = 10_000 * times
        const good = objective * times
        expect(errorBudget(objective / 10_000, good, total)).toMatchObject({
          spent: 1,
          remaining: 0,
          met: true
        })
        expect(errorBudget(objective / 10_000, good - 1, total).met).toBe(false)
      })
    )
  })

  it("says what 99.9 % allows", () => {
    expect(budgetShare(0.999)).toBe(0.001)
    const budget = errorBudget(0.999, 999_500, 1_000_000)
    expect(budget.allowed).toBe(1_000)
    expect(budget.spent).toBe(0.5)
    expect(budget.remaining).toBe(0.5)
    expect(budget.attained).toBe(0.9995)
  })

  it("is untouched when nothing happened, and finite for the boldest objective", () => {
    expect(errorBudget(0.99, 0, 0)).toEqual({ allowed: 0, spent: 0, remaining: 1, attained: 1, met: true })
    expect(errorBudget(1 - 2 ** -53, 1, 2).spent).toBeLessThan(Infinity)
  })
})

describe("burn rate", () => {
  it("is the share of bad events over the share that may be bad, once the budget has a whole event", () => {
    expect(burnRate(0.999, 144, 10_000)).toBeCloseTo(14.4, 12)
    expect(burnRate(0.9, 10, 10)).toBeCloseTo(10, 12)
    expect(burnRate(0.999, 0, 0)).toBe(0)
  })

  it("does not take a single failure among few events for a fire", () => {
    expect(burnRate(0.999, 1, 1)).toBe(1)
    expect(burnRate(0.999, 15, 20)).toBe(15)
    expect(burnRate(0.999, 1, 1, 0)).toBeCloseTo(1_000, 9)
  })

  it("never exceeds the plain ratio, and agrees with the budget", () => {
    fc.assert(
      fc.property(tenThousandths, counts, (objective, { good, bad, total }) => {
        const plain = burnRate(objective / 10_000, bad, total, 0)
        expect(burnRate(objective / 10_000, bad, total)).toBeLessThanOrEqual(plain)
        const { spent } = errorBudget(objective / 10_000, good, total)
        expect(Math.abs(plain - spent)).toBeLessThanOrEqual(1e-12 * spent)
      })
    )
  })
})
