import type { TravelModel, Vehicle } from "@hotbag/core"
import type { Capacity } from "../../Capacity.ts"
import type { CourierHandle, DeliveryHandle } from "../../Handles.ts"
import type { PlannedTrip } from "../../Plan.ts"
import type { ServiceTimes } from "../../Snapshot.ts"

/** Dense number of a place that the planner was told of (`Planner.addPlace`). */
export type PlaceHandle = number

/** A delivery that is not picked up yet. */
export interface PlannerDelivery {
  readonly handle: DeliveryHandle
  /** The restaurant. Deliveries of one place may ride together; those of two, where the rules say so. */
  readonly pickup: PlaceHandle
  readonly dropoff: PlaceHandle
  readonly placedAtMs: number
  /** When the food is expected to be ready. */
  readonly readyAtMs: number
  readonly promisedAtMs: number
  /** Couriers who may carry it, as indexes into `PlannerView.couriers`; null: everybody. */
  readonly couriers: Int32Array | null
}

/** A courier on duty. */
export interface PlannerCourier {
  readonly handle: CourierHandle
  /** Where the courier stands, or will be when the work that binds is done (the restaurant driven to, the last door). */
  readonly place: PlaceHandle
  /** From when the courier may leave `place`: now, or the end of what binds. */
  readonly freeAtMs: number
  /** When the courier came, or will come, to `place`; the pickup service counts from here. */
  readonly arrivedAtMs: number
  /** No pickup after this. */
  readonly offAtMs: number
  readonly vehicle: Vehicle
  /** Deliveries given to the courier since `onDutySinceMs`; both unless nobody looks at fairness. */
  readonly assignedCount?: number
  readonly onDutySinceMs?: number
  /** Estimated probability of accepting an offer, 0..1; 1 unless given. */
  readonly acceptance?: number
}

/** What one round may look at. Nothing in it lies in the future but what is expected already. */
export interface PlannerView {
  readonly atMs: number
  readonly travel: TravelModel
  readonly service: ServiceTimes
  /** Most deliveries in one trip, by vehicle; no limit unless given. */
  readonly capacity?: Capacity
  /** Most that a bundle may delay any delivery in it against being carried alone, in ms; no limit unless given. */
  readonly bundleDelayMs?: number
  /** Two restaurants at most so many metres apart may be in one bundle; one restaurant each when 0 or not given. */
  readonly bundleRestaurantsWithinM?: number
  /** Driving without an order costs as much as it saves: see `RegionOptions`. */
  readonly sparesTravel?: boolean
  /** Open deliveries in placement sequence. */
  readonly deliveries: ReadonlyArray<PlannerDelivery>
  readonly couriers: ReadonlyArray<PlannerCourier>
  /** Time between rounds in which couriers are placed, in ms; every window unless given. */
  readonly placedEveryMs?: number
  /** `couriers` leaves out those whom no delivery can use: nobody is placed in this round. */
  readonly isPartial?: boolean
}

/** The courier leaves now for a restaurant. */
export interface Departure {
  readonly courier: CourierHandle
  readonly restaurant: PlaceHandle
  /** Without work in the plan: to be near what is expected. */
  readonly preposition: boolean
}

/** The courier picks up now, at the (first) restaurant, and drops off in this sequence. */
export interface Pickup {
  readonly courier: CourierHandle
  readonly deliveries: ReadonlyArray<DeliveryHandle>
}

/** What binds from this round on, and the tentative plan behind it. */
export interface PlannerRound {
  readonly departures: ReadonlyArray<Departure>
  readonly pickups: ReadonlyArray<Pickup>
  /** All planned trips, by courier in the view's sequence, each courier's in the order of driving. */
  readonly trips: ReadonlyArray<PlannedTrip>
  readonly unassigned: ReadonlyArray<DeliveryHandle>
}
