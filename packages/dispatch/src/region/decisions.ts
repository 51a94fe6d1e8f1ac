import type { LatLng } from "@hotbag/core"
import type { Explanation } from "../Explanation.ts"
import type { CourierHandle, DeliveryHandle } from "../Handles.ts"

/** What the dispatcher of a region wants done. */
export type Decision =
  /** Ask the courier to carry the bundle; unanswered at `expiresAtMs` it counts as timed out. */
  | {
      readonly _tag: "Offer"
      readonly atMs: number
      readonly offer: number
      readonly courier: CourierHandle
      /** In drop-off sequence. */
      readonly deliveries: ReadonlyArray<DeliveryHandle>
      /** What is picked up at each restaurant, in the sequence of the visits; everything at one unless given. */
      readonly pickups?: ReadonlyArray<ReadonlyArray<DeliveryHandle>>
      readonly expiresAtMs: number
      /**
       * Why, for each delivery. Made when first asked for, which costs about as much as planning the delivery: ask before
       * the next fact is told, or not at all.
       */
      readonly reasons: ReadonlyArray<Explanation>
    }
  /** Take an open offer back: a delivery in it was cancelled. */
  | {
      readonly _tag: "Withdraw"
      readonly atMs: number
      readonly offer: number
      readonly courier: CourierHandle
      readonly why: "delivery-cancelled"
    }
  /** The courier has the work: from here on nobody else is asked, and the stops are not broken. */
  | {
      readonly _tag: "Commit"
      readonly atMs: number
      readonly offer: number
      readonly courier: CourierHandle
      readonly deliveries: ReadonlyArray<DeliveryHandle>
      /** As in the offer. */
      readonly pickups?: ReadonlyArray<ReadonlyArray<DeliveryHandle>>
    }
  /** Move an idle courier to where demand is expected. */
  | {
      readonly _tag: "Preposition"
      readonly atMs: number
      readonly courier: CourierHandle
      readonly to: LatLng
    }
  /** The search for a courier reached further (S13). */
  | {
      readonly _tag: "Widen"
      readonly atMs: number
      readonly delivery: DeliveryHandle
      readonly fromM: number
      readonly toM: number
    }
  /** A delivery is late without a courier: tell operations (S12). It stays in the queue. */
  | {
      readonly _tag: "Escalate"
      readonly atMs: number
      readonly delivery: DeliveryHandle
      readonly why: "no-courier-in-reach" | "everybody-declined" | "all-couriers-busy"
      readonly waitedMs: number
      readonly searchedM: number
    }
