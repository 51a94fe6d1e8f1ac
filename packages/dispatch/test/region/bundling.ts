import { at, i32 } from "@hotbag/core"
import { nearest, type DispatchPolicy, type PlannedTrip, type Snapshot } from "@hotbag/dispatch"

/** `nearest`, and whoever goes to a restaurant also takes what nobody else fetches there, up to three at once. */
export const bundling: DispatchPolicy = {
  name: "bundling",
  plan: (snapshot, budget) => {
    const plan = nearest.plan(snapshot, budget)
    const left = new Set(plan.unassigned)
    const trips = plan.trips.map((trip) => filled(snapshot, trip, left))
    return { trips, unassigned: plan.unassigned.filter((handle) => left.has(handle)) }
  },
  explain: (snapshot, plan, delivery) => ({
    ...nearest.explain(snapshot, plan, delivery),
    policy: "bundling"
  })
}

/** The same where the bundle stays open until the pickup. */
export const openBundling: DispatchPolicy = { ...bundling, openBundles: true }

const filled = (snapshot: Snapshot, trip: PlannedTrip, left: Set<number>): PlannedTrip => {
  const handles = snapshot.deliveries.map(({ handle }) => handle)
  const shop = at(snapshot.deliveries, handles.indexOf(at(trip.deliveries, 0))).pickup
  const bundle = [...trip.deliveries]
  let { pickupAtMs } = trip
  for (const handle of left) {
    const d = handles.indexOf(handle)
    const { pickup, readyAtMs } = at(snapshot.deliveries, d)
    const row = snapshot.pairCourier.subarray(i32(snapshot.pairStart, d), i32(snapshot.pairStart, d + 1))
    const mayCarry = row.some((courier) => at(snapshot.couriers, courier).handle === trip.courier)
    if (bundle.length >= 3 || !mayCarry || pickup.lat !== shop.lat || pickup.lng !== shop.lng) continue
    bundle.unshift(handle)
    left.delete(handle)
    pickupAtMs = Math.max(pickupAtMs, readyAtMs)
  }
  return {
    courier: trip.courier,
    deliveries: bundle,
    departAtMs: trip.departAtMs + pickupAtMs - trip.pickupAtMs,
    pickupAtMs,
    dropoffAtMs: bundle.map(() => pickupAtMs)
  }
}
