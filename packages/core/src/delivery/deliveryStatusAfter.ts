import type { DeliveryStatus } from "./Delivery.ts"
import type { DeliveryEventTag } from "./events.ts"

/** The status that an event leads to; null when it leaves the status as it is. */
export const deliveryStatusAfter: Readonly<Record<DeliveryEventTag, DeliveryStatus | null>> = {
  DeliveryRequested: "requested",
  DeliveryReleased: null,
  DeliveryOffered: "offered",
  OfferAccepted: "accepted",
  OfferRejected: "requested",
  OfferTimedOut: "requested",
  OfferWithdrawn: "requested",
  CourierAtRestaurant: "at-restaurant",
  DeliveryPickedUp: "picked-up",
  CourierAtCustomer: "at-customer",
  DeliveryCompleted: "delivered",
  DeliveryFailed: "failed",
  DeliveryReassigned: "requested",
  DeliveryCancelled: "cancelled"
}
