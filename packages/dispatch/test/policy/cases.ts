import { at, i32, type LatLng, Limits } from "@hotbag/core"
import type { DispatchPolicy, Plan, PlannedTrip, Snapshot } from "@hotbag/dispatch"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { courier, delivery, reversed, smallSketch, snapshotOf } from "./snapshots.ts"

/** More steps than any test needs. */
export const AMPLE = { steps: 1_000_000 }

/**
 * What every policy promises, whatever it optimises. Call it once per policy, at the top of its test file, with as many
 * random snapshots for each law as its speed allows.
 */
export const policyCases = (policy: DispatchPolicy, numRuns = 300): void => {
  describe(`${policy.name} keeps what every policy promises`, () => {
    it("plans nothing for nobody", () => {
      const plan = policy.plan(snapshotOf({ deliveries: [], couriers: [] }), AMPLE)
      expect(still(plan)).toEqual({ trips: [], unassigned: [] })
      const noDeliveries = snapshotOf({ deliveries: [], couriers: [courier(3)] })
      expect(still(policy.plan(noDeliveries, AMPLE))).toEqual({ trips: [], unassigned: [] })
      const noCouriers = snapshotOf({ deliveries: [delivery(8), delivery(2)], couriers: [] })
      expect(still(policy.plan(noCouriers, AMPLE))).toEqual({ trips: [], unassigned: [8, 2] })
    })

    it("sends the only courier to the only delivery, just in time for the food", () => {
      const snapshot = snapshotOf({
        deliveries: [delivery(4, { readyMin: 20 })],
        couriers: [courier(7, { position: [3, 0] })]
      })
      const at = (min: number) => snapshot.atMs + min * 60_000
      expect(still(policy.plan(snapshot, AMPLE))).toMatchObject({
        // 3 km to the restaurant and 2 min there: leave at 15. Then 2 min, 5 km, 2 min.
        trips: [
          { courier: 7, deliveries: [4], departAtMs: at(15), pickupAtMs: at(20), dropoffAtMs: [at(29)] }
        ],
        unassigned: []
      })
    })

    it("never departs before now, and never plans a pickup after the off-time", () => {
      const late = { deliveries: [delivery(0, { readyMin: -30 })], couriers: [courier(0, { offMin: 2 })] }
      expect(policy.plan(snapshotOf(late), AMPLE).trips).toMatchObject([
        { departAtMs: snapshotOf(late).atMs }
      ])
      const tooLate = { ...late, couriers: [courier(0, { offMin: 1 })] }
      expect(policy.plan(snapshotOf(tooLate), AMPLE).unassigned).toEqual([0])
    })

    it("uses every courier when there are more deliveries, and leaves no delivery when there are more couriers", () => {
      const many = Array.from({ length: 9 }, (_, handle) => delivery(handle, { placedMin: -handle }))
      const few = Array.from({ length: 4 }, (_, handle) => courier(handle, { position: [handle, 0] }))
      const used = ({ trips }: Plan) => new Set(trips.map((trip) => trip.courier)).size
      const scarce = policy.plan(snapshotOf({ deliveries: many, couriers: few }), AMPLE)
      expect(used(scarce)).toBe(4)
      // Who plans one delivery for each courier has five left for the next round; who plans further has none.
      expect([0, 5]).toContain(scarce.unassigned.length)
      const plenty = policy.plan(snapshotOf({ deliveries: many.slice(0, 3), couriers: few }), AMPLE)
      expect([used(plenty), plenty.unassigned.length]).toEqual([3, 0])
    })

    it("makes a plan that holds together", () => {
      fc.assert(
        fc.property(smallSketch, (sketch) => {
          const snapshot = snapshotOf(sketch)
          expectSound(snapshot, policy.plan(snapshot, AMPLE))
        }),
        { numRuns }
      )
    })

    it("makes a plan that holds together even without a step to spend", () => {
      fc.assert(
        fc.property(smallSketch, (sketch) => {
          const snapshot = snapshotOf(sketch)
          expectSound(snapshot, policy.plan(snapshot, { steps: 0 }))
        }),
        { numRuns: numRuns / 3 }
      )
    })

    it("gives the same plan for the same snapshot, however its lists are sorted", () => {
      fc.assert(
        fc.property(smallSketch, (sketch) => {
          const plan = policy.plan(snapshotOf(sketch), AMPLE)
          expect(policy.plan(snapshotOf(sketch), AMPLE)).toEqual(plan)
          const backwards = policy.plan(snapshotOf(reversed(sketch)), AMPLE)
          expect(backwards.trips).toEqual(plan.trips)
          expect(backwards.unassigned.toReversed()).toEqual(plan.unassigned)
        }),
        { numRuns }
      )
    })

    it("explains each delivery as the plan treats it", () => {
      fc.assert(
        fc.property(smallSketch, (sketch) => {
          const snapshot = snapshotOf(sketch)
          const plan = policy.plan(snapshot, AMPLE)
          for (let d = 0; d < snapshot.deliveries.length; d++) expectExplained(policy, snapshot, plan, d)
        }),
        { numRuns: numRuns / 3 }
      )
    })

    it("keeps explanations short, with the chosen courier in them", () => {
      const couriers = Array.from({ length: 12 }, (_, handle) => courier(handle, { position: [handle, 0] }))
      const deliveries = Array.from({ length: 12 }, (_, handle) =>
        delivery(handle, { placedMin: handle - 20 })
      )
      const snapshot = snapshotOf({ deliveries, couriers })
      const plan = policy.plan(snapshot, AMPLE)
      for (let d = 0; d < 12; d++) expectExplained(policy, snapshot, plan, d)
    })

    it("refuses to explain what it was not asked to plan", () => {
      const snapshot = snapshotOf({ deliveries: [delivery(1)], couriers: [courier(1)] })
      expect(() => policy.explain(snapshot, policy.plan(snapshot, AMPLE), 2)).toThrow("not in the snapshot")
    })
  })
}

/** A plan that moves nobody who has nothing to carry. */
const still = ({ moves = [], ...plan }: Plan): Plan => {
  expect(moves).toEqual([])
  return plan
}

/** Everything that must hold between a snapshot and any plan made from it. */
const expectSound = (snapshot: Snapshot, plan: Plan): void => {
  const carried = plan.trips.flatMap((trip) => trip.deliveries)
  const known = snapshot.deliveries.map((d) => d.handle)
  expect([...carried, ...plan.unassigned].toSorted(byNumber)).toEqual(known.toSorted(byNumber))
  expect(plan.unassigned).toEqual(known.filter((handle) => plan.unassigned.includes(handle)))
  for (const { courier, to } of plan.moves ?? []) {
    expect(
      plan.trips.map((trip) => trip.courier),
      "who is moved has nothing to carry"
    ).not.toContain(courier)
    expect(
      snapshot.deliveries.map(({ pickup }) => pickup),
      "to a restaurant"
    ).toContainEqual(to)
  }
  const before = new Map<number, PlannedTrip>()
  for (const trip of plan.trips) {
    expectDrivable(snapshot, trip, before.get(trip.courier))
    before.set(trip.courier, trip)
  }
}

/** That the courier can drive the trip, after the one before, and be in time everywhere. */
const expectDrivable = (snapshot: Snapshot, trip: PlannedTrip, before: PlannedTrip | undefined): void => {
  const { afterDropoffMs, afterPickupMs, beforeDropoffMs, beforePickupMs } = snapshot.service
  expect(trip.deliveries.length).toBeGreaterThan(0)
  expect(trip.dropoffAtMs.length).toBe(trip.deliveries.length)
  const courierIndex = snapshot.couriers.findIndex((c) => c.handle === trip.courier)
  const who = at(snapshot.couriers, courierIndex)
  const open = (handle: number) =>
    at(
      snapshot.deliveries,
      snapshot.deliveries.findIndex((wanted) => wanted.handle === handle)
    )
  const way = (from: LatLng, to: LatLng, atMs: number) =>
    snapshot.travel.durationMs(from, to, who.vehicle, atMs)
  const { pickup } = open(at(trip.deliveries, 0))
  const lastDoor = before?.deliveries.at(-1)
  const from = lastDoor === undefined ? who.position : open(lastDoor).dropoff
  const freeAtMs =
    before === undefined ? who.availableAtMs : (before.dropoffAtMs.at(-1) ?? Number.NaN) + afterDropoffMs
  expect(trip.departAtMs).toBeGreaterThanOrEqual(Math.max(snapshot.atMs, freeAtMs))
  const thereAtMs = trip.departAtMs + way(from, pickup, trip.departAtMs) + beforePickupMs
  expect(thereAtMs).toBeLessThanOrEqual(trip.pickupAtMs)
  expect(trip.pickupAtMs).toBeLessThanOrEqual(who.offAtMs)
  let here = pickup
  let leftAtMs = trip.pickupAtMs + afterPickupMs
  trip.deliveries.forEach((handle, i) => {
    const d = snapshot.deliveries.findIndex((wanted) => wanted.handle === handle)
    const row = snapshot.pairCourier.subarray(i32(snapshot.pairStart, d), i32(snapshot.pairStart, d + 1))
    expect([...row], "only candidate pairs").toContain(courierIndex)
    const { dropoff, pickup: shop, readyAtMs } = open(handle)
    expect(shop, "a bundle comes from one restaurant").toEqual(pickup)
    expect(trip.pickupAtMs).toBeGreaterThanOrEqual(readyAtMs)
    const dropoffAtMs = at(trip.dropoffAtMs, i)
    expect(dropoffAtMs).toBeGreaterThanOrEqual(leftAtMs + way(here, dropoff, leftAtMs) + beforeDropoffMs)
    here = dropoff
    leftAtMs = dropoffAtMs + afterDropoffMs
  })
}

const expectExplained = (policy: DispatchPolicy, snapshot: Snapshot, plan: Plan, d: number): void => {
  const handle = at(snapshot.deliveries, d).handle
  const explanation = policy.explain(snapshot, plan, handle)
  const trip = plan.trips.find((planned) => planned.deliveries.includes(handle))
  const pairs = i32(snapshot.pairStart, d + 1) - i32(snapshot.pairStart, d)
  expect(explanation).toMatchObject({
    delivery: handle,
    policy: policy.name,
    chosen: trip?.courier ?? null,
    considered: pairs
  })
  const { candidates } = explanation
  expect(candidates.length).toBe(Math.min(pairs, Limits.explainedCandidates))
  expect(candidates.filter(({ verdict }) => verdict === "chosen").map((c) => c.courier)).toEqual(
    trip === undefined ? [] : [trip.courier]
  )
  for (const { terms, cost, verdict } of candidates) {
    const sum = Object.values(terms).reduce((total, term) => total + term, 0)
    expect(sum).toBeCloseTo(cost, 9)
    expect(verdict).not.toBe("")
  }
  const costs = candidates.map(({ cost }) => cost)
  expect(costs).toEqual(costs.toSorted(byNumber))
}

const byNumber = (a: number, b: number): number => a - b
