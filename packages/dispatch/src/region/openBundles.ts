import { at, type LatLng } from "@hotbag/core"
import type { CourierHandle } from "../Handles.ts"
import { isSamePlace } from "../nearby.ts"
import type { PlannedTrip } from "../Plan.ts"
import type { Decision } from "./decisions.ts"
import { makeOffer } from "./offers.ts"
import { visitsOf } from "./visits.ts"
import { type RegionState, wakeAt } from "./RegionState.ts"

/**
 * Bundles open until the pickup: an idle courier elsewhere is sent to the restaurant in time, without an order; one
 * who stands there gets the bundle when everything in it can be taken.
 */
export const goOrPickUp = (
  state: RegionState,
  trip: PlannedTrip,
  why: Parameters<typeof makeOffer>[2]
): ReadonlyArray<Decision> => {
  const { nowMs } = state
  // Who could take it this very moment need not be sent first.
  const isThere = waitsThere(state, trip) || trip.pickupAtMs <= nowMs
  // Food that is not there cannot be taken: a courier who waits for it stays free for whatever is better by then.
  if (isThere && !trip.deliveries.every((delivery) => state.deliveries.get(delivery).isReady)) {
    if (trip.pickupAtMs > nowMs) wakeAt(state, trip.pickupAtMs)
    return []
  }
  const dueAtMs = isThere ? trip.pickupAtMs : trip.departAtMs - headStartMs(state, trip)
  if (dueAtMs > nowMs) {
    wakeAt(state, dueAtMs)
    return []
  }
  if (isThere) return [makeOffer(state, trip, why)]
  // The arrival is news; who never arrives is found out by then.
  wakeAt(state, trip.pickupAtMs)
  return [sendCourier(state, trip.courier, pickupOf(state, trip))]
}

/** The courier was sent to the trip's (first) restaurant before, and waits there. */
export const waitsThere = (state: RegionState, trip: PlannedTrip): boolean => {
  const { atRestaurantSinceMs, position } = state.couriers.get(trip.courier)
  return atRestaurantSinceMs !== null && isSamePlace(position, pickupOf(state, trip))
}

const pickupOf = ({ deliveries }: RegionState, trip: PlannedTrip): LatLng =>
  deliveries.get(at(at(visitsOf(trip), 0), 0)).pickup

/** How much sooner than planned the food may be ready. Nothing is given away: until the pickup the courier stays free. */
const headStartMs = ({ deliveries }: RegionState, trip: PlannedTrip): number => {
  const bundle = trip.deliveries.map(deliveries.get)
  return (
    Math.max(...bundle.map(({ readyAtMs }) => readyAtMs)) -
    Math.max(...bundle.map(({ meetFromMs }) => meetFromMs))
  )
}

/** Sends an idle courier to a restaurant; from there on the plan decides. */
export const sendCourier = (state: RegionState, handle: CourierHandle, to: LatLng): Decision => {
  const { couriers, nowMs, options } = state
  const courier = couriers.get(handle)
  const travelMs = options.travel.durationMs(courier.position, to, courier.vehicle, nowMs)
  couriers.sent(courier, to, nowMs + travelMs)
  return { _tag: "Preposition", atMs: nowMs, courier: handle, to }
}
