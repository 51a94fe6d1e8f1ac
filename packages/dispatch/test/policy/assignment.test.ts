import { MINUTE_MS } from "@hotbag/core"
import {
  assignment,
  defaultAssignmentWeights,
  makeAssignment,
  nearest,
  scored,
  type AssignmentWeights,
  type Plan,
  type Snapshot
} from "@hotbag/dispatch"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { AMPLE, policyCases } from "./cases.ts"
import { courier, delivery, smallSketch, snapshotOf } from "./snapshots.ts"

policyCases(assignment)

/** The documented cost of delivery index `d` with courier index `c`, word for word; `Infinity` when they are no pair. */
const pairCost = (snapshot: Snapshot, weights: AssignmentWeights, d: number, c: number): number => {
  const { service, travel } = snapshot
  const open = snapshot.deliveries[d]
  const who = snapshot.couriers[c]
  const row = [...snapshot.pairCourier.entries()].slice(snapshot.pairStart[d], snapshot.pairStart[d + 1])
  const pair = row.find(([, candidate]) => candidate === c)
  if (pair === undefined || open === undefined || who === undefined) return Infinity
  const toPickupMs = snapshot.pairToPickupMs[pair[0]] ?? Infinity
  const leaveAtMs = Math.max(snapshot.atMs, who.availableAtMs)
  const thereAtMs = leaveAtMs + toPickupMs + service.beforePickupMs
  const pickupAtMs = Math.max(thereAtMs, open.readyAtMs)
  if (pickupAtMs > who.offAtMs) return Infinity
  const rideMs = travel.durationMs(open.pickup, open.dropoff, who.vehicle, pickupAtMs)
  const dropoffAtMs = pickupAtMs + service.afterPickupMs + rideMs + service.beforeDropoffMs
  return (
    (dropoffAtMs - open.placedAtMs) / MINUTE_MS +
    (weights.late * Math.max(0, dropoffAtMs - open.promisedAtMs)) / MINUTE_MS +
    (weights.emptyTravel * toPickupMs) / MINUTE_MS +
    (weights.untilFree * (leaveAtMs - snapshot.atMs)) / MINUTE_MS +
    weights.rejection * (1 - who.acceptance)
  )
}

/** The documented price of leaving delivery index `d` out: a drop-off `skip` minutes from now, and ageing. */
const skipPrice = (snapshot: Snapshot, weights: AssignmentWeights, d: number): number => {
  const open = snapshot.deliveries[d]
  if (open === undefined) return Infinity
  const thenMs = snapshot.atMs + weights.skip * MINUTE_MS
  return (
    (thenMs - open.placedAtMs) / MINUTE_MS +
    (weights.late * Math.max(0, thenMs - open.promisedAtMs)) / MINUTE_MS +
    (weights.ageing * (snapshot.atMs - open.placedAtMs)) / MINUTE_MS
  )
}

/** Least cost over every possible matching. */
const bruteForce = (snapshot: Snapshot, weights: AssignmentWeights): number => {
  const taken = new Set<number>()
  const from = (d: number): number => {
    if (d === snapshot.deliveries.length) return 0
    let best = skipPrice(snapshot, weights, d) + from(d + 1)
    for (let c = 0; c < snapshot.couriers.length; c++) {
      const cost = pairCost(snapshot, weights, d, c)
      if (cost === Infinity || taken.has(c)) continue
      taken.add(c)
      best = Math.min(best, cost + from(d + 1))
      taken.delete(c)
    }
    return best
  }
  return from(0)
}

const costOf = (snapshot: Snapshot, weights: AssignmentWeights, plan: Plan): number => {
  let sum = 0
  for (const [d, open] of snapshot.deliveries.entries()) {
    const trip = plan.trips.find((planned) => planned.deliveries.includes(open.handle))
    const c = snapshot.couriers.findIndex((who) => who.handle === trip?.courier)
    sum += trip === undefined ? skipPrice(snapshot, weights, d) : pairCost(snapshot, weights, d, c)
  }
  return sum
}

const someWeights: fc.Arbitrary<AssignmentWeights> = fc.record({
  late: fc.nat(3),
  emptyTravel: fc.constantFrom(0, 0.01, 1),
  untilFree: fc.constantFrom(0, 0.1, 1),
  rejection: fc.nat(10),
  skip: fc.constantFrom(0, 30, 10_080),
  ageing: fc.nat(2)
})

describe("assignment", () => {
  it("minimises the documented objective, as trying every matching does", () => {
    fc.assert(
      fc.property(smallSketch, someWeights, (sketch, weights) => {
        const snapshot = snapshotOf(sketch)
        const plan = makeAssignment(weights).plan(snapshot, AMPLE)
        expect(costOf(snapshot, weights, plan)).toBeCloseTo(bruteForce(snapshot, weights), 6)
      }),
      { numRuns: 500 }
    )
  })

  it("is never worse than a greedy policy by its own yardstick", () => {
    fc.assert(
      fc.property(smallSketch, (sketch) => {
        const snapshot = snapshotOf(sketch)
        const cost = (plan: Plan) => costOf(snapshot, defaultAssignmentWeights, plan)
        const best = cost(assignment.plan(snapshot, AMPLE))
        expect(best).toBeLessThanOrEqual(cost(nearest.plan(snapshot, AMPLE)) + 1e-9)
        expect(best).toBeLessThanOrEqual(cost(scored.plan(snapshot, AMPLE)) + 1e-9)
      })
    )
  })

  it("gives way: the earlier delivery leaves the courier that only the later one can have", () => {
    const snapshot = snapshotOf({
      deliveries: [delivery(0, { placedMin: -2 }), delivery(1, { placedMin: -1 })],
      couriers: [courier(0, { position: [1, 0] }), courier(1, { position: [6, 0] })],
      mayCarry: (d, c) => d === 0 || c === 0
    })
    const plan = assignment.plan(snapshot, AMPLE)
    expect(plan.trips.map((trip) => [trip.deliveries[0], trip.courier])).toEqual([
      [0, 1],
      [1, 0]
    ])
    const { candidates } = assignment.explain(snapshot, plan, 0)
    expect(candidates.map(({ courier, verdict }) => [courier, verdict])).toEqual([
      [0, "carries delivery 1 instead, for which nobody else is free"],
      [1, "chosen"]
    ])
  })

  it("says what an exchange would cost", () => {
    // As planned the couriers travel 0 and 6 min, exchanged 5 and 3: 2 min more, and a hundredth of that.
    const snapshot = snapshotOf({
      deliveries: [delivery(0), delivery(1, { pickup: [0, 3] })],
      couriers: [courier(0), courier(1, { position: [5, 0] })]
    })
    const plan = assignment.plan(snapshot, AMPLE)
    const carried = plan.trips.map((trip) => [trip.deliveries[0], trip.courier])
    expect(carried).toEqual([
      [0, 0],
      [1, 1]
    ])
    const { candidates } = assignment.explain(snapshot, plan, 1)
    expect(candidates.map(({ verdict }) => verdict)).toEqual([
      "carries delivery 0 instead, which saves 2.0 min in all",
      "chosen"
    ])
  })

  it("waits for a courier who will be free nearby rather than fetch one from afar", () => {
    const snapshot = snapshotOf({
      deliveries: [delivery(0)],
      couriers: [courier(0, { position: [9, 0] }), courier(1, { availableMin: 4, load: 1 })]
    })
    expect(assignment.plan(snapshot, AMPLE).trips).toMatchObject([
      { courier: 1, departAtMs: snapshot.atMs + 4 * MINUTE_MS }
    ])
  })

  it("prefers the nearer courier when the food decides the pickup", () => {
    const snapshot = snapshotOf({
      deliveries: [delivery(0, { readyMin: 30 })],
      couriers: [courier(0, { position: [3, 0] }), courier(1, { position: [2, 0] })]
    })
    expect(assignment.plan(snapshot, AMPLE).trips).toMatchObject([{ courier: 1 }])
  })

  it("prefers somebody likely to accept, and the delivery whose promise is at stake", () => {
    const reluctant = snapshotOf({
      deliveries: [delivery(0)],
      couriers: [courier(0, { acceptance: 0.2 }), courier(1, { position: [3, 0] })]
    })
    expect(assignment.plan(reluctant, AMPLE).trips).toMatchObject([{ courier: 1 }])
    const promised = snapshotOf({
      deliveries: [delivery(0, { promisedMin: 60 }), delivery(1, { promisedMin: 10 })],
      couriers: [courier(0, { position: [6, 0] }), courier(1)]
    })
    const strict = makeAssignment({ late: 1 }).plan(promised, AMPLE)
    expect(strict.trips.map((trip) => [trip.deliveries[0], trip.courier])).toEqual([
      [0, 0],
      [1, 1]
    ])
  })

  it("does not starve: who has waited much longer goes, though another would be done sooner", () => {
    const snapshot = snapshotOf({
      deliveries: [
        delivery(0, { placedMin: -1, dropoff: [0, 3] }),
        delivery(1, { placedMin: -40, dropoff: [0, 5] })
      ],
      couriers: [courier(0)]
    })
    expect(assignment.plan(snapshot, AMPLE)).toMatchObject({ trips: [{ deliveries: [1] }], unassigned: [0] })
    expect(makeAssignment({ ageing: 0 }).plan(snapshot, AMPLE).unassigned).toEqual([1])
  })

  it("prefers a courier who is free already when both would meet the food", () => {
    const snapshot = snapshotOf({
      deliveries: [delivery(0, { readyMin: 20 })],
      couriers: [courier(0, { availableMin: 5, load: 1 }), courier(1, { position: [3, 0] })]
    })
    expect(assignment.plan(snapshot, AMPLE).trips).toMatchObject([{ courier: 1 }])
  })

  it("leaves a delivery to a later round when the pair costs more than that", () => {
    const snapshot = snapshotOf({ deliveries: [delivery(0)], couriers: [courier(0)] })
    const picky = makeAssignment({ skip: 10 })
    const plan = picky.plan(snapshot, AMPLE)
    expect(plan.unassigned).toEqual([0])
    expect(picky.explain(snapshot, plan, 0)).toMatchObject({
      chosen: null,
      candidates: [{ verdict: "costs more than waiting for a later round" }]
    })
  })
})
