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

/** How the plan for a delivery differs from that of the round before. Only of policies that remember. */
export interface ExplainedChange {
  /** Courier of the round before, null when it had none. */
  readonly from: CourierHandle | null
  /** Courier now, null when it has none. */
  readonly to: CourierHandle | null
  /** Minutes by which the expected drop-off moved, negative when earlier; null unless planned before and now. */
  readonly movedMin: number | null
  /** Deliveries that came into its bundle. */
  readonly joined: ReadonlyArray<DeliveryHandle>
  /** Deliveries that left its bundle. */
  readonly parted: ReadonlyArray<DeliveryHandle>
  /** How often another courier was planned so far. */
  readonly courierChanges: number
  /** All this as a sentence, with the reason for another courier. */
  readonly words: string
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
  readonly changed?: ExplainedChange
}
