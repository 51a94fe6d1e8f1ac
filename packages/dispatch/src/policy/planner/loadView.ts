import { at, f64, i32 } from "@hotbag/core"
import type { PlannedTrip } from "../../Plan.ts"
import type { Announcements } from "./announce.ts"
import { refresh } from "./evaluate.ts"
import { fillFairness } from "./fairness.ts"
import { reserve, ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import type { PlannerView } from "./PlannerView.ts"
import { duration, setOut, vehicleNumber } from "./TravelCache.ts"

/** The plan of the last round by handles, from which the next one starts. */
export interface WarmPlan {
  /** What was announced of each delivery. */
  readonly announced: Announcements
  /** Delivery handles of each courier's route in order; those that open a trip are negative, as `-1 - handle`. */
  readonly routes: ReadonlyMap<number, ReadonlyArray<number>>
}

/** The routes of planned trips, which stand courier by courier in the order of driving. */
export const routesOfTrips = (trips: ReadonlyArray<PlannedTrip>): WarmPlan["routes"] => {
  const routes = new Map<number, Array<number>>()
  for (const { courier, deliveries } of trips) {
    const route = routes.get(courier) ?? []
    deliveries.forEach((delivery, i) => route.push(i === 0 ? -1 - delivery : delivery))
    routes.set(courier, route)
  }
  return routes
}

/**
 * Loads what the round may look at: deliveries, couriers, and the routes of the last round without what has been picked
 * up or cancelled since. All other deliveries go into the pool. O(deliveries + couriers).
 */
export const loadView = (s: PlanState, view: PlannerView, warm: WarmPlan): void => {
  reserve(s, view.deliveries.length, view.couriers.length)
  s.nowMs = view.atMs
  s.beforePickupMs = view.service.beforePickupMs
  s.afterPickupMs = view.service.afterPickupMs
  s.beforeDropoffMs = view.service.beforeDropoffMs
  s.afterDropoffMs = view.service.afterDropoffMs
  setOut(s.travel, view.travel, view.atMs)
  s.bundleDelayMs = Math.min(s.weights.bundleDelayMs, view.bundleDelayMs ?? Infinity)
  s.bundleWithinM = view.bundleRestaurantsWithinM ?? 0
  s.poolCount = 0
  const indexOf = loadDeliveries(s, view)
  fillFairness(s, view)
  loadAnnounced(s, view, warm.announced)
  for (let c = 0; c < view.couriers.length; c++) {
    const courier = at(view.couriers, c)
    s.start[c] = courier.place
    s.vehicle[c] = vehicleNumber(courier.vehicle)
    s.capacity[c] = Math.min(s.maxBundle, view.capacity?.[courier.vehicle] ?? ROUTE_STOPS)
    s.free[c] = Math.max(view.atMs, courier.freeAtMs)
    s.arrived[c] = courier.arrivedAtMs
    s.off[c] = courier.offAtMs
    s.refusal[c] = s.weights.refusalMs * (1 - (courier.acceptance ?? 1))
    loadRoute(s, view, c, warm.routes.get(courier.handle) ?? [], indexOf)
  }
  for (let d = 0; d < s.deliveryCount; d++) if (i32(s.courierOf, d) < 0) s.pool[s.poolCount++] = d
}

const loadDeliveries = (s: PlanState, view: PlannerView): ReadonlyMap<number, number> => {
  const indexOf = new Map<number, number>()
  for (let d = 0; d < view.deliveries.length; d++) {
    const delivery = at(view.deliveries, d)
    indexOf.set(delivery.handle, d)
    s.shop[d] = delivery.pickup
    s.door[d] = delivery.dropoff
    s.ready[d] = delivery.readyAtMs
    s.promised[d] = delivery.promisedAtMs
    s.floorAt[d] =
      delivery.readyAtMs +
      s.afterPickupMs +
      duration(s.travel, CAR, delivery.pickup, delivery.dropoff) +
      s.beforeDropoffMs
    s.courierOf[d] = -1
  }
  return indexOf
}

const loadAnnounced = (s: PlanState, view: PlannerView, announced: Announcements): void => {
  const seatOf = new Map<number, number>()
  if (s.weights.changeOfCourierMs !== 0) view.couriers.forEach(({ handle }, c) => seatOf.set(handle, c))
  for (let d = 0; d < s.deliveryCount; d++) {
    const known = announced.get(at(view.deliveries, d).handle)
    s.announcedAt[d] = known?.dropoffAtMs ?? Infinity
    s.announcedTo[d] = known === undefined ? -1 : (seatOf.get(known.courier) ?? -1)
  }
}

/** Who has declined since, or is out of reach now, does not keep the delivery. */
const mayCarry = (view: PlannerView, d: number, c: number): boolean =>
  at(view.deliveries, d).couriers?.includes(c) ?? true

const loadRoute = (
  s: PlanState,
  view: PlannerView,
  c: number,
  route: ReadonlyArray<number>,
  indexOf: ReadonlyMap<number, number>
): void => {
  const base = c * ROUTE_STOPS
  let n = 0
  let onBoard = 0
  let opens = false
  for (const code of route) {
    if (code < 0) {
      opens = true
      onBoard = 0
    }
    const d = indexOf.get(code < 0 ? -1 - code : code)
    // Who came back with a smaller vehicle leaves the rest of a bundle to be planned anew.
    if (d === undefined || !mayCarry(view, d, c) || onBoard === i32(s.capacity, c)) continue
    onBoard++
    s.seq[base + n] = d
    s.opens[base + n] = opens ? 1 : 0
    s.courierOf[d] = c
    opens = false
    n++
  }
  s.length[c] = n
  refresh(s, c, 0)
  // Late couriers and moved estimates: what can no longer be picked up before the off-time is planned anew.
  while (f64(s.routeCost, c) === Infinity) {
    n--
    s.courierOf[i32(s.seq, base + n)] = -1
    s.length[c] = n
    refresh(s, c, 0)
  }
}

/** The floor is the same whoever drives: that of the fastest vehicle. */
const CAR = 3
