import { at, i32, type LatLng } from "@hotbag/core"
import type { DispatchPolicy } from "../../Policy.ts"
import type { OpenDelivery, Snapshot } from "../../Snapshot.ts"
import { placementOrder } from "../placementOrder.ts"
import { makeLuck } from "./luck.ts"
import { makePlanner, type Planner, type PlannerOptions } from "./planner.ts"
import type { PlaceHandle, PlannerView } from "./PlannerView.ts"

/**
 * The rolling-horizon planner as a policy: a sequence of trips for every courier over all open deliveries,
 * re-optimised every round, couriers without work placed where demand was seen.
 *
 * `forRegion` gives it the memory it lives from (the last plan, the demand so far); without it every round starts
 * from nothing, and equal snapshots give equal plans.
 */
export const makePlannerPolicy = (options: Partial<PlannerOptions> = {}): DispatchPolicy => {
  const policy: DispatchPolicy = {
    name: NAME,
    openBundles: true,
    seesEverybody: true,
    plan: (snapshot, budget) => makeSession(options).plan(snapshot, budget),
    explain: (snapshot, plan, delivery) => makeSession(options).explain(snapshot, plan, delivery),
    forRegion: () => ({ ...policy, ...makeSession(options) })
  }
  return policy
}

const NAME = "planner"

type Session = Pick<DispatchPolicy, "plan" | "explain">

const makeSession = (options: Partial<PlannerOptions>): Session => {
  let kernel: Planner | null = null
  let seen: { readonly snapshot: Snapshot; readonly view: PlannerView } | null = null
  const places = new Map<string, PlaceHandle>()
  const positions: Array<LatLng> = []
  const look = (snapshot: Snapshot) => {
    const { addPlace } = (kernel ??= makePlanner(snapshot.travel, makeLuck(1), options))
    const placeOf = (position: LatLng): PlaceHandle => {
      const key = `${position.lat} ${position.lng}`
      const known = places.get(key)
      if (known !== undefined) return known
      const place = addPlace(position)
      places.set(key, place)
      positions[place] = position
      return place
    }
    if (seen?.snapshot !== snapshot) seen = { snapshot, view: viewOf(snapshot, placeOf) }
    return { planner: kernel, view: seen.view }
  }
  return {
    plan: (snapshot, budget) => {
      const { planner, view } = look(snapshot)
      const { departures, trips, unassigned } = planner.round(view, budget)
      const left = new Set(unassigned)
      const moves = departures.filter(({ preposition }) => preposition)
      return {
        trips,
        moves: moves.map(({ courier, restaurant }) => ({ courier, to: at(positions, restaurant) })),
        unassigned: snapshot.deliveries.flatMap(({ handle }) => (left.has(handle) ? [handle] : []))
      }
    },
    explain: (snapshot, plan, delivery) => {
      const { planner, view } = look(snapshot)
      return { ...planner.explain(view, plan.trips, delivery), policy: NAME }
    }
  }
}

const viewOf = (snapshot: Snapshot, placeOf: (position: LatLng) => PlaceHandle): PlannerView => {
  const columns = Int32Array.from(snapshot.couriers.keys()).sort(
    (a, b) => at(snapshot.couriers, a).handle - at(snapshot.couriers, b).handle
  )
  const seatOf = new Int32Array(columns.length)
  columns.forEach((column, seat) => {
    seatOf[column] = seat
  })
  return {
    atMs: snapshot.atMs,
    travel: snapshot.travel,
    service: snapshot.service,
    ...(snapshot.capacity === undefined ? {} : { capacity: snapshot.capacity }),
    ...(snapshot.bundleDelayMs === undefined ? {} : { bundleDelayMs: snapshot.bundleDelayMs }),
    deliveries: Array.from(placementOrder(snapshot.deliveries), (d) => {
      const delivery: OpenDelivery = at(snapshot.deliveries, d)
      const row = snapshot.pairCourier.subarray(i32(snapshot.pairStart, d), i32(snapshot.pairStart, d + 1))
      return {
        handle: delivery.handle,
        pickup: placeOf(delivery.pickup),
        dropoff: placeOf(delivery.dropoff),
        placedAtMs: delivery.placedAtMs,
        readyAtMs: delivery.readyAtMs,
        promisedAtMs: delivery.promisedAtMs,
        couriers: row.length === columns.length ? null : row.map((column) => i32(seatOf, column))
      }
    }),
    couriers: Array.from(columns, (column) => {
      const courier = at(snapshot.couriers, column)
      return {
        handle: courier.handle,
        place: placeOf(courier.position),
        freeAtMs: courier.availableAtMs,
        arrivedAtMs: courier.atRestaurantSinceMs ?? Math.max(snapshot.atMs, courier.availableAtMs),
        offAtMs: courier.offAtMs,
        vehicle: courier.vehicle,
        assignedCount: courier.assignedCount,
        onDutySinceMs: courier.onDutySinceMs
      }
    })
  }
}
