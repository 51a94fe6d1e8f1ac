import { HOUR_MS } from "@hotbag/core"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeStream } from "../../src/kernel/streams.ts"
import { makeArrivals, shareOut } from "../../src/scenario/arrivals.ts"
import { makeDemandCurve } from "../../src/scenario/demandCurve.ts"
import { ScenarioDemand } from "../../src/scenario/ScenarioDemand.ts"

const weights = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 24, maxLength: 24 })
  .filter((shares) => shares.some((share) => share > 0))

const timesOf = (
  arrivals: "poisson" | "counted",
  hourShares: ReadonlyArray<number>,
  orders: number,
  seed: number
) => {
  const demand = Schema.decodeSync(ScenarioDemand)({ arrivals, hourShares })
  const curve = makeDemandCurve(hourShares)
  const next = makeArrivals(demand, orders, curve, makeStream(seed, "gap"))
  const times: Array<number> = []
  for (let k = 0; ; k++) {
    const share = next(k)
    if (!(share < 1)) return times
    times.push(curve.timeOf(share))
  }
}

describe("arrivals", () => {
  it("counted: every hour has its share of the orders, in ascending order", () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 3_000 }), fc.nat(), (hourShares, orders, seed) => {
        const times = timesOf("counted", hourShares, orders, seed)
        expect(times).toHaveLength(orders)
        expect([...times].sort((a, b) => a - b)).toEqual(times)
        const counts = shareOut(orders, hourShares)
        hourShares.forEach((_, hour) => {
          const placed = times.filter((ms) => Math.floor(ms / HOUR_MS) === hour).length
          // At most one at either end is rounded into the neighbouring hour.
          expect(Math.abs(placed - (counts[hour] ?? 0))).toBeLessThanOrEqual(1)
        })
      }),
      { numRuns: 40 }
    )
  })

  it("poisson: the number of a day varies as much as its mean", () => {
    const hourShares = Array.from({ length: 24 }, () => 1)
    const counts = Array.from({ length: 300 }, (_, seed) => timesOf("poisson", hourShares, 200, seed).length)
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1)
    expect(mean).toBeGreaterThan(200 - 4)
    expect(mean).toBeLessThan(200 + 4)
    expect(variance / mean).toBeGreaterThan(0.7)
    expect(variance / mean).toBeLessThan(1.3)
  })

  it("shares out whole numbers: none is lost, none is more than one off", () => {
    fc.assert(
      fc.property(weights, fc.nat(5_000), (hourShares, whole) => {
        const shared = shareOut(whole, hourShares)
        const sum = hourShares.reduce((total, share) => total + share, 0)
        expect(shared.reduce((total, count) => total + count, 0)).toBe(whole)
        shared.forEach((count, i) =>
          expect(Math.abs(count - (whole * (hourShares[i] ?? 0)) / sum)).toBeLessThan(1)
        )
      })
    )
  })
})
