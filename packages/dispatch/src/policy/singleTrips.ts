import { at, f64, i32 } from "@hotbag/core"
import type { Plan, PlannedTrip } from "../Plan.ts"
import type { Snapshot } from "../Snapshot.ts"
import { courierOfPair, departAtMs, dropoffAtMs, pickupOfPairMs } from "./cost.ts"
import { placementOrder } from "./placementOrder.ts"

/**
 * The plan in which every delivery rides alone: `pairOfDelivery` has the snapshot's pair that was taken for each
 * delivery, -1 for none. Trips come in placement sequence, so a plan does not show how the snapshot was sorted.
 */
export const singleTrips = (snapshot: Snapshot, pairOfDelivery: Int32Array): Plan => {
  const trips: Array<PlannedTrip> = []
  for (const d of placementOrder(snapshot.deliveries)) {
    const pair = i32(pairOfDelivery, d)
    if (pair >= 0) trips.push(tripOf(snapshot, d, pair))
  }
  const unassigned = snapshot.deliveries
    .filter((_, d) => i32(pairOfDelivery, d) < 0)
    .map((delivery) => delivery.handle)
  return { trips, unassigned }
}

const tripOf = (snapshot: Snapshot, d: number, pair: number): PlannedTrip => {
  const delivery = at(snapshot.deliveries, d)
  const courier = courierOfPair(snapshot, pair)
  const pickup = pickupOfPairMs(snapshot, d, pair)
  return {
    courier: courier.handle,
    deliveries: [delivery.handle],
    departAtMs: departAtMs(snapshot, pickup, f64(snapshot.pairToPickupMs, pair)),
    pickupAtMs: pickup,
    dropoffAtMs: [dropoffAtMs(snapshot, delivery, courier, pickup)]
  }
}
