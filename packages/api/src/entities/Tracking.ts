import { CourierId, DeliveryId } from "@hotbag/core"
import { Schema } from "effect"
import { liveEtaFields } from "../wire/Eta.ts"
import { Instant } from "../wire/Instant.ts"
import { Position } from "../wire/Position.ts"
import { DeliveryStatusField } from "./Delivery.ts"
import { OrderStatusField } from "./Order.ts"

/** A link to watch one delivery with. */
export const TrackingLink = Schema.Struct({
  deliveryId: DeliveryId,
  token: Schema.String.annotate({ description: "Opens this delivery, and nothing else, to whoever has it." }),
  url: Schema.String.annotate({
    description: "Path of the page to look at, on this server.",
    examples: ["/track/ZDE.abc.def"]
  }),
  expiresAt: Instant
}).annotate({ identifier: "TrackingLink", description: "A link to watch one delivery with." })
export type TrackingLink = typeof TrackingLink.Type

/** What a tracking link shows: the same facts as `/ws/track` tells as they change. */
export const TrackedDelivery = Schema.Struct({
  deliveryId: DeliveryId,
  orderStatus: OrderStatusField,
  deliveryStatus: Schema.NullOr(DeliveryStatusField).annotate({
    description: "Null until a courier is looked for."
  }),
  restaurantName: Schema.NullOr(Schema.String),
  pickup: Schema.NullOr(Position).annotate({ description: "Null after the end." }),
  dropoff: Schema.NullOr(Position).annotate({ description: "Null after the end." }),
  readyEstimateAt: Instant,
  ...liveEtaFields,
  driverId: Schema.NullOr(CourierId).annotate({ description: "Null as long as nobody has it in hand." }),
  driver: Schema.NullOr(Position).annotate({
    description: "Where the courier was last heard to be, as long as the delivery is in hand."
  }),
  positionAt: Schema.NullOr(Instant).annotate({ description: "When the courier was there." }),
  stale: Schema.Boolean.annotate({
    description: "The position is older than five seconds (S100), or there is none."
  }),
  placedAt: Instant,
  endedAt: Schema.NullOr(Instant),
  expiresAt: Instant.annotate({ description: "When the link ends." })
}).annotate({ identifier: "TrackedDelivery", description: "What a tracking link shows." })
export type TrackedDelivery = typeof TrackedDelivery.Type
