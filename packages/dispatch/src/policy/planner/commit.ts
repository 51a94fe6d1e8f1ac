import { at, f64, i32, u8 } from "@hotbag/core"
import type { PlannedTrip } from "../../Plan.ts"
import { takesAt } from "./evaluate.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import type { Departure, Pickup, PlannerRound, PlannerView } from "./PlannerView.ts"
import { duration } from "./TravelCache.ts"

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
    trips.push(...route)
    const [trip] = route
    if (trip === undefined || courier.freeAtMs > view.atMs) return
    const restaurant = i32(s.shop, i32(s.seq, c * ROUTE_STOPS))
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

const tripsOf = (s: PlanState, view: PlannerView, c: number, spareMs: number): ReadonlyArray<PlannedTrip> => {
  const trips: Array<PlannedTrip> = []
  const base = c * ROUTE_STOPS
  const n = i32(s.length, c)
  const vehicle = i32(s.vehicle, c)
  let time = f64(s.free, c)
  let place = i32(s.start, c)
  let i = 0
  while (i < n) {
    const shop = i32(s.shop, i32(s.seq, base + i))
    const first = i
    let ready = 0
    do {
      ready = Math.max(ready, f64(s.ready, i32(s.seq, base + i)))
      i++
    } while (i < n && u8(s.opens, base + i) === 0)
    const members = Array.from(s.seq.subarray(base + first, base + i))
    const pickupAtMs = Math.max(takesAt(s, c, first === 0, place, time, shop), ready)
    trips.push({
      courier: at(view.couriers, c).handle,
      deliveries: members.map((d) => at(view.deliveries, d).handle),
      departAtMs: pickupAtMs - s.beforePickupMs - duration(s.travel, vehicle, place, shop),
      pickupAtMs,
      dropoffAtMs: members.map((d) => f64(s.dropAt, d)),
      ...(n === i && first === 0 ? { spareMs } : {})
    })
    time = f64(s.leaveAt, c * (ROUTE_STOPS + 1) + i)
    place = i32(s.door, i32(s.seq, base + i - 1))
  }
  return trips
}
