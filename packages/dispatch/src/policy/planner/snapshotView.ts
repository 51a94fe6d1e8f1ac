import { at, f64, i32 } from "@hotbag/core"
import type { Snapshot } from "../../Snapshot.ts"
import { placementOrder } from "../placementOrder.ts"
import type { PlaceBook } from "./PlaceBook.ts"
import type { PlannerCourier, PlannerDelivery, PlannerView } from "./PlannerView.ts"

/**
 * The snapshot as the planner sees it: deliveries by placement, couriers by handle, however the snapshot was sorted.
 * O(pairs + couriers log couriers).
 */
export const snapshotView = (snapshot: Snapshot, book: PlaceBook): PlannerView => {
  const columns = courierSequence(snapshot)
  const seatOf = new Int32Array(columns.length)
  for (let seat = 0; seat < columns.length; seat++) seatOf[i32(columns, seat)] = seat
  const { pairCourier } = snapshot
  const seats = new Int32Array(pairCourier.length)
  for (let pair = 0; pair < seats.length; pair++) seats[pair] = i32(seatOf, i32(pairCourier, pair))
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
    // Sequence matters: places are numbered as they are asked for.
    deliveries: deliveriesOf(snapshot, seats, book),
    couriers: couriersOf(snapshot, columns, book)
  }
}

const deliveriesOf = (
  { couriers, deliveries, pairStart }: Snapshot,
  seats: Int32Array,
  { placeOf, restaurantOf }: PlaceBook
): ReadonlyArray<PlannerDelivery> => {
  const order = placementOrder(deliveries)
  const seen: Array<PlannerDelivery> = []
  for (let place = 0; place < order.length; place++) {
    const d = i32(order, place)
    const delivery = at(deliveries, d)
    const first = i32(pairStart, d)
    const end = i32(pairStart, d + 1)
    seen.push({
      handle: delivery.handle,
      pickup: restaurantOf(delivery.pickup),
      dropoff: placeOf(delivery.dropoff),
      placedAtMs: delivery.placedAtMs,
      readyAtMs: delivery.readyAtMs,
      promisedAtMs: delivery.promisedAtMs,
      couriers: end - first === couriers.length ? null : seats.subarray(first, end)
    })
  }
  return seen
}

const couriersOf = (
  { atMs, couriers }: Snapshot,
  columns: Int32Array,
  { placeOfCourier }: PlaceBook
): ReadonlyArray<PlannerCourier> => {
  const seen: Array<PlannerCourier> = []
  for (let seat = 0; seat < columns.length; seat++) {
    const courier = at(couriers, i32(columns, seat))
    seen.push({
      handle: courier.handle,
      place: placeOfCourier(courier.handle, courier.position),
      freeAtMs: courier.availableAtMs,
      arrivedAtMs: courier.atRestaurantSinceMs ?? Math.max(atMs, courier.availableAtMs),
      offAtMs: courier.offAtMs,
      vehicle: courier.vehicle,
      acceptance: courier.acceptance,
      assignedCount: courier.assignedCount,
      onDutySinceMs: courier.onDutySinceMs
    })
  }
  return seen
}

/** Courier indexes by handle: as numbers `handle × couriers + index`, which sort without being compared in JavaScript. */
const courierSequence = ({ couriers }: Snapshot): Int32Array => {
  const count = couriers.length
  const keys = new Float64Array(count)
  for (let index = 0; index < count; index++) keys[index] = at(couriers, index).handle * count + index
  keys.sort()
  const sequence = new Int32Array(count)
  for (let seat = 0; seat < count; seat++) sequence[seat] = f64(keys, seat) % count
  return sequence
}
