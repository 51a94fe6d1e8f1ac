import type { LatLng } from "@hotbag/core"
import type { CourierHandle, DeliveryHandle } from "./Handles.ts"

/** One courier's next work: go to a restaurant, or to two near each other, pick up a bundle, drop it off in this sequence. */
export interface PlannedTrip {
  readonly courier: CourierHandle
  /** In drop-off sequence; never empty; all from one restaurant unless the region's rules let two nearby ones join. */
  readonly deliveries: ReadonlyArray<DeliveryHandle>
  /** What is picked up at each restaurant, in the sequence of the visits; everything at one unless given. */
  readonly pickups?: ReadonlyArray<ReadonlyArray<DeliveryHandle>>
  /** Latest sensible moment to leave so that courier and food meet; the commitment waits until then. */
  readonly departAtMs: number
  /** The courier has nothing else to do and may be asked this much earlier, in ms; 0 unless given. */
  readonly spareMs?: number
  /** Expected pickup, the first of two. */
  readonly pickupAtMs: number
  /** Expected drop-off of each delivery, same sequence. */
  readonly dropoffAtMs: ReadonlyArray<number>
}

/** A courier without work who is sent to where demand is expected. */
export interface PlannedMove {
  readonly courier: CourierHandle
  /** A restaurant. */
  readonly to: LatLng
}

/** What a round proposes. A plan is tentative: only commitments bind, and the next round may plan anew. */
export interface Plan {
  /** A courier's trips in the order of driving; only the first one can bind now. */
  readonly trips: ReadonlyArray<PlannedTrip>
  /** Couriers to send somewhere without an order; none of them has a trip. */
  readonly moves?: ReadonlyArray<PlannedMove>
  /** Deliveries without a trip, in the snapshot's sequence. */
  readonly unassigned: ReadonlyArray<DeliveryHandle>
}
