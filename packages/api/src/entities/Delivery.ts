import { Schema } from "effect"
import { CourierId, DeliveryId, OfferId, OrderId, RegionId, RestaurantId } from "@hotbag/core"
import { liveEtaFields } from "../wire/Eta.ts"
import { Instant } from "../wire/Instant.ts"
import { Position } from "../wire/Position.ts"

/** The `status` of a delivery. */
export const DeliveryStatusField = Schema.Literals([
  "REQUESTED",
  "OFFERED",
  "ACCEPTED",
  "AT_RESTAURANT",
  "PICKED_UP",
  "AT_CUSTOMER",
  "DELIVERED",
  "FAILED",
  "CANCELLED"
]).annotate({ identifier: "DeliveryStatus" })
export type DeliveryStatusField = typeof DeliveryStatusField.Type

/** A delivery: who carries an order, and how far they got (S59). */
export const Delivery = Schema.Struct({
  deliveryId: DeliveryId,
  orderId: OrderId,
  restaurantId: RestaurantId,
  regionId: RegionId,
  status: DeliveryStatusField,
  driverId: Schema.NullOr(CourierId),
  offerId: Schema.NullOr(OfferId),
  offerExpiresAt: Schema.NullOr(Instant),
  pickup: Position,
  dropoff: Position,
  readyEstimateAt: Instant,
  ...liveEtaFields,
  requestedAt: Instant,
  acceptedAt: Schema.NullOr(Instant),
  arrivedAtRestaurantAt: Schema.NullOr(Instant),
  pickedUpAt: Schema.NullOr(Instant),
  arrivedAtCustomerAt: Schema.NullOr(Instant),
  endedAt: Schema.NullOr(Instant),
  endReason: Schema.NullOr(Schema.String),
  updatedAt: Instant,
  version: Schema.Int
}).annotate({ identifier: "Delivery", description: "A delivery." })
export type Delivery = typeof Delivery.Type
