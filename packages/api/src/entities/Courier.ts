import {
  CourierId,
  DeliveryId,
  DisplayName,
  OfferId,
  OrderId,
  RegionId,
  RestaurantId,
  Vehicle
} from "@hotbag/core"
import { Schema } from "effect"
import { Instant } from "../wire/Instant.ts"
import { Position } from "../wire/Position.ts"

/** What a courier is doing, in document B's words (C15, S58). */
export const CourierStatusField = Schema.Literals([
  "idle",
  "en-route to pickup",
  "delivering",
  "offline"
]).annotate({ identifier: "DriverStatus" })
export type CourierStatusField = typeof CourierStatusField.Type

/** The same in document A's words, derived (C15). */
export const CourierAvailability = Schema.Literals(["available", "occupied", "offline"])

const profile = {
  driverId: CourierId,
  regionId: RegionId,
  name: DisplayName,
  vehicle: Vehicle,
  rating: Schema.NullOr(Schema.Finite.check(Schema.isBetween({ minimum: 1, maximum: 5 }))).annotate({
    description: "Mean of the stars of customers (S27); null: nobody gave any."
  })
}

/** A courier as operations list them (S58). */
export const CourierSummary = Schema.Struct({
  ...profile,
  location: Schema.NullOr(Position),
  locatedAt: Schema.NullOr(Instant),
  shiftEndsAt: Schema.NullOr(Instant)
}).annotate({ identifier: "DriverSummary" })
export type CourierSummary = typeof CourierSummary.Type

/** Body of `POST /couriers` (S23). */
export const CourierRequest = Schema.Struct({
  ...profile,
  rating: Schema.optionalKey(profile.rating)
}).annotate({ identifier: "DriverRequest" })
export type CourierRequest = typeof CourierRequest.Type

/** Couriers of a region, by id. */
export const CourierPage = Schema.Struct({
  drivers: Schema.Array(CourierSummary),
  nextCursor: Schema.NullOr(Schema.String)
}).annotate({ identifier: "DriverPage" })

/** A courier as they see themselves (S22, S58). */
export const Courier = Schema.Struct({
  ...CourierSummary.fields,
  status: CourierStatusField,
  availability: CourierAvailability,
  waitAt: Schema.NullOr(Position).annotate({
    description: "Where dispatch would like an idle courier to wait; a suggestion, not work."
  }),
  deliveries: Schema.Array(DeliveryId).annotate({ description: "Deliveries in hand." })
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
