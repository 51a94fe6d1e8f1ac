import { CourierId, DeliveryId, OfferId, OrderId, RestaurantId } from "@hotbag/core"
import { Schema } from "effect"
import { DeliveryStatusField } from "../entities/Delivery.ts"
import { Instant } from "../wire/Instant.ts"
import { Position } from "../wire/Position.ts"

/** What a message tells. Clients ignore words that they do not know: there will be more of them. */
export const WatchEvent = Schema.Literals([
  "order-placed",
  "payment-authorised",
  "payment-declined",
  "new-order",
  "order-confirmed",
  "order-rejected",
  "order-preparing",
  "eta-changed",
  "order-ready",
  "driver-assigned",
  "driver-unassigned",
  "driver-at-restaurant",
  "driver-en-route",
  "driver-arriving",
  "driver-arrived",
  "driver-at-customer",
  "driver-location-update",
  "eta",
  "delivered",
  "order-cancelled",
  "order-failed",
  "new-offer",
  "offer-withdrawn",
  "offer-timed-out",
  "offer-rejected",
  "delivery-cancelled",
  "snapshot",
  "gap",
  "refused"
])
export type WatchEvent = typeof WatchEvent.Type

/** Work that a courier is asked to take (S22). A bundle comes as one message for each of its deliveries, under one offer id. */
export const WatchedOffer = Schema.Struct({ offerId: OfferId, expiresAt: Schema.NullOr(Instant) })

/** An order in the snapshot of a restaurant or a courier. */
export const WatchedOrder = Schema.Struct({
  orderId: OrderId,
  deliveryId: DeliveryId,
  restaurantId: RestaurantId,
  status: Schema.String,
  deliveryStatus: Schema.NullOr(DeliveryStatusField),
  driverId: Schema.NullOr(CourierId),
  offer: Schema.NullOr(WatchedOffer)
})

/** One message on `/ws` and `/events` (S41). */
export const WatchMessage = Schema.Struct({
  topic: Schema.String.annotate({
    description: "What it is about: `order:…`, `delivery:…`, `restaurant:…`, `courier:…`."
  }),
  event: Schema.String.annotate({ description: "What it tells; see the table of events." }),
  seq: Schema.Int.annotate({
    description:
      "Place of the message in its topic. Positions, `eta`, `driver-arriving` and `driver-arrived` carry the place of the last status."
  }),
  prev: Schema.Int.annotate({
    description:
      "Place of the status before. Whoever has another one last has missed something and subscribes again with its cursor."
  }),
  cursor: Schema.String.annotate({ description: "Where the client stands after this message; opaque." }),
  orderId: Schema.NullOr(OrderId),
  deliveryId: Schema.NullOr(DeliveryId),
  restaurantId: Schema.NullOr(RestaurantId),
  status: Schema.NullOr(Schema.String).annotate({
    description: "The order's, as `GET /orders/{id}` says it."
  }),
  deliveryStatus: Schema.NullOr(DeliveryStatusField),
  timestamp: Instant.annotate({ description: "When it happened; of a position, when it was measured." }),
  driverId: Schema.NullOr(CourierId),
  driver: Schema.NullOr(Position).annotate({
    description: "Where the courier is, as long as the delivery is in hand."
  }),
  positionAt: Schema.NullOr(Instant),
  stale: Schema.Boolean.annotate({
    description: "The position is older than five seconds (S100), or there is none."
  }),
  ETA: Schema.NullOr(Schema.Int).annotate({
    description: "Minutes until the customer has the food, rounded up (C6)."
  }),
  etaSeconds: Schema.NullOr(Schema.Int),
  etaEarly: Schema.NullOr(Instant).annotate({ description: "One in ten comes before this." }),
  etaLate: Schema.NullOr(Instant).annotate({ description: "Nine in ten come before this." }),
  intervalMs: Schema.Int.annotate({
    description:
      "Shortest pause between two positions of one delivery at the moment, in ms: 100, and 2000 to 5000 when the server has too much to do (S94)."
  }),
  offer: Schema.NullOr(WatchedOffer),
  orders: Schema.NullOr(Schema.Array(WatchedOrder)).annotate({
    description: "Of a `snapshot` of a restaurant or a courier: what is open."
  })
}).annotate({ identifier: "WatchMessage" })
export type WatchMessage = typeof WatchMessage.Type
