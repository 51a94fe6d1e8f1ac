import { at, f64, i32, MINUTE_MS } from "@hotbag/core"
import type { Snapshot } from "../Snapshot.ts"
import { courierOfPair, dropoffAtMs, earliestDepartureMs, isOnDuty, pickupOfPairMs } from "./cost.ts"

/** What the global matching weighs, in minutes-equivalent. A minute of click-to-door is a minute. */
export interface AssignmentWeights {
  /** Minutes per minute that the expected drop-off exceeds the promise, on top of the minute itself. */
  readonly late: number
  /** Minutes per minute of travel to the restaurant: small, so that it decides between equal drop-offs only. */
  readonly emptyTravel: number
  /** Minutes per minute until the courier is free: of equal drop-offs, the one that cannot slip any more. */
  readonly untilFree: number
  /** Minutes for a courier who is certain to decline; in proportion for others. */
  readonly rejection: number
  /**
   * Leaving a delivery to a later round is priced as a drop-off this many minutes from now. Make it longer than any
   * rearrangement of a round, and somebody who can be served is.
   */
  readonly skip: number
  /**
   * Minutes added to that per minute since placement. At 0 the work that takes longest waits while couriers are
   * scarce, however long it has waited; the more, the closer to first come, first served.
   */
  readonly ageing: number
}

/**
 * The defaults, chosen on the Grubhub days. A late promise weighs nothing extra: at 1 the slowest tenth gains up to
 * three minutes on a scarce day, and the mean pays one for it. The skip price is a week, which no round comes near.
 */
export const defaultAssignmentWeights: AssignmentWeights = {
  late: 0,
  emptyTravel: 0.01,
  untilFree: 0.1,
  rejection: 5,
  skip: 10_080,
  ageing: 0.1
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
    untilFree: (weights.untilFree * (earliestDepartureMs(snapshot, courier) - snapshot.atMs)) / MINUTE_MS,
    rejection: weights.rejection * (1 - courier.acceptance)
  }
}

/** Price of leaving delivery index `d` to a later round, in minutes-equivalent. */
export const skipCost = (snapshot: Snapshot, weights: AssignmentWeights, d: number): number => {
  const { placedAtMs, promisedAtMs } = at(snapshot.deliveries, d)
  const waitedMin = (snapshot.atMs - placedAtMs) / MINUTE_MS
  const overdueMin = (snapshot.atMs - promisedAtMs) / MINUTE_MS
  return (
    weights.skip +
    waitedMin +
    weights.late * Math.max(0, weights.skip + overdueMin) +
    weights.ageing * waitedMin
  )
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
  return terms.clickToDoor + terms.late + terms.emptyTravel + terms.untilFree + terms.rejection
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
