import type { CourierHandle, DeliveryHandle } from "./Handles.ts"

/** One courier that was considered for a delivery. */
export interface CandidateExplanation {
  readonly courier: CourierHandle
  /** Named parts of the cost, each in minutes of delay or an equivalent; they add up to `cost`. */
  readonly terms: Readonly<Record<string, number>>
  /** Sum of the terms; lower is better. */
  readonly cost: number
  /** `chosen`, or why not, in words: `costs 3.2 min more`, `carries delivery 17 instead`. */
  readonly verdict: string
}

/** Why a delivery got its courier (or none). Candidates best first, at most `Limits.explainedCandidates`. */
export interface Explanation {
  readonly delivery: DeliveryHandle
  readonly policy: string
  readonly chosen: CourierHandle | null
  readonly candidates: ReadonlyArray<CandidateExplanation>
  /** How many couriers were considered in all. */
  readonly considered: number
  /** How far the search had to reach, in metres. */
  readonly searchedM: number
}
