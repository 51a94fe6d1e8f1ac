import { at, f64, i32, MINUTE_MS } from "@hotbag/core"
import type { DispatchPolicy } from "../Policy.ts"
import type { Snapshot } from "../Snapshot.ts"
import { courierOfPair, dropoffAtMs, pickupOfPairMs } from "./cost.ts"
import { explainRow, offDuty, type RowReasons } from "./explainRow.ts"
import { placementOrder } from "./placementOrder.ts"
import { singleTrips } from "./singleTrips.ts"

/** What each of the five terms of S75 weighs, in minutes-equivalent: what a courier may lose there and still win. */
export interface ScoredWeights {
  /** Minutes per minute of travel to the restaurant. */
  readonly toRestaurant: number
  /** Minutes per minute from now until the expected drop-off. */
  readonly toDropoff: number
  /** Minutes per delivery in the courier's hands. */
  readonly load: number
  /** Minutes for a courier who is certain to decline; in proportion for others. */
  readonly acceptance: number
  /** Minutes per delivery that the courier was given in this shift. */
  readonly fairness: number
}

/**
 * A minute sooner at the door is worth a minute. The way to the restaurant counts again, but little: it is unpaid and
 * takes the courier away, and it is in the drop-off already. A declined offer costs about five minutes.
 */
export const defaultScoredWeights: ScoredWeights = {
  toRestaurant: 0.2,
  toDropoff: 1,
  load: 0.5,
  acceptance: 5,
  fairness: 0.1
}

/**
 * Ranks couriers by five weighted terms (S75) and asks the best one (S76): deliveries in placement sequence, each
 * to the free courier with the lowest score; ties to the one longest without work (round-robin), then to the lower
 * handle. Couriers still at work are ranked too, from when they will be free. The plan does not depend on how the
 * snapshot is sorted. O(pairs) travel times; spends no steps.
 */
export const makeScored = (weights: Partial<ScoredWeights> = {}): DispatchPolicy => {
  const all = { ...defaultScoredWeights, ...weights }
  return {
    name: "scored",
    plan: (snapshot) => {
      const taken = new Uint8Array(snapshot.couriers.length)
      const pairOfDelivery = new Int32Array(snapshot.deliveries.length).fill(-1)
      for (const d of placementOrder(snapshot.deliveries)) {
        const pair = topRanked(snapshot, all, d, taken)
        if (pair < 0) continue
        pairOfDelivery[d] = pair
        taken[i32(snapshot.pairCourier, pair)] = 1
      }
      return singleTrips(snapshot, pairOfDelivery)
    },
    explain: (snapshot, plan, delivery) => explainRow(snapshot, plan, delivery, reasonsOf(snapshot, all))
  }
}

/** `scored` with the default weights. */
export const scored: DispatchPolicy = makeScored()

/** The five terms of a pair, weighted, in minutes-equivalent; lower is better. */
export const scoredTerms = (snapshot: Snapshot, weights: ScoredWeights, d: number, pair: number) => {
  const courier = courierOfPair(snapshot, pair)
  const pickup = pickupOfPairMs(snapshot, d, pair)
  const dropoff = dropoffAtMs(snapshot, at(snapshot.deliveries, d), courier, pickup)
  return {
    toRestaurant: (weights.toRestaurant * f64(snapshot.pairToPickupMs, pair)) / MINUTE_MS,
    toDropoff: (weights.toDropoff * (dropoff - snapshot.atMs)) / MINUTE_MS,
    load: weights.load * courier.load,
    acceptance: weights.acceptance * (1 - courier.acceptance),
    fairness: weights.fairness * courier.assignedCount
  }
}

const topRanked = (snapshot: Snapshot, weights: ScoredWeights, d: number, taken: Uint8Array): number => {
  let best = -1
  let bestScore = Infinity
  for (let pair = i32(snapshot.pairStart, d); pair < i32(snapshot.pairStart, d + 1); pair++) {
    if (taken[i32(snapshot.pairCourier, pair)] === 1 || offDuty(snapshot, d, pair) !== undefined) continue
    const terms = scoredTerms(snapshot, weights, d, pair)
    const score = terms.toRestaurant + terms.toDropoff + terms.load + terms.acceptance + terms.fairness
    if (score > bestScore || (score === bestScore && !goesFirst(snapshot, pair, best))) continue
    best = pair
    bestScore = score
  }
  return best
}

const goesFirst = (snapshot: Snapshot, pair: number, other: number): boolean => {
  const courier = courierOfPair(snapshot, pair)
  const holder = courierOfPair(snapshot, other)
  if (courier.idleSinceMs !== holder.idleSinceMs) return courier.idleSinceMs < holder.idleSinceMs
  return courier.handle < holder.handle
}

const reasonsOf = (snapshot: Snapshot, weights: ScoredWeights): RowReasons => ({
  policy: "scored",
  terms: (d, pair) => scoredTerms(snapshot, weights, d, pair),
  obstacle: (d, pair) => offDuty(snapshot, d, pair),
  elsewhere: (_, other) => `carries delivery ${other} instead, which was placed earlier`,
  idle: () => "was not asked"
})
