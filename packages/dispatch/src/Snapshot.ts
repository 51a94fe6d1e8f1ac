import type { LatLng, TravelModel, Vehicle } from "@hotbag/core"
import type { Capacity } from "./Capacity.ts"
import type { CourierHandle, DeliveryHandle } from "./Handles.ts"

/** A delivery that waits for a courier, as one round sees it. */
export interface OpenDelivery {
  readonly handle: DeliveryHandle
  readonly pickup: LatLng
  readonly dropoff: LatLng
  readonly placedAtMs: number
  /** When the food is expected to be ready. */
  readonly readyAtMs: number
  /** When the customer was told to expect it. */
  readonly promisedAtMs: number
}

/** A courier who is free, or will be soon, as one round sees it. */
export interface FreeCourier {
  readonly handle: CourierHandle
  /** Where the courier is, or will be when free. */
  readonly position: LatLng
  /** When the courier can leave: now, or the expected end of the work in hand. */
  readonly availableAtMs: number
  /**
   * Since when (or from when on, if still on the way there) the courier stands at the restaurant at `position`, so
   * that a pickup there need not wait for an arrival; null when elsewhere.
   */
  readonly atRestaurantSinceMs: number | null
  /** No pickup after this. */
  readonly offAtMs: number
  readonly vehicle: Vehicle
  /** Deliveries in hand (0 when idle). */
  readonly load: number
  /** Estimated probability of accepting an offer, from what was seen so far; 0..1. */
  readonly acceptance: number
  /** Deliveries given to this courier since `onDutySinceMs` (fairness). */
  readonly assignedCount: number
  /** Start of the shift. */
  readonly onDutySinceMs: number
  /** Since when the courier has been without work; equals the round's time when busy. */
  readonly idleSinceMs: number
}

/** Handling times at the stops, as expected by the planner, in ms. */
export interface ServiceTimes {
  /** From arrival at the restaurant until the pickup can happen. */
  readonly beforePickupMs: number
  /** From pickup until the courier leaves the restaurant. */
  readonly afterPickupMs: number
  /** From arrival at the customer until the drop-off. */
  readonly beforeDropoffMs: number
  /** From drop-off until the courier is free. */
  readonly afterDropoffMs: number
}

/**
 * Everything one round may look at. Row `d` of the candidate pairs lists the couriers that may carry delivery `d`
 * (indexes into `couriers`), nearest first: pairs `pairStart[d] .. pairStart[d + 1] - 1` of `pairCourier`.
 * A courier who declined the delivery, or cannot reach the restaurant before going off, is not in the row.
 */
export interface Snapshot {
  readonly atMs: number
  readonly travel: TravelModel
  readonly service: ServiceTimes
  /** Most deliveries in one trip, by vehicle; no limit unless given. */
  readonly capacity?: Capacity
  /** Most that a bundle may delay any delivery in it against being carried alone, in ms; no limit unless given. */
  readonly bundleDelayMs?: number
  /** Two restaurants at most so many metres apart may be in one bundle; one restaurant each when 0 or not given. */
  readonly bundleRestaurantsWithinM?: number
  /** Couriers are moved without an order only where that pays: see `RegionOptions`. */
  readonly sparesTravel?: boolean
  readonly deliveries: ReadonlyArray<OpenDelivery>
  readonly couriers: ReadonlyArray<FreeCourier>
  /** `couriers` lists everybody on duty who is not being asked, also those whom no delivery can use. */
  readonly listsEverybody?: boolean
  /** Time between snapshots that list everybody, in ms; as the policy wants unless given. */
  readonly listedEveryMs?: number
  /** Length `deliveries.length + 1`. */
  readonly pairStart: Int32Array
  /** Courier index of each pair. */
  readonly pairCourier: Int32Array
  /** Travel time of each pair from the courier's position to the restaurant, leaving when available, in ms. */
  readonly pairToPickupMs: Float64Array
}
