import type { LatLng, Vehicle } from "@hotbag/core"

/**
 * What was seen of one day in one city, wherever it was seen: a trace of a real day, or the log of a played one. Times are ms since the
 * midnight that starts the day; NaN is what was not seen.
 */
export interface ObservedDay {
  readonly name: string
  readonly orders: ReadonlyArray<ObservedOrder>
  readonly couriers: ReadonlyArray<ObservedShift>
  readonly legs: ReadonlyArray<ObservedLeg>
  /** Offers made, and how many of them were accepted. */
  readonly offers: { readonly made: number; readonly accepted: number }
}

/** An order. */
export interface ObservedOrder {
  readonly placedAtMs: number
  readonly pickup: LatLng
  readonly dropoff: LatLng
  /** From placement until the restaurant accepted. */
  readonly acceptMs: number
  /** From the start of preparation until the food was ready. */
  readonly preparationMs: number
  /** What the restaurant said that would take. */
  readonly estimatedMs: number
  /** From placement until the promised moment. */
  readonly promiseMs: number
}

/** A courier's shift. */
export interface ObservedShift {
  readonly onAtMs: number
  readonly offAtMs: number
  readonly position: LatLng
  readonly vehicle: Vehicle
}

/** A way from door to door that somebody was seen to take. */
export interface ObservedLeg {
  readonly vehicle: Vehicle
  /** Along the great circle. */
  readonly distanceM: number
  readonly durationMs: number
}
