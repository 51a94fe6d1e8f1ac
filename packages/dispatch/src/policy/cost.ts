import { at, f64, i32 } from "@hotbag/core"
import type { FreeCourier, OpenDelivery, Snapshot } from "../Snapshot.ts"

/*
 * When one courier, carrying one delivery alone, would leave, pick up and drop off. Every policy takes its times
 * from here, so that a plan, its explanation and the next round agree to the millisecond.
 *
 * `toPickupMs` is the travel time of the pair as the snapshot has it (`pairToPickupMs`): for a courier who leaves
 * when available. A later departure keeps it; where speeds change by the hour, the next round corrects the estimate.
 */

/** The first moment at which the courier can leave for new work. */
export const earliestDepartureMs = (snapshot: Snapshot, courier: FreeCourier): number =>
  Math.max(snapshot.atMs, courier.availableAtMs)

/** Expected pickup: courier there and handled, food ready, whichever comes last. */
export const pickupAtMs = (
  snapshot: Snapshot,
  delivery: OpenDelivery,
  courier: FreeCourier,
  toPickupMs: number
): number => {
  const departureMs = earliestDepartureMs(snapshot, courier)
  if (toPickupMs === 0 && courier.atRestaurantSinceMs !== null) {
    const handledAtMs = courier.atRestaurantSinceMs + snapshot.service.beforePickupMs
    return Math.max(delivery.readyAtMs, departureMs, handledAtMs)
  }
  return Math.max(delivery.readyAtMs, departureMs + toPickupMs + snapshot.service.beforePickupMs)
}

/**
 * The latest departure that still meets the food, never before the courier can leave. Until then the courier stays
 * free for something better: one who waits at the restaurant through the preparation is lost to everybody else.
 */
export const departAtMs = (snapshot: Snapshot, pickupAtMs: number, toPickupMs: number): number =>
  pickupAtMs - snapshot.service.beforePickupMs - toPickupMs

/** Expected drop-off of a delivery picked up at `pickupAtMs`. Calls the travel model once. */
export const dropoffAtMs = (
  snapshot: Snapshot,
  delivery: OpenDelivery,
  courier: FreeCourier,
  pickupAtMs: number
): number => {
  const leaveAtMs = pickupAtMs + snapshot.service.afterPickupMs
  const travelMs = snapshot.travel.durationMs(delivery.pickup, delivery.dropoff, courier.vehicle, leaveAtMs)
  return leaveAtMs + travelMs + snapshot.service.beforeDropoffMs
}

/** True when the courier is still on duty at the expected pickup: the rule is no pickup after the off-time. */
export const isOnDuty = (courier: FreeCourier, pickupAtMs: number): boolean => pickupAtMs <= courier.offAtMs

/** The courier of the snapshot's pair `pair`. */
export const courierOfPair = (snapshot: Snapshot, pair: number): FreeCourier =>
  at(snapshot.couriers, i32(snapshot.pairCourier, pair))

/** Expected pickup of pair `pair`, which is in the row of delivery index `d`. */
export const pickupOfPairMs = (snapshot: Snapshot, d: number, pair: number): number =>
  pickupAtMs(
    snapshot,
    at(snapshot.deliveries, d),
    courierOfPair(snapshot, pair),
    f64(snapshot.pairToPickupMs, pair)
  )
