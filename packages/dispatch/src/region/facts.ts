import type { LatLng, Vehicle } from "@hotbag/core"
import type { CourierHandle, DeliveryHandle } from "../Handles.ts"

/** What the dispatcher of a region is told. Every fact carries the time at which it became true. */
export type Fact =
  | {
      readonly _tag: "DeliveryWanted"
      readonly atMs: number
      readonly delivery: DeliveryHandle
      readonly pickup: LatLng
      readonly dropoff: LatLng
      readonly placedAtMs: number
      readonly readyAtMs: number
      readonly promisedAtMs: number
      /** What a dispatcher that took over has to know of it; nothing unless given. */
      readonly sofar?: DeliverySoFar
    }
  /** Operations want it offered as soon as somebody can take it, however late its food is. */
  | { readonly _tag: "DeliveryHurried"; readonly atMs: number; readonly delivery: DeliveryHandle }
  /**
   * Operations want this courier asked, whatever the policy thinks. An offer follows when courier and delivery are free
   * for each other (idle and on duty; waiting and not declined), otherwise nothing.
   */
  | {
      readonly _tag: "CourierWanted"
      readonly atMs: number
      readonly courier: CourierHandle
      readonly delivery: DeliveryHandle
    }
  | {
      readonly _tag: "ReadyEstimateChanged"
      readonly atMs: number
      readonly delivery: DeliveryHandle
      readonly readyAtMs: number
    }
  /** The food is ready now, whatever was expected: it can be picked up. Until this is said, every ready time is a guess. */
  | { readonly _tag: "FoodReady"; readonly atMs: number; readonly delivery: DeliveryHandle }
  | { readonly _tag: "DeliveryCancelled"; readonly atMs: number; readonly delivery: DeliveryHandle }
  /** It cannot be delivered any more, such as after an accident: whoever has it loses it, and nobody else is asked. */
  | { readonly _tag: "DeliveryFailed"; readonly atMs: number; readonly delivery: DeliveryHandle }
  /** It was taken from its courier before the pickup, and waits for another one; `barred`: not for this one again. */
  | {
      readonly _tag: "DeliveryReassigned"
      readonly atMs: number
      readonly delivery: DeliveryHandle
      readonly barred: boolean
    }
  | {
      readonly _tag: "CourierOnline"
      readonly atMs: number
      readonly courier: CourierHandle
      readonly position: LatLng
      readonly vehicle: Vehicle
      readonly offAtMs: number
    }
  /**
   * A dispatcher that takes over a running region hears so of each courier, before anything else of them and after the
   * deliveries in hand were wanted: on duty or already gone, with or without work.
   */
  | {
      readonly _tag: "CourierResumed"
      readonly atMs: number
      readonly courier: CourierHandle
      readonly position: LatLng
      readonly vehicle: Vehicle
      /** End of the shift; null: gone offline already. */
      readonly offAtMs: number | null
      readonly onDutySinceMs: number
      /** Since when at the restaurant at `position`; null when elsewhere. */
      readonly atRestaurantSinceMs: number | null
      /** Deliveries in hand, in drop-off sequence, also those picked up already. Each was wanted and waits. */
      readonly hand: ReadonlyArray<DeliveryHandle>
      /** What of them is still to be picked up at each restaurant, in the sequence of the visits. */
      readonly toPickUp: ReadonlyArray<ReadonlyArray<DeliveryHandle>>
      /** Offers answered so far, how many of them were accepted, and deliveries assigned in this shift. */
      readonly asked: number
      readonly accepted: number
      readonly assignedCount: number
    }
  | {
      readonly _tag: "CourierMoved"
      readonly atMs: number
      readonly courier: CourierHandle
      readonly position: LatLng
    }
  /** An open offer and work in hand go on; a journey without an order is over. */
  | { readonly _tag: "CourierOffline"; readonly atMs: number; readonly courier: CourierHandle }
  | { readonly _tag: "OfferAccepted"; readonly atMs: number; readonly offer: number }
  | { readonly _tag: "OfferRejected"; readonly atMs: number; readonly offer: number }
  | { readonly _tag: "OfferTimedOut"; readonly atMs: number; readonly offer: number }
  /** The offer was never made, or is not open any more, without an answer; `barred`: do not ask this courier again. */
  | { readonly _tag: "OfferUndone"; readonly atMs: number; readonly offer: number; readonly barred: boolean }
  /** The courier has picked up at the next restaurant of the work in hand. */
  | { readonly _tag: "PickedUp"; readonly atMs: number; readonly courier: CourierHandle }
  | {
      readonly _tag: "DroppedOff"
      readonly atMs: number
      readonly courier: CourierHandle
      readonly delivery: DeliveryHandle
    }
  /** The courier has finished all stops, lost the work, or broken off a journey without an order; stands at `position`. */
  | {
      readonly _tag: "CourierFreed"
      readonly atMs: number
      readonly courier: CourierHandle
      readonly position: LatLng
    }
  /** The courier has come to the restaurant where it was sent without an order, and waits there unless gone offline. */
  | {
      readonly _tag: "CourierArrived"
      readonly atMs: number
      readonly courier: CourierHandle
      readonly position: LatLng
    }
  /** Time has come for a round. */
  | { readonly _tag: "Tick"; readonly atMs: number }

/** What happened to a delivery before a dispatcher took over. */
export interface DeliverySoFar {
  /** When it was wanted first: waiting is counted from there. */
  readonly wantedAtMs: number
  /** Couriers who declined it or let an offer lapse: not asked again (S11). */
  readonly declined: ReadonlyArray<CourierHandle>
  /** The food is there, since the ready time. */
  readonly isReady: boolean
  /** Operations know already that nobody carries it (S12). */
  readonly isEscalated: boolean
}
