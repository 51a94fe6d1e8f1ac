import type { LatLng } from "@hotbag/core"
import type { DrivenTrip } from "../Run.ts"

/** A visit to a restaurant: what was done there, as far as it has come. */
export interface Visit {
  readonly restaurant: number
  /** Orders to pick up there; none: to wait. */
  orders: ReadonlyArray<number>
  arrivedAtMs: number
  pickedUpAtMs: number
  leftAtMs: number
}

/** What a courier is about to do, on the way of one trip. */
export interface Journey {
  readonly courier: number
  /** In sequence; one, or two where nearby restaurants may be bundled. */
  visits: ReadonlyArray<Visit>
  /** The visit that the courier is on the way to, or made last. */
  visit: number
  readonly from: DrivenTrip["from"]
  readonly assignedAtMs: number
  readonly departedAtMs: number
  /** Orders still to be dropped off, in sequence. */
  remaining: ReadonlyArray<number>
  /** Ticket of the next pickup in the event queue; -1 without one. */
  pickupTicket: number
  readonly drops: Array<{ order: number; arrivedAtMs: number; droppedOffAtMs: number; leftAtMs: number }>
}

/** Where a courier stands in the world; the dispatcher has its own view. */
export interface CourierState {
  position: LatLng
  /** What the position is: the courier's own start, a door, or a restaurant. */
  place: DrivenTrip["from"]
  /** Since when it has been standing at the restaurant where it was sent without an order; null elsewhere. */
  atRestaurantSinceMs: number | null
  phase: "offline" | "idle" | "to-restaurant" | "at-restaurant" | "to-customer" | "at-customer"
  onDuty: boolean
  journey: Journey | null
  /** The offer that waits for this courier's answer. */
  offer: {
    readonly id: number
    readonly orders: ReadonlyArray<number>
    readonly answer: "accepts" | "rejects" | "ignores"
    /** Tickets of the answer and of the expiry in the event queue; the other is cancelled when one comes. */
    readonly answerTicket: number
    readonly expiryTicket: number
  } | null
  drivenMs: number
  servedMs: number
  /** End of the latest journey; `-Infinity` before the first. */
  freedAtMs: number
  delivered: number
  /** Went home early of its own accord; null: did not. */
  leftAtMs: number | null
}
