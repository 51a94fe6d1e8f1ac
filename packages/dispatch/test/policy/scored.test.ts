import { MINUTE_MS } from "@hotbag/core"
import { defaultScoredWeights, makeScored, scored, type ScoredWeights, type Snapshot } from "@hotbag/dispatch"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { AMPLE, policyCases } from "./cases.ts"
import { courier, delivery, smallSketch, snapshotOf } from "./snapshots.ts"

policyCases(scored)

/** S75 and S76 word for word: rank by five terms, ask the best. */
const literally = (snapshot: Snapshot, weights: ScoredWeights): ReadonlyArray<readonly [number, number]> => {
  const given: Array<readonly [number, number]> = []
  const { service, travel } = snapshot
  const inPlacementSequence = snapshot.deliveries
    .map((open, d) => ({ open, d }))
    .toSorted((a, b) => a.open.placedAtMs - b.open.placedAtMs || a.open.handle - b.open.handle)
  for (const { open, d } of inPlacementSequence) {
    const ranked = [...snapshot.pairCourier.entries()]
      .slice(snapshot.pairStart[d], snapshot.pairStart[d + 1])
      .flatMap(([pair, c]) => {
        const who = snapshot.couriers[c]
        if (who === undefined || given.some(([, taken]) => taken === who.handle)) return []
        const toPickupMs = snapshot.pairToPickupMs[pair] ?? Infinity
        const thereAtMs = Math.max(snapshot.atMs, who.availableAtMs) + toPickupMs + service.beforePickupMs
        const pickupAtMs = Math.max(thereAtMs, open.readyAtMs)
        if (pickupAtMs > who.offAtMs) return []
        const leaveAtMs = pickupAtMs + service.afterPickupMs
        const rideMs = travel.durationMs(open.pickup, open.dropoff, who.vehicle, leaveAtMs)
        const toDropoffMs = leaveAtMs + rideMs + service.beforeDropoffMs - snapshot.atMs
        const score =
          (weights.toRestaurant * toPickupMs) / MINUTE_MS +
          (weights.toDropoff * toDropoffMs) / MINUTE_MS +
          weights.load * who.load +
          weights.acceptance * (1 - who.acceptance) +
          weights.fairness * who.assignedCount
        return [{ who, score }]
      })
      .toSorted(
        (a, b) => a.score - b.score || a.who.idleSinceMs - b.who.idleSinceMs || a.who.handle - b.who.handle
      )
    const [first] = ranked
    if (first !== undefined) given.push([open.handle, first.who.handle])
  }
  return given
}

const chosenBy = (weights: Partial<ScoredWeights>, snapshot: Snapshot): number | null =>
  makeScored(weights).explain(snapshot, makeScored(weights).plan(snapshot, AMPLE), 0).chosen

describe("scored", () => {
  it("does word for word what S75 and S76 say, whatever the weights", () => {
    // Quarters add up exactly, so that ties are ties in both.
    const weight = fc.nat(12).map((quarters) => quarters / 4)
    const someWeights = fc.record({
      toRestaurant: weight,
      toDropoff: weight,
      load: weight,
      acceptance: fc.constant(4),
      fairness: weight
    })
    fc.assert(
      fc.property(smallSketch, someWeights, (sketch, weights) => {
        const snapshot = snapshotOf(sketch)
        const trips = makeScored(weights).plan(snapshot, AMPLE).trips
        expect(trips.map((trip) => [trip.deliveries[0], trip.courier])).toEqual(literally(snapshot, weights))
      }),
      { numRuns: 500 }
    )
  })

  it("lets each of the five terms decide", () => {
    const only = (weights: Partial<ScoredWeights>) => ({
      toRestaurant: 0,
      toDropoff: 0,
      load: 0,
      acceptance: 0,
      fairness: 0,
      ...weights
    })
    const between = (a: Parameters<typeof courier>[1], b: Parameters<typeof courier>[1]) =>
      snapshotOf({ deliveries: [delivery(0)], couriers: [courier(0, a), courier(1, b)] })
    expect(chosenBy(only({ toRestaurant: 1 }), between({ position: [2, 0] }, { position: [1, 0] }))).toBe(1)
    expect(chosenBy(only({ toDropoff: 1 }), between({ availableMin: 9 }, { availableMin: 3 }))).toBe(1)
    expect(chosenBy(only({ load: 1 }), between({ load: 2 }, { load: 1 }))).toBe(1)
    expect(chosenBy(only({ acceptance: 1 }), between({ acceptance: 0.4 }, { acceptance: 0.9 }))).toBe(1)
    expect(chosenBy(only({ fairness: 1 }), between({ assignedCount: 5 }, { assignedCount: 4 }))).toBe(1)
  })

  it("takes turns between equals: the one longest without work goes first", () => {
    const snapshot = snapshotOf({
      deliveries: [delivery(0)],
      couriers: [courier(0, { idleSinceMin: -5 }), courier(1, { idleSinceMin: -9 })]
    })
    expect(chosenBy({}, snapshot)).toBe(1)
  })

  it("names its terms with their weights", () => {
    const snapshot = snapshotOf({
      deliveries: [delivery(0)],
      couriers: [
        courier(6, { position: [4, 0], availableMin: 3, load: 2, acceptance: 0.5, assignedCount: 7 })
      ]
    })
    const [only] = scored.explain(snapshot, scored.plan(snapshot, AMPLE), 0).candidates
    expect(only?.terms).toEqual({
      toRestaurant: defaultScoredWeights.toRestaurant * 4,
      // 3 min until free, 4 to the restaurant, 2 + 2 there, 5 on the way, 2 at the door.
      toDropoff: defaultScoredWeights.toDropoff * 18,
      load: defaultScoredWeights.load * 2,
      acceptance: defaultScoredWeights.acceptance * 0.5,
      fairness: defaultScoredWeights.fairness * 7
    })
  })
})
