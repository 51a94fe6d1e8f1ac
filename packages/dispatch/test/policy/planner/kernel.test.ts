import { MINUTE_MS, f64, i32 } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { improve, makeSearch, planCost } from "../../../src/policy/planner/improve.ts"
import { bestInsertion, insert, removeStop } from "../../../src/policy/planner/insertion.ts"
import { defaultPlannerOptions } from "../../../src/policy/planner/planner.ts"
import { recreate } from "../../../src/policy/planner/recreate.ts"
import { ruin } from "../../../src/policy/planner/ruin.ts"
import { beginMove, resetUndo, rollBack } from "../../../src/policy/planner/undo.ts"
import { defaultPlannerWeights } from "../../../src/policy/planner/Weights.ts"
import { seededRandom } from "./mdrpHarness.ts"
import {
  brokenLaws,
  leastPlanCost,
  loadSmall,
  naiveRouteCost,
  smallRound,
  tripsOfState,
  waysToInsert
} from "./naivePlan.ts"

const weights = {
  ...defaultPlannerWeights,
  overage: 0.5,
  convexity: 0.25,
  busy: 0.125,
  empty: 0.0625,
  bundleDelayMs: 6 * MINUTE_MS,
  fairnessMs: 0.75 * MINUTE_MS,
  fairnessMostMs: 2 * MINUTE_MS,
  laterThanAnnounced: 0.375,
  changeOfCourierMs: 1.5 * MINUTE_MS
}

/** Less than the deliveries of a small round, so that it matters. */
const capacity = { walking: 1, bicycle: 2, motorcycle: 3, car: Infinity }

const searched = (round: Parameters<typeof loadSmall>[0], seed: number) => {
  const loaded = loadSmall(round, weights, capacity)
  const search = makeSearch(seededRandom(seed))
  resetUndo(search.undo, loaded.s.courierCount, loaded.s.deliveryCount)
  beginMove(loaded.s, search.undo)
  return { ...loaded, search }
}

describe("the planner's kernel", () => {
  it("finds the cheapest insertion, as trying all of them does", () => {
    fc.assert(
      fc.property(smallRound({ deliveries: 7, couriers: 1 }), (round) => {
        const { s, view } = loadSmall(round, weights, capacity)
        for (let d = 0; d < s.deliveryCount; d++) {
          const before = tripsOfState(s, 0)
          const costs = waysToInsert(view, s, 0, before, d).map((trips) => naiveRouteCost(view, s, 0, trips))
          const least = Math.min(...costs) - naiveRouteCost(view, s, 0, before)
          bestInsertion(s, 0, d)
          if (least === Infinity) {
            expect(s.foundCost).toBe(Infinity)
            continue
          }
          expect(s.foundCost).toBeCloseTo(least, 3)
          const expected = f64(s.routeCost, 0) + s.foundCost
          insert(s, 0, d, s.foundAt)
          expect(f64(s.routeCost, 0)).toBeCloseTo(expected, 3)
        }
      }),
      { numRuns: 300 }
    )
  })

  it("keeps every law of a plan through insertions, removals and roll-backs", () => {
    fc.assert(
      fc.property(smallRound({ deliveries: 9, couriers: 4 }), fc.nat(), (round, seed) => {
        const { s, view, search } = searched(round, seed)
        recreate(s, search, true, 0)
        expect(brokenLawsOf()).toEqual([])
        for (let i = 0; i < 20; i++) {
          const before = [tripsOf(), planCost(s)]
          beginMove(s, search.undo)
          ruin(s, search, { ruinSize: 4, soonShare: 0.5 })
          recreate(s, search, i % 2 === 0, 0.2)
          expect(brokenLawsOf()).toEqual([])
          if (i % 3 === 0) {
            rollBack(s, search.undo)
            expect(brokenLawsOf()).toEqual([])
            expect([tripsOf(), planCost(s)]).toEqual(before)
          }
        }
        function brokenLawsOf() {
          return brokenLaws(s, view)
        }
        function tripsOf() {
          return view.couriers.map((_, c) => tripsOfState(s, c))
        }
      }),
      { numRuns: 100 }
    )
  })

  it("leaves no trace of a stop that was put in and taken out", () => {
    fc.assert(
      fc.property(smallRound({ deliveries: 6, couriers: 1 }), (round) => {
        const { s, view } = loadSmall(round, weights, capacity)
        for (let d = 0; d + 1 < s.deliveryCount; d++) {
          bestInsertion(s, 0, d)
          if (s.foundCost < Infinity) insert(s, 0, d, s.foundAt)
        }
        const before = tripsOfState(s, 0)
        const last = s.deliveryCount - 1
        bestInsertion(s, 0, last)
        if (s.foundCost === Infinity) return
        insert(s, 0, last, s.foundAt)
        removeStop(s, 0, tripsOfState(s, 0).flat().indexOf(last))
        expect(tripsOfState(s, 0)).toEqual(before)
        expect(f64(s.routeCost, 0)).toBeCloseTo(naiveRouteCost(view, s, 0, before), 3)
        expect(i32(s.courierOf, last)).toBe(-1)
      })
    )
  })

  it("never makes a plan worse, and reports the cost that it has, however few of those without a place are tried", () => {
    fc.assert(
      fc.property(
        smallRound({ deliveries: 9, couriers: 4 }),
        fc.nat(),
        fc.nat(9),
        (round, seed, mostTried) => {
          const { s, view, search } = searched(round, seed)
          recreate(s, search, false, 0)
          const before = planCost(s)
          improve(s, search, { ...defaultPlannerOptions, mostTried, temperatureMs: 120_000 }, 60)
          expect(planCost(s)).toBeLessThanOrEqual(before + 1e-3)
          expect(brokenLaws(s, view)).toEqual([])
        }
      ),
      { numRuns: 100 }
    )
  })

  it("plans alike as long as all without a place can be tried", () => {
    fc.assert(
      fc.property(smallRound({ deliveries: 9, couriers: 2 }), fc.nat(), (round, seed) => {
        const planned = (mostTried: number) => {
          const { s, search } = searched(round, seed)
          recreate(s, search, true, 0)
          improve(s, search, { ...defaultPlannerOptions, mostTried }, 60)
          return [planCost(s), tripsOfState(s, 0), tripsOfState(s, 1)]
        }
        expect(planned(9)).toEqual(planned(Infinity))
      }),
      { numRuns: 60 }
    )
  })

  it("comes within 1 % of the best plan there is, up to five deliveries and two couriers", () => {
    let found = 0
    let least = 0
    fc.assert(
      fc.property(smallRound({ deliveries: 5, couriers: 2 }), fc.nat(), (round, seed) => {
        const { s, view, search } = searched(round, seed)
        const best = leastPlanCost(view, s)
        recreate(s, search, true, 0)
        improve(s, search, defaultPlannerOptions, 300)
        expect(planCost(s)).toBeGreaterThanOrEqual(best - 1e-3)
        found += planCost(s) % s.weights.lostMs
        least += best % s.weights.lostMs
        // Nobody is left out whom the best plan serves.
        expect(s.poolCount).toBe(Math.floor(best / s.weights.lostMs))
      }),
      { numRuns: 60 }
    )
    expect(found).toBeLessThanOrEqual(1.01 * least)
  })
})
