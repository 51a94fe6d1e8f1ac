import { i32, invariant, Limits } from "@hotbag/core"
import type { CandidateExplanation, Explanation } from "../Explanation.ts"
import type { CourierHandle, DeliveryHandle } from "../Handles.ts"
import type { Plan } from "../Plan.ts"
import type { FreeCourier, Snapshot } from "../Snapshot.ts"
import { courierOfPair, isOnDuty, pickupOfPairMs } from "./cost.ts"

/** One pair of the snapshot as an explanation looks at it. */
export interface Candidate {
  /** Index of the delivery. */
  readonly d: number
  readonly courier: FreeCourier
  /** Index into the snapshot's pairs. */
  readonly pair: number
  /** Named parts of the cost in minutes or their equivalent. */
  readonly terms: Readonly<Record<string, number>>
  /** Sum of the terms. */
  readonly cost: number
  /** What the plan has this courier carry, if anything. */
  readonly carries: DeliveryHandle | undefined
}

/** What a policy adds to an explanation. */
export interface RowReasons {
  readonly policy: string
  readonly terms: (d: number, pair: number) => Readonly<Record<string, number>>
  /** Why the courier cannot take this delivery whatever the others do; `undefined` when it could. */
  readonly obstacle: (d: number, pair: number) => string | undefined
  /** Why the courier, not more costly than the chosen one, carries `other` instead. */
  readonly elsewhere: (candidate: Candidate, other: DeliveryHandle, chosen: Candidate | undefined) => string
  /** Why the courier, free and able, was not sent although nobody cheaper was. */
  readonly idle: (chosen: Candidate | undefined) => string
}

/**
 * Explains one delivery by its row of candidate pairs: every pair priced anew, best first (ties by handle), cut to
 * `Limits.explainedCandidates`; the chosen courier is always among them.
 *
 * @throws InvariantViolation when the delivery is not in the snapshot.
 */
export const explainRow = (
  snapshot: Snapshot,
  plan: Plan,
  handle: DeliveryHandle,
  reasons: RowReasons
): Omit<Explanation, "searchedM"> => {
  const d = deliveryIndex(snapshot, handle)
  const carries = carriedBy(plan)
  const candidates: Array<Candidate> = []
  for (let pair = i32(snapshot.pairStart, d); pair < i32(snapshot.pairStart, d + 1); pair++) {
    const courier = courierOfPair(snapshot, pair)
    const terms = reasons.terms(d, pair)
    const cost = Object.values(terms).reduce((sum, term) => sum + term, 0)
    candidates.push({ d, courier, pair, terms, cost, carries: carries.get(courier.handle)?.[0] })
  }
  candidates.sort((a, b) => a.cost - b.cost || a.courier.handle - b.courier.handle)
  const chosenAt = candidates.findIndex(({ courier }) => carries.get(courier.handle)?.includes(handle))
  const chosen = candidates[chosenAt]
  const shown = candidates.slice(0, Limits.explainedCandidates)
  if (chosen !== undefined && chosenAt >= shown.length) shown[shown.length - 1] = chosen
  return {
    delivery: handle,
    policy: reasons.policy,
    chosen: chosen === undefined ? null : chosen.courier.handle,
    candidates: shown.map((candidate) => explained(candidate, chosen, reasons)),
    considered: candidates.length
  }
}

/** Index of a delivery in the snapshot. O(n). @throws InvariantViolation when it is not there. */
export const deliveryIndex = (snapshot: Snapshot, handle: DeliveryHandle): number => {
  const index = snapshot.deliveries.findIndex((delivery) => delivery.handle === handle)
  invariant(index >= 0, "the delivery to explain is not in the snapshot", { delivery: handle })
  return index
}

const carriedBy = (plan: Plan): ReadonlyMap<CourierHandle, ReadonlyArray<DeliveryHandle>> =>
  new Map(plan.trips.map((trip) => [trip.courier, trip.deliveries]))

const explained = (
  candidate: Candidate,
  chosen: Candidate | undefined,
  reasons: RowReasons
): CandidateExplanation => ({
  courier: candidate.courier.handle,
  terms: candidate.terms,
  cost: candidate.cost,
  verdict: candidate === chosen ? "chosen" : verdictOf(candidate, chosen, reasons)
})

const verdictOf = (candidate: Candidate, chosen: Candidate | undefined, reasons: RowReasons): string => {
  const obstacle = reasons.obstacle(candidate.d, candidate.pair)
  if (obstacle !== undefined) return obstacle
  const more = chosen === undefined ? 0 : candidate.cost - chosen.cost
  if (more >= SMALLEST_SHOWN_MIN) return `costs ${more.toFixed(1)} min more`
  if (candidate.carries !== undefined) return reasons.elsewhere(candidate, candidate.carries, chosen)
  return chosen !== undefined && Math.abs(more) < SMALLEST_SHOWN_MIN
    ? "as good as the chosen one"
    : reasons.idle(chosen)
}

/** Smaller differences would read as `0.0 min`. */
export const SMALLEST_SHOWN_MIN = 0.05

/** The obstacle that every policy knows. */
export const offDuty = (snapshot: Snapshot, d: number, pair: number): string | undefined =>
  isOnDuty(courierOfPair(snapshot, pair), pickupOfPairMs(snapshot, d, pair))
    ? undefined
    : "goes off duty before the pickup"
