import { at, i32, type LatLng, MINUTE_MS } from "@hotbag/core"
import { firstTrips } from "../../firstTrips.ts"
import type { DispatchPolicy } from "../../Policy.ts"
import type { OpenDelivery, Snapshot } from "../../Snapshot.ts"
import { explainRow, offDuty } from "../explainRow.ts"
import { courierOfPair, dropoffAtMs, pickupOfPairMs } from "../cost.ts"
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
  const fresh = (): DispatchPolicy => {
    const session = makeSession(options)
    return { ...policy, plan: (snapshot, budget) => session(snapshot, budget.steps) }
  }
  const policy: DispatchPolicy = {
    name: "planner",
    openBundles: true,
    seesEverybody: true,
    plan: (snapshot, budget) => makeSession(options)(snapshot, budget.steps),
    explain: (snapshot, plan, delivery) =>
      explainRow(snapshot, { ...plan, trips: firstTrips(plan) }, delivery, {
        policy: "planner",
        terms: (d, pair) => {
          const courier = courierOfPair(snapshot, pair)
          const wanted = at(snapshot.deliveries, d)
          const dropoff = dropoffAtMs(snapshot, wanted, courier, pickupOfPairMs(snapshot, d, pair))
          return { clickToDoor: (dropoff - wanted.placedAtMs) / MINUTE_MS }
        },
        obstacle: (d, pair) => offDuty(snapshot, d, pair),
        elsewhere: ({ carries }) => `carries delivery ${carries} instead`,
        idle: () => "was not needed"
      }),
    forRegion: fresh
  }
  return policy
}

type Session = (snapshot: Snapshot, steps: number) => ReturnType<DispatchPolicy["plan"]>

const makeSession = (options: Partial<PlannerOptions>): Session => {
  let kernel: Planner | null = null
  const places = new Map<string, PlaceHandle>()
  const positions: Array<LatLng> = []
  return (snapshot, steps) => {
    kernel ??= makePlanner(snapshot.travel, makeLuck(1), options)
    const { addPlace, round } = kernel
    const placeOf = (position: LatLng): PlaceHandle => {
      const key = `${position.lat} ${position.lng}`
      const known = places.get(key)
      if (known !== undefined) return known
      const place = addPlace(position)
      places.set(key, place)
      positions[place] = position
      return place
    }
    const planned = round(viewOf(snapshot, placeOf), { steps })
    return {
      trips: planned.trips,
      unassigned: planned.unassigned,
      moves: planned.departures
        .filter(({ preposition }) => preposition)
        .map(({ courier, restaurant }) => ({ courier, to: at(positions, restaurant) }))
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
        arrivedAtMs: courier.atRestaurantSinceMs ?? courier.availableAtMs,
        offAtMs: courier.offAtMs,
        vehicle: courier.vehicle
      }
    })
  }
}
