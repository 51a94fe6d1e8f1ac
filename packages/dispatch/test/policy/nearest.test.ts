import { nearest, type Snapshot } from "@hotbag/dispatch"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { AMPLE, policyCases } from "./cases.ts"
import { courier, delivery, smallSketch, snapshotOf } from "./snapshots.ts"

policyCases(nearest)

/** S78 word for word: who gets what, in placement sequence. */
const literally = (snapshot: Snapshot): ReadonlyArray<readonly [number, number]> => {
  const given: Array<readonly [number, number]> = []
  const inPlacementSequence = snapshot.deliveries
    .map((open, d) => ({ open, d }))
    .toSorted((a, b) => a.open.placedAtMs - b.open.placedAtMs || a.open.handle - b.open.handle)
  for (const { open, d } of inPlacementSequence) {
    const idle = [...snapshot.pairCourier.entries()]
      .slice(snapshot.pairStart[d], snapshot.pairStart[d + 1])
      .flatMap(([pair, c]) => {
        const who = snapshot.couriers[c]
        const toPickupMs = snapshot.pairToPickupMs[pair] ?? Infinity
        return who === undefined ? [] : [{ who, toPickupMs }]
      })
      .filter(({ who }) => who.load === 0 && who.availableAtMs <= snapshot.atMs)
      .filter(({ who }) => !given.some(([, taken]) => taken === who.handle))
      .filter(({ who, toPickupMs }) => {
        const thereAtMs = snapshot.atMs + toPickupMs + snapshot.service.beforePickupMs
        return Math.max(thereAtMs, open.readyAtMs) <= who.offAtMs
      })
      .toSorted((a, b) => a.toPickupMs - b.toPickupMs || a.who.handle - b.who.handle)
    const [first] = idle
    if (first !== undefined) given.push([open.handle, first.who.handle])
  }
  return given
}

describe("nearest", () => {
  it("does word for word what S78 says", () => {
    fc.assert(
      fc.property(smallSketch, (sketch) => {
        const snapshot = snapshotOf(sketch)
        const trips = nearest.plan(snapshot, AMPLE).trips
        expect(trips.map((trip) => [trip.deliveries[0], trip.courier])).toEqual(literally(snapshot))
      }),
      { numRuns: 500 }
    )
  })

  it("is greedy: an early delivery takes the only courier that a later one could have", () => {
    const snapshot = snapshotOf({
      deliveries: [delivery(0, { placedMin: -2 }), delivery(1, { placedMin: -1 })],
      couriers: [courier(0, { position: [1, 0] }), courier(1, { position: [2, 0] })],
      mayCarry: (d, c) => d === 0 || c === 0
    })
    const plan = nearest.plan(snapshot, AMPLE)
    expect(plan.trips.map((trip) => [trip.deliveries[0], trip.courier])).toEqual([[0, 0]])
    expect(nearest.explain(snapshot, plan, 1).candidates).toEqual([
      {
        courier: 0,
        terms: { toRestaurant: 1 },
        cost: 1,
        verdict: "carries delivery 0 instead, which was placed earlier"
      }
    ])
  })

  it("says what kept the others from being chosen", () => {
    const snapshot = snapshotOf({
      deliveries: [delivery(0)],
      couriers: [
        courier(0, { availableMin: 4, load: 1 }),
        courier(1, { position: [1, 0], offMin: 2 }),
        courier(2, { position: [2, 0] }),
        courier(3, { position: [2, 0] }),
        courier(4, { position: [5, 0] })
      ]
    })
    const { candidates } = nearest.explain(snapshot, nearest.plan(snapshot, AMPLE), 0)
    expect(candidates.map(({ verdict }) => verdict)).toEqual([
      "not idle",
      "goes off duty before the pickup",
      "chosen",
      "as good as the chosen one",
      "costs 3.0 min more"
    ])
  })
})
