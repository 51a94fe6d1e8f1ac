import type { CourierHandle, DeliveryHandle } from "./Handles.ts"

/** One courier's next work: go to one restaurant, pick up a bundle, drop it off in this sequence. */
export interface PlannedTrip {
  readonly courier: CourierHandle
  /** In drop-off sequence; all from one restaurant; never empty. */
  readonly deliveries: ReadonlyArray<DeliveryHandle>
  /** Latest sensible moment to leave so that courier and food meet; the commitment waits until then. */
  readonly departAtMs: number
  /** Expected pickup. */
  readonly pickupAtMs: number
  /** Expected drop-off of each delivery, same sequence. */
  readonly dropoffAtMs: ReadonlyArray<number>
}

/** What a round proposes. A plan is tentative: only commitments bind, and the next round may plan anew. */
export interface Plan {
  readonly trips: ReadonlyArray<PlannedTrip>
  /** Deliveries without a trip, in the snapshot's sequence. */
  readonly unassigned: ReadonlyArray<DeliveryHandle>
}
