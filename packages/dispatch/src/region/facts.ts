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
