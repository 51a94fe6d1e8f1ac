import type { Vehicle } from "../../courier/Vehicle.ts"
import type { LatLng } from "../../geo/LatLng.ts"

/** How far a delivery has got: instants in ms since epoch, null for what has not happened. */
export interface DeliveryProgress {
  readonly placedAtMs: number
  /** Preparation has begun. */
  readonly preparingAtMs: number | null
  /** The food is ready. */
  readonly readyAtMs: number | null
  /** When the kitchen says it will be. */
  readonly readyEstimateAtMs: number
  /** A courier took it and is on the way to the restaurant, or works off other stops before. */
  readonly acceptedAtMs: number | null
  readonly arrivedAtRestaurantAtMs: number | null
  readonly pickedUpAtMs: number | null
  readonly arrivedAtCustomerAtMs: number | null
  readonly pickup: LatLng
  readonly dropoff: LatLng
  /** Null when not known, or no courier yet. */
  readonly vehicle: Vehicle | null
  /** Other stops of the courier before the next one of this delivery, in order. */
  readonly stopsBefore: ReadonlyArray<StopOnTheWay>
  /** Other stops between its pickup and its drop-off, in order; after pickup they are stops before. */
  readonly stopsBetween: ReadonlyArray<StopOnTheWay>
}

/** Somebody else's stop on the way. */
export interface StopOnTheWay {
  readonly kind: "pickup" | "dropoff"
  readonly at: LatLng
  /** When the food there is expected to be ready; null at a drop-off. */
  readonly readyAtMs: number | null
}

/** Where the courier was last seen, and when (by our clock). */
export interface LastPosition {
  readonly at: LatLng
  readonly atMs: number
}

/**
 * What the courier is doing for a delivery; quantiles are calibrated for each apart.
 * `waiting`: nobody has it yet. `fetching`: until pickup. `carrying`: until drop-off.
 */
export type LivePhase = "waiting" | "fetching" | "carrying"

/** The phase that a delivery in progress is in. */
export const livePhaseOf = ({ acceptedAtMs, pickedUpAtMs }: DeliveryProgress): LivePhase =>
  pickedUpAtMs !== null ? "carrying" : acceptedAtMs !== null ? "fetching" : "waiting"
