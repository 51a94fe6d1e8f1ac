import { i32 } from "@hotbag/core"
import type { DeliveryHandle } from "../Handles.ts"
import type { Plan } from "../Plan.ts"
import type { Snapshot } from "../Snapshot.ts"
import { assignmentCost, assignmentTerms, skipCost, type AssignmentWeights } from "./assignmentCost.ts"
import { courierOfPair } from "./cost.ts"
import { deliveryIndex, offDuty, SMALLEST_SHOWN_MIN, type Candidate, type RowReasons } from "./explainRow.ts"

/**
 * Reasons of the global matching. A better courier for one delivery may be needed more elsewhere: the verdict then
 * says what the exchange would cost, namely this delivery with that courier and the other delivery with its next
 * best (the courier given back, somebody free, or nobody).
 */
export const assignmentReasons = (
  snapshot: Snapshot,
  plan: Plan,
  weights: AssignmentWeights
): RowReasons => ({
  policy: "assignment",
  terms: (d, pair) => assignmentTerms(snapshot, weights, d, pair),
  obstacle: (d, pair) => offDuty(snapshot, d, pair),
  elsewhere: (candidate, other, chosen) => exchangeVerdict(snapshot, plan, weights, candidate, other, chosen),
  idle: (chosen) =>
    chosen === undefined
      ? "costs more than waiting for a later round"
      : "was not tried: the round's budget ended"
})

const exchangeVerdict = (
  snapshot: Snapshot,
  plan: Plan,
  weights: AssignmentWeights,
  candidate: Candidate,
  otherHandle: DeliveryHandle,
  chosen: Candidate | undefined
): string => {
  const { courier, cost, d } = candidate
  const other = deliveryIndex(snapshot, otherHandle)
  const busy = new Set(plan.trips.map((trip) => trip.courier))
  if (chosen !== undefined) busy.delete(chosen.courier.handle)
  let now = chosen?.cost ?? skipCost(snapshot, weights, d)
  let nextBest = Infinity
  for (let pair = i32(snapshot.pairStart, other); pair < i32(snapshot.pairStart, other + 1); pair++) {
    const handle = courierOfPair(snapshot, pair).handle
    const pairCost = assignmentCost(snapshot, weights, other, pair)
    if (handle === courier.handle) now += pairCost
    else if (!busy.has(handle)) nextBest = Math.min(nextBest, pairCost)
  }
  const instead = `carries delivery ${otherHandle} instead`
  if (nextBest >= skipCost(snapshot, weights, other)) return `${instead}, for which nobody else is free`
  const saved = cost + nextBest - now
  return saved < SMALLEST_SHOWN_MIN
    ? `${instead}, which is as good in all`
    : `${instead}, which saves ${saved.toFixed(1)} min in all`
}
