import { at, f64, i32, MINUTE_MS } from "@hotbag/core"
import type { Snapshot } from "../Snapshot.ts"
import { courierOfPair, dropoffAtMs, isOnDuty, pickupOfPairMs } from "./cost.ts"

/** What the global matching weighs, in minutes-equivalent. A minute of click-to-door is a minute. */
export interface AssignmentWeights {
  /** Minutes per minute that the expected drop-off exceeds the promise, on top of the minute itself. */
  readonly late: number
  /** Minutes per minute of travel to the restaurant: small, so that it decides between equal drop-offs only. */
  readonly emptyTravel: number
  /** Minutes for a courier who is certain to decline; in proportion for others. */
  readonly rejection: number
  /** Minutes for leaving a delivery to a later round. More than any detour of the others: serving comes first. */
  readonly skip: number
  /** Minutes added to that per minute since placement: when somebody must wait, the older order goes first. */
  readonly ageing: number
}

/** The defaults; the skip price is a week, which no rearrangement of a round comes near. */
export const defaultAssignmentWeights: AssignmentWeights = {
  late: 0,
  emptyTravel: 0.01,
  rejection: 5,
  skip: 10_080,
  ageing: 1
}

/** The terms of a pair in minutes-equivalent; the matching minimises their sum. */
export const assignmentTerms = (snapshot: Snapshot, weights: AssignmentWeights, d: number, pair: number) => {
  const delivery = at(snapshot.deliveries, d)
  const courier = courierOfPair(snapshot, pair)
  const dropoff = dropoffAtMs(snapshot, delivery, courier, pickupOfPairMs(snapshot, d, pair))
  return {
    clickToDoor: (dropoff - delivery.placedAtMs) / MINUTE_MS,
    late: (weights.late * Math.max(0, dropoff - delivery.promisedAtMs)) / MINUTE_MS,
    emptyTravel: (weights.emptyTravel * f64(snapshot.pairToPickupMs, pair)) / MINUTE_MS,
    rejection: weights.rejection * (1 - courier.acceptance)
  }
}

/** Price of leaving delivery index `d` to a later round, in minutes-equivalent. */
export const skipCost = (snapshot: Snapshot, weights: AssignmentWeights, d: number): number => {
  const waitedMin = (snapshot.atMs - at(snapshot.deliveries, d).placedAtMs) / MINUTE_MS
  return weights.skip + (1 + weights.ageing) * waitedMin
}

/** Cost of a pair in minutes-equivalent: the sum of its terms, or `Infinity` when the pickup would be off duty. */
export const assignmentCost = (
  snapshot: Snapshot,
  weights: AssignmentWeights,
  d: number,
  pair: number
): number => {
  if (!isOnDuty(courierOfPair(snapshot, pair), pickupOfPairMs(snapshot, d, pair))) return Infinity
  const terms = assignmentTerms(snapshot, weights, d, pair)
  return terms.clickToDoor + terms.late + terms.emptyTravel + terms.rejection
}

/** Cost of every pair of the snapshot, see `assignmentCost`. */
export const assignmentCosts = (snapshot: Snapshot, weights: AssignmentWeights): Float64Array => {
  const costs = new Float64Array(snapshot.pairCourier.length)
  for (let d = 0; d < snapshot.deliveries.length; d++) {
    for (let pair = i32(snapshot.pairStart, d); pair < i32(snapshot.pairStart, d + 1); pair++) {
      costs[pair] = assignmentCost(snapshot, weights, d, pair)
    }
  }
  return costs
}
