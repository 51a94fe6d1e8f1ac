import { MINUTE_MS, f64, i32 } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { commit } from "../../../src/policy/planner/commit.ts"
import { makeExplainer } from "../../../src/policy/planner/explain.ts"
import { makeSearch } from "../../../src/policy/planner/improve.ts"
import { makePlanState } from "../../../src/policy/planner/PlanState.ts"
import { recreate } from "../../../src/policy/planner/recreate.ts"
import { beginMove, resetUndo } from "../../../src/policy/planner/undo.ts"
import { defaultPlannerWeights } from "../../../src/policy/planner/Weights.ts"
import { seededRandom } from "./mdrpHarness.ts"
import { makeTown } from "./plannerTown.ts"
import { loadSmall, naiveRouteCost, smallRound, tripsOfState, waysToInsert } from "./naivePlan.ts"

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
const capacity = { walking: 1, bicycle: 2, motorcycle: 3, car: Infinity }

describe("the planner's explanation", () => {
  it("gives every courier the cost that trying all insertions gives, in terms that add up to it", () => {
    fc.assert(
      fc.property(smallRound({ deliveries: 6, couriers: 4 }), fc.nat(), (round, seed) => {
        const { s, view } = loadSmall(round, weights, capacity)
        const search = makeSearch(seededRandom(seed))
        resetUndo(search.undo, s.courierCount, s.deliveryCount)
        beginMove(s, search.undo)
        recreate(s, search, seed % 2 === 0, 0.2)
        const { trips } = commit(s, view, view.atMs)
        const explainer = makeExplainer(makePlanState(weights, s.travel, 1))
        const before = view.announced
        for (let d = 0; d < s.deliveryCount; d++) {
          const explained = explainer.explain(view, trips, before, d)
          const own = i32(s.courierOf, d)
          expect(explained.chosen).toBe(own < 0 ? null : own)
          expect(explained.considered).toBe(s.courierCount)
          for (const { courier, cost, terms, verdict } of explained.candidates) {
            expect(Object.values(terms).reduce((sum, term) => sum + term, 0)).toBeCloseTo(cost, 6)
            expect(verdict === "chosen").toBe(courier === own)
            const without = tripsOfState(s, courier)
              .map((trip) => trip.filter((other) => other !== d))
              .filter((trip) => trip.length > 0)
            const ways = waysToInsert(view, s, courier, without, d)
            const routes = courier === own ? [tripsOfState(s, courier)] : ways
            const least = Math.min(...routes.map((route) => naiveRouteCost(view, s, courier, route)))
            const added = least - naiveRouteCost(view, s, courier, without)
            expect(cost * MINUTE_MS).toBeCloseTo(least === Infinity ? weights.lostMs : added, 3)
          }
          expect(explainer.explain(view, trips, before, d)).toEqual(explained)
        }
        for (let c = 0; c < s.courierCount; c++) {
          expect(f64(s.routeCost, c)).toBeCloseTo(naiveRouteCost(view, s, c, tripsOfState(s, c)), 3)
        }
      }),
      { numRuns: 100 }
    )
  })

  it("shows the best five with the chosen one among them, cheapest first", () => {
    const town = makeTown()
    const couriers = Array.from({ length: 9 }, (_, handle) => town.courier(handle, [handle, 0]))
    const { chosen, candidates, considered } = town.round([town.delivery(0)], couriers).explain(0)
    expect([chosen, considered]).toEqual([0, 9])
    expect(candidates.map(({ courier }) => courier)).toEqual([0, 1, 2, 3, 4])
    expect(candidates.map(({ verdict }) => verdict)).toEqual([
      "chosen",
      "costs 1.0 min more: 1.0 min at the door",
      "costs 2.0 min more: 2.0 min at the door",
      "costs 3.0 min more: 3.0 min at the door",
      "costs 4.0 min more: 4.0 min at the door"
    ])
  })

  it("says what a courier already has to do, and who goes off duty", () => {
    const town = makeTown()
    const round = town.round(
      [town.delivery(0)],
      [
        town.courier(0, [0, 0]),
        { ...town.courier(1, [0, 0]), freeAtMs: town.atMs + 5 * MINUTE_MS },
        { ...town.courier(2, [9, 0]), offAtMs: town.atMs + 4 * MINUTE_MS }
      ]
    )
    expect(round.explain(0).candidates).toMatchObject([
      { courier: 0, verdict: "chosen", terms: { excess: 2 }, cost: 2 },
      { courier: 1, verdict: "costs 5.0 min more: 5.0 min at the door; free in 5.0 min" },
      { courier: 2, verdict: "goes off duty before the pickup", terms: { cannot: 600 }, cost: 600 }
    ])
  })

  it("tells what changed since the last round, and why another courier", () => {
    const town = makeTown()
    const [near, far] = [town.courier(3, [1, 0]), town.courier(4, [6, 0])]
    const first = town.round([town.delivery(0)], [near, far]).explain(0)
    expect(first.changed).toMatchObject({
      from: null,
      to: 3,
      movedMin: null,
      words: "planned for the first time, with courier 3"
    })
    const same = town.round([town.delivery(0)], [near, far]).explain(0)
    expect(same.changed).toMatchObject({
      from: 3,
      to: 3,
      movedMin: 0,
      joined: [],
      words: "nothing; courier 3 for 0.0 min"
    })
    const held = { ...near, freeAtMs: town.atMs + 10 * MINUTE_MS }
    const moved = town.round([town.delivery(0)], [held, far]).explain(0)
    expect(moved.changed).toMatchObject({
      from: 3,
      to: 4,
      movedMin: 5,
      courierChanges: 1,
      words:
        "courier 4 instead of courier 3, who costs 5.0 min more: 5.0 min at the door; free in 10.0 min; " +
        "5.0 min later at the door"
    })
    const again = town.round([town.delivery(0)], [held, far]).explain(0)
    expect(again.changed?.words).toBe("nothing; courier 4 for 0.0 min, after 1 other")
    const gone = town.round([town.delivery(0)], [near]).explain(0)
    expect(gone.changed).toMatchObject({
      from: 4,
      to: 3,
      courierChanges: 2,
      words: "courier 3 instead of courier 4, who is not a candidate any more; 5.0 min earlier at the door"
    })
    const nobody = town.round([town.delivery(0)], [{ ...near, offAtMs: town.atMs }]).explain(0)
    expect(nobody).toMatchObject({
      chosen: null,
      changed: {
        from: 3,
        to: null,
        movedMin: null,
        words: "without a courier now: courier 3 goes off duty before the pickup"
      }
    })
  })

  it("tells of bundles made and parted", () => {
    const town = makeTown()
    const courier = town.courier(0, [0, 0])
    town.round([town.delivery(0)], [courier])
    const both = town.round([town.delivery(0), town.delivery(1)], [courier])
    expect(both.explain(0).changed).toMatchObject({ joined: [1], parted: [], words: expect.any(String) })
    expect(both.explain(0).changed?.words).toContain("bundled with delivery 1")
    const alone = town.round([town.delivery(0)], [courier]).explain(0)
    expect(alone.changed).toMatchObject({ joined: [], parted: [1] })
    expect(alone.changed?.words).toContain("no longer bundled with delivery 1")
  })

  it("refuses to explain what it was not asked to plan", () => {
    const town = makeTown()
    const round = town.round([town.delivery(0)], [town.courier(0, [0, 0])])
    expect(() => round.explain(7)).toThrow("not in the snapshot")
  })
})
