import { at, i32 } from "@hotbag/core"
import { nearest, type DispatchPolicy, type PlannedTrip, type Snapshot } from "@hotbag/dispatch"

/** As `nearest`, but whoever is sent to a restaurant also takes what others would fetch there, up to three orders. */
export const bundling: DispatchPolicy = {
  name: "bundling",
  plan: (snapshot, budget) => {
    const plan = nearest.plan(snapshot, budget)
    const trips: Array<PlannedTrip> = []
    const taken = new Set<number>()
    for (const trip of plan.trips) {
      if (trip.deliveries.some((delivery) => taken.has(delivery))) continue
      const more = snapshot.deliveries
        .map(({ handle }) => handle)
        .filter((handle) => !taken.has(handle) && goesWith(snapshot, trip, handle))
      const deliveries = [...trip.deliveries, ...more].slice(0, roomOf(snapshot, trip))
      for (const delivery of deliveries) taken.add(delivery)
      trips.push({ ...trip, deliveries, dropoffAtMs: deliveries.map(() => at(trip.dropoffAtMs, 0)) })
    }
    const unassigned = snapshot.deliveries.map(({ handle }) => handle).filter((handle) => !taken.has(handle))
    return { trips, unassigned }
  },
  explain: (snapshot, plan, delivery) => ({
    ...nearest.explain(snapshot, plan, delivery),
    policy: "bundling"
  })
}

/** Three, or what the vehicle holds. */
const roomOf = ({ capacity, couriers }: Snapshot, trip: PlannedTrip): number => {
  const vehicle = couriers.find(({ handle }) => handle === trip.courier)?.vehicle
  return Math.min(3, (vehicle === undefined ? undefined : capacity?.[vehicle]) ?? Infinity)
}

/** From the same restaurant, and something that the courier may carry. */
const goesWith = (snapshot: Snapshot, trip: PlannedTrip, handle: number): boolean => {
  if (trip.deliveries.includes(handle)) return false
  const rowOf = (delivery: number) => snapshot.deliveries.findIndex((open) => open.handle === delivery)
  const row = rowOf(handle)
  const { lat, lng } = at(snapshot.deliveries, rowOf(at(trip.deliveries, 0))).pickup
  const { pickup } = at(snapshot.deliveries, row)
  const couriers = snapshot.pairCourier.subarray(
    i32(snapshot.pairStart, row),
    i32(snapshot.pairStart, row + 1)
  )
  const mayCarry = couriers.some((courier) => at(snapshot.couriers, courier).handle === trip.courier)
  return mayCarry && pickup.lat === lat && pickup.lng === lng
}
