import type { DeliveryEvent } from "../delivery/events.ts"
import {
  commandOrder,
  type Draft,
  escalate,
  hasEnded,
  notifyCourier,
  notifyCustomer,
  notifyRestaurant
} from "./Draft.ts"
import { beginSearch, endSearch, stopDelivery } from "./delivering.ts"

/** What follows from an event of the delivery; the draft's delivery status is already the new one. */
export const followDelivery = (draft: Draft, event: DeliveryEvent): void => {
  if (hasEnded(draft)) {
    followAfterEnd(draft, event)
    return
  }
  const { saga } = draft
  switch (event._tag) {
    case "DeliveryOffered":
      notifyCourier(draft, event.courierId, "offer", cause(event))
      return
    case "OfferWithdrawn":
      notifyCourier(draft, event.courierId, "offer-withdrawn", cause(event))
      return
    case "OfferAccepted":
      saga.courierId = event.courierId
      endSearch(draft)
      commandOrder(draft, { _tag: "NoteCourierAssigned", courierId: event.courierId })
      return
    case "CourierAtRestaurant":
      notifyRestaurant(draft, "courier-at-restaurant", cause(event))
      return
    case "DeliveryPickedUp":
      commandOrder(draft, { _tag: "MarkPickedUp", courierId: event.courierId })
      return
    case "CourierAtCustomer":
      // The same key as when positions show it first: told once.
      notifyCustomer(draft, "courier-arriving", `${event.deliveryId}:arriving`)
      return
    case "DeliveryCompleted":
      commandOrder(draft, { _tag: "MarkDelivered" })
      return
    case "DeliveryFailed":
      commandOrder(draft, { _tag: "MarkFailed", reason: event.reason })
      return
    case "DeliveryReassigned":
      saga.courierId = null
      commandOrder(draft, { _tag: "NoteCourierUnassigned", courierId: event.courierId })
      notifyCourier(draft, event.courierId, "delivery-reassigned", cause(event))
      beginSearch(draft)
      return
    case "DeliveryCancelled":
      endSearch(draft)
      notifyCancelled(draft, event)
      commandOrder(draft, { _tag: "CancelOrder", by: "platform", reason: "delivery-cancelled" })
      return
    case "DeliveryRequested":
    case "DeliveryReleased":
    case "OfferRejected":
    case "OfferTimedOut":
      return
  }
}

/** The order has ended: whatever the delivery still does, it has to stop. */
const followAfterEnd = (draft: Draft, event: DeliveryEvent): void => {
  switch (event._tag) {
    case "DeliveryRequested":
    case "DeliveryPickedUp":
      // The order to stop may have come too early or too late.
      if (draft.saga.orderStatus !== "delivered") stopDelivery(draft)
      return
    case "DeliveryCompleted":
      if (draft.saga.orderStatus !== "delivered") escalate(draft, "delivered-after-end", event.atMs)
      return
    case "DeliveryCancelled":
      notifyCancelled(draft, event)
      return
    case "OfferWithdrawn":
      notifyCourier(draft, event.courierId, "offer-withdrawn", cause(event))
      return
    case "DeliveryReassigned":
      notifyCourier(draft, event.courierId, "delivery-reassigned", cause(event))
      return
    case "DeliveryReleased":
    case "DeliveryOffered":
    case "OfferAccepted":
    case "OfferRejected":
    case "OfferTimedOut":
    case "CourierAtRestaurant":
    case "CourierAtCustomer":
    case "DeliveryFailed":
      return
  }
}

/** Names an event for the keys of what follows from it. */
const cause = (event: DeliveryEvent): string => `${event.deliveryId}:${event.version}`

const notifyCancelled = (
  draft: Draft,
  event: Extract<DeliveryEvent, { readonly _tag: "DeliveryCancelled" }>
): void => {
  if (event.courierId !== null) notifyCourier(draft, event.courierId, "delivery-cancelled", cause(event))
}
