import { Schema } from "effect"
import { CourierId, DeliveryId, OfferId, OrderId, RegionId, RestaurantId, Vehicle } from "@hotbag/core"
import { Instant } from "../wire/Instant.ts"
import { Position } from "../wire/Position.ts"

/** What a courier is doing, in document B's words (C15, S58). */
export const CourierStatusField = Schema.Literals([
  "idle",
  "en-route to pickup",
  "delivering",
  "offline"
]).annotate({
  identifier: "DriverStatus"
})

/** The same in document A's words, derived (C15). */
export const CourierAvailability = Schema.Literals(["available", "occupied", "offline"])

/** A courier as they see themselves (S58). */
export const Courier = Schema.Struct({
  driverId: CourierId,
  regionId: RegionId,
  status: CourierStatusField,
  availability: CourierAvailability,
  vehicle: Vehicle,
  location: Position,
  shiftEndsAt: Schema.NullOr(Instant),
  deliveries: Schema.Array(DeliveryId).annotate({ description: "Deliveries in hand, in the order of work." })
}).annotate({ identifier: "Driver", description: "A courier." })
export type Courier = typeof Courier.Type

/** Work that a courier may take or leave: one delivery, or a bundle under one id (S11, S22). */
export const Offer = Schema.Struct({
  offerId: OfferId,
  expiresAt: Instant,
  deliveries: Schema.Array(
    Schema.Struct({
      deliveryId: DeliveryId,
      orderId: OrderId,
      restaurantId: RestaurantId,
      pickup: Position,
      dropoff: Position,
      readyEstimateAt: Instant
    })
  )
}).annotate({ identifier: "Offer", description: "Work that a courier may take or leave." })
export type Offer = typeof Offer.Type

/** The open offers of a courier. */
export const Offers = Schema.Struct({ offers: Schema.Array(Offer) }).annotate({ identifier: "Offers" })
