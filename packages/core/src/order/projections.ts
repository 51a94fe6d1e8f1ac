import type { DeliveryEvent } from "../delivery/events.ts"
import type { CourierId } from "../Ids.ts"
import type { OrderEvent, OrderEventTag } from "./events.ts"
import type { OrderStatus } from "./Order.ts"

/**
 * One enum inside, several vocabularies on the wire (C14). A *status* says how it stands, an *event* what just happened:
 * `picked up` is a moment, `enroute` what follows it. Every projection is total.
 */

/** Words on the wire for each status of an order. */
export interface StatusWords {
  /** The `status` field of the API (C5, S34, S35, S50). */
  readonly field: string
  /** Document A. */
  readonly a: string
  /** Document B. */
  readonly b: string
}

/** The three vocabularies of a status. */
export const orderStatusWords: Readonly<Record<OrderStatus, StatusWords>> = {
  placed: { field: "CREATED", a: "created", b: "received" },
  "payment-authorised": { field: "PAYMENT_AUTHORISED", a: "created", b: "received" },
  "payment-declined": { field: "PAYMENT_DECLINED", a: "declined", b: "payment-declined" },
  confirmed: { field: "CONFIRMED", a: "accepted", b: "received" },
  rejected: { field: "REJECTED", a: "rejected", b: "rejected" },
  preparing: { field: "PREPARING", a: "accepted", b: "preparing" },
  ready: { field: "READY", a: "accepted", b: "ready" },
  "picked-up": { field: "PICKED_UP", a: "enroute", b: "en-route" },
  delivered: { field: "DELIVERED", a: "delivered", b: "delivered" },
  cancelled: { field: "CANCELLED", a: "cancelled", b: "cancelled" },
  failed: { field: "FAILED", a: "failed", b: "failed" }
}

/** Words on the wire for each event of an order. */
export interface EventWords {
  /** Document A. */
  readonly a: string
  /** Document B. */
  readonly b: string
  /** Name of the WebSocket event (S41). */
  readonly webSocket: string
}

/** The three vocabularies of an event. */
export const orderEventWords: Readonly<Record<OrderEventTag, EventWords>> = {
  OrderPlaced: { a: "created", b: "received", webSocket: "order-placed" },
  PaymentAuthorised: { a: "payment confirmed", b: "payment-authorised", webSocket: "payment-authorised" },
  PaymentDeclined: { a: "declined", b: "payment-declined", webSocket: "payment-declined" },
  OrderConfirmed: { a: "accepted", b: "accepted", webSocket: "order-confirmed" },
  OrderRejected: { a: "rejected", b: "rejected", webSocket: "order-rejected" },
  PreparationStarted: { a: "preparing", b: "preparing", webSocket: "order-preparing" },
  PreparationRevised: { a: "eta changed", b: "eta-changed", webSocket: "eta-changed" },
  FoodReady: { a: "ready", b: "ready", webSocket: "order-ready" },
  OrderPickedUp: { a: "picked up", b: "picked-up", webSocket: "driver-en-route" },
  OrderDelivered: { a: "delivered", b: "delivered", webSocket: "delivered" },
  OrderFailed: { a: "failed", b: "failed", webSocket: "order-failed" },
  OrderCancelled: { a: "cancelled", b: "cancelled", webSocket: "order-cancelled" },
  CourierNoted: { a: "driver assigned", b: "driver-assigned", webSocket: "driver-assigned" },
  CourierCleared: { a: "driver unassigned", b: "driver-unassigned", webSocket: "driver-unassigned" }
}

/** Name of the WebSocket event that carries a courier's position (S41); it is no event of the order. */
export const WEB_SOCKET_LOCATION = "driver-location-update"

/** The `status` of an order in the API: CREATED first, CONFIRMED once (or as soon as) the restaurant takes it (C5). */
export const statusField = (status: OrderStatus): string => orderStatusWords[status].field

/** Name of the WebSocket event for an event of the order. */
export const webSocketName = (event: OrderEvent): string => orderEventWords[event._tag].webSocket

/**
 * Who carries the order after an event of its delivery, for views of the order (C27): the delivery owns the fact, the view
 * only repeats it. Fold it over the delivery's events, beginning with null.
 */
export const projectAssignedCourier = (
  assigned: CourierId | null,
  event: DeliveryEvent
): CourierId | null => {
  switch (event._tag) {
    case "OfferAccepted":
      return event.courierId
    case "DeliveryReassigned":
    case "DeliveryCancelled":
      return null
    case "DeliveryRequested":
    case "DeliveryReleased":
    case "DeliveryOffered":
    case "OfferRejected":
    case "OfferTimedOut":
    case "OfferWithdrawn":
    case "CourierAtRestaurant":
    case "DeliveryPickedUp":
    case "CourierAtCustomer":
    case "DeliveryCompleted":
    case "DeliveryFailed":
      return assigned
  }
}
