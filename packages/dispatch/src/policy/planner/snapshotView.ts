import { at, i32 } from "@hotbag/core"
import type { Snapshot } from "../../Snapshot.ts"
import { placementOrder } from "../placementOrder.ts"
import type { PlaceBook } from "./PlaceBook.ts"
import type { PlannerView } from "./PlannerView.ts"

/**
 * The snapshot as the planner sees it: deliveries by placement, couriers by handle, however the snapshot was sorted.
 * O(pairs + couriers log couriers).
 */
export const snapshotView = (snapshot: Snapshot, { placeOf, restaurantOf }: PlaceBook): PlannerView => {
  const columns = courierSequence(snapshot)
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
    ...(snapshot.bundleRestaurantsWithinM === undefined
      ? {}
      : { bundleRestaurantsWithinM: snapshot.bundleRestaurantsWithinM }),
    ...(snapshot.sparesTravel === true ? { sparesTravel: true } : {}),
    ...(snapshot.listedEveryMs === undefined ? {} : { placedEveryMs: snapshot.listedEveryMs }),
    isPartial: snapshot.listsEverybody !== true,
    deliveries: Array.from(placementOrder(snapshot.deliveries), (d) => {
      const delivery = at(snapshot.deliveries, d)
      const row = snapshot.pairCourier.subarray(i32(snapshot.pairStart, d), i32(snapshot.pairStart, d + 1))
      return {
        handle: delivery.handle,
        pickup: restaurantOf(delivery.pickup),
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
        acceptance: courier.acceptance,
        assignedCount: courier.assignedCount,
        onDutySinceMs: courier.onDutySinceMs
      }
    })
  }
}

/** Courier indexes by handle: as numbers `handle × couriers + index`, which sort without being compared in JavaScript. */
const courierSequence = ({ couriers }: Snapshot): Int32Array => {
  const count = couriers.length
  const keys = Float64Array.from(couriers, ({ handle }, index) => handle * count + index).sort()
  return Int32Array.from(keys, (key) => key % count)
}
