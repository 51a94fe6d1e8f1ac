import { f64, i32, MINUTE_MS } from "@hotbag/core"
import type { DispatchPolicy } from "../Policy.ts"
import type { Snapshot } from "../Snapshot.ts"
import { courierOfPair } from "./cost.ts"
import { explainRow, offDuty, type RowReasons } from "./explainRow.ts"
import { placementOrder } from "./placementOrder.ts"
import { singleTrips } from "./singleTrips.ts"

/**
 * The greedy baseline (S78): deliveries in placement sequence, each to the idle courier with the shortest way to
 * the restaurant, ties to the lower handle. It never looks ahead, so an early delivery may take the one courier
 * that a later one needed. The plan does not depend on how the snapshot is sorted. O(pairs); spends no steps.
 */
export const nearest: DispatchPolicy = {
  name: "nearest",
  plan: (snapshot) => {
    const taken = new Uint8Array(snapshot.couriers.length)
    const pairOfDelivery = new Int32Array(snapshot.deliveries.length).fill(-1)
    for (const d of placementOrder(snapshot.deliveries)) {
      const pair = nearestPair(snapshot, d, taken)
      if (pair < 0) continue
      pairOfDelivery[d] = pair
      taken[i32(snapshot.pairCourier, pair)] = 1
    }
    return singleTrips(snapshot, pairOfDelivery)
  },
  explain: (snapshot, plan, delivery) => explainRow(snapshot, plan, delivery, reasonsOf(snapshot))
}

const nearestPair = (snapshot: Snapshot, d: number, taken: Uint8Array): number => {
  let best = -1
  for (let pair = i32(snapshot.pairStart, d); pair < i32(snapshot.pairStart, d + 1); pair++) {
    if (taken[i32(snapshot.pairCourier, pair)] === 1 || obstacleOf(snapshot, d, pair) !== undefined) continue
    if (best < 0 || isNearer(snapshot, pair, best)) best = pair
  }
  return best
}

const isNearer = (snapshot: Snapshot, pair: number, other: number): boolean => {
  const nearerByMs = f64(snapshot.pairToPickupMs, other) - f64(snapshot.pairToPickupMs, pair)
  if (nearerByMs !== 0) return nearerByMs > 0
  return courierOfPair(snapshot, pair).handle < courierOfPair(snapshot, other).handle
}

const obstacleOf = (snapshot: Snapshot, d: number, pair: number): string | undefined => {
  const courier = courierOfPair(snapshot, pair)
  if (courier.load > 0 || courier.availableAtMs > snapshot.atMs) return "not idle"
  return offDuty(snapshot, d, pair)
}

const reasonsOf = (snapshot: Snapshot): RowReasons => ({
  policy: "nearest",
  terms: (_, pair) => ({ toRestaurant: f64(snapshot.pairToPickupMs, pair) / MINUTE_MS }),
  obstacle: (d, pair) => obstacleOf(snapshot, d, pair),
  elsewhere: (_, other) => `carries delivery ${other} instead, which was placed earlier`,
  idle: () => "was not asked"
})
