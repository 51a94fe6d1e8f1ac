import { at, f64, i32, u8 } from "@hotbag/core"
import type { DeliveryHandle } from "../../Handles.ts"
import type { PlannedTrip } from "../../Plan.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import type { Departure, Pickup, PlaceHandle, PlannerRound, PlannerView } from "./PlannerView.ts"
import { takesAt } from "./takesAt.ts"
import { duration } from "./TravelCache.ts"
import { otherShop, visitBoth } from "./visits.ts"

/**
 * What binds now, and no sooner than it must: a courier leaves at the last minute that still meets the food, and takes
 * the bundle at the very minute of the pickup. `untilMs` is the next round: what falls before it is due now.
 * A courier with one trip only has `spareMs` to spare before it.
 */
export const commit = (s: PlanState, view: PlannerView, untilMs: number, spareMs = 0): PlannerRound => {
  const departures: Array<Departure> = []
  const pickups: Array<Pickup> = []
  const trips: Array<PlannedTrip> = []
  view.couriers.forEach((courier, c) => {
    const route = tripsOf(s, view, c, spareMs)
    for (const { trip } of route) trips.push(trip)
    const [first] = route
    if (first === undefined || courier.freeAtMs > view.atMs) return
    const { restaurant, trip } = first
    if (restaurant === courier.place) {
      if (trip.pickupAtMs < untilMs) pickups.push({ courier: courier.handle, deliveries: trip.deliveries })
    } else if (trip.departAtMs < untilMs) {
      departures.push({ courier: courier.handle, restaurant, preposition: false })
    }
  })
  const unassigned: Array<number> = []
  for (let d = 0; d < s.deliveryCount; d++) {
    if (i32(s.courierOf, d) < 0) unassigned.push(at(view.deliveries, d).handle)
  }
  return { departures, pickups, trips, unassigned }
}

/** A trip, and the restaurant at which it begins. */
interface RoutedTrip {
  readonly trip: PlannedTrip
  readonly restaurant: PlaceHandle
}

const tripsOf = (s: PlanState, view: PlannerView, c: number, spareMs: number): ReadonlyArray<RoutedTrip> => {
  const trips: Array<RoutedTrip> = []
  const base = c * ROUTE_STOPS
  const n = i32(s.length, c)
  const vehicle = i32(s.vehicle, c)
  let time = f64(s.free, c)
  let place = i32(s.start, c)
  let i = 0
  while (i < n) {
    const shop = i32(s.shop, i32(s.seq, base + i))
    let restaurant = shop
    const first = i
    let ready = 0
    do {
      ready = Math.max(ready, f64(s.ready, i32(s.seq, base + i)))
      i++
    } while (i < n && u8(s.opens, base + i) === 0)
    const deliveries: Array<DeliveryHandle> = []
    const dropoffAtMs: Array<number> = []
    for (let stop = base + first; stop < base + i; stop++) {
      const d = i32(s.seq, stop)
      deliveries.push(at(view.deliveries, d).handle)
      dropoffAtMs.push(f64(s.dropAt, d))
    }
    let pickupAtMs = Math.max(takesAt(s, c, first === 0, place, time, shop), ready)
    const other = otherShop(s, s.seq, base + first, base + i)
    if (other >= 0) {
      visitBoth(s, c, first === 0, place, time, s.seq, base + first, base + i, other)
      pickupAtMs = s.visits.firstAtMs
      restaurant = s.visits.firstShop
    }
    const pickups =
      other < 0
        ? []
        : [restaurant, s.visits.lastShop].map((from) =>
            pickedUpAt(s, view, s.seq.subarray(base + first, base + i), from)
          )
    trips.push({
      restaurant,
      trip: {
        courier: at(view.couriers, c).handle,
        deliveries,
        ...(pickups.length > 0 ? { pickups } : {}),
        departAtMs: pickupAtMs - s.beforePickupMs - duration(s.travel, vehicle, place, restaurant),
        pickupAtMs,
        dropoffAtMs,
        ...(n === i && first === 0 ? { spareMs } : {})
      }
    })
    time = f64(s.leaveAt, c * (ROUTE_STOPS + 1) + i)
    place = i32(s.door, i32(s.seq, base + i - 1))
  }
  return trips
}

/** What of a trip's deliveries comes from a restaurant, in drop-off sequence. */
const pickedUpAt = (
  s: PlanState,
  view: PlannerView,
  members: Int32Array,
  shop: PlaceHandle
): ReadonlyArray<DeliveryHandle> =>
  Array.from(
    members.filter((d) => i32(s.shop, d) === shop),
    (d) => at(view.deliveries, d).handle
  )
