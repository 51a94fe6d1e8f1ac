import { Schema } from "effect"
import {
  Cuisine,
  DisplayName,
  Limits,
  OpeningHours,
  RegionId,
  RestaurantId,
  RestaurantStatus,
  StorableText,
  ZoneName
} from "@hotbag/core"
import { CurrencyCode } from "../wire/Decimal.ts"
import { Instant } from "../wire/Instant.ts"
import { Position } from "../wire/Position.ts"

const described = {
  name: DisplayName,
  regionId: RegionId,
  location: Position,
  address: StorableText.check(Schema.isMaxLength(Limits.addressLength)),
  cuisines: Schema.Array(Cuisine).check(Schema.isMaxLength(Limits.restaurantCuisines)),
  zone: ZoneName.annotate({
    description: "IANA time zone of the opening hours (C29).",
    examples: ["Europe/Berlin"]
  }),
  hours: OpeningHours,
  autoAccept: Schema.Boolean.annotate({ description: "Takes every order without being asked (C5)." }),
  preparationMinutes: Schema.Finite.check(
    Schema.isBetween({ minimum: 0, maximum: Limits.preparationLongestMs / 60_000 })
  ).annotate({ description: "What preparation takes as a rule." }),
  currency: CurrencyCode,
  status: RestaurantStatus
}

/** A restaurant (S54). */
export const Restaurant = Schema.Struct({
  restaurantId: RestaurantId,
  ...described,
  open: Schema.Boolean.annotate({ description: "Takes orders at this moment." }),
  opensAt: Schema.NullOr(Instant).annotate({ description: "When it takes orders next, if that is in sight." })
}).annotate({ identifier: "Restaurant", description: "A restaurant." })
export type Restaurant = typeof Restaurant.Type

/** Body of `PUT /restaurants/{id}` (S23). */
export const RestaurantRequest = Schema.Struct(described).annotate({ identifier: "RestaurantRequest" })
export type RestaurantRequest = typeof RestaurantRequest.Type

/** A restaurant in the list of those nearby (S1, S31). */
export const NearbyRestaurant = Schema.Struct({
  restaurantId: RestaurantId,
  name: DisplayName,
  location: Position,
  cuisines: Schema.Array(Cuisine),
  currency: CurrencyCode,
  open: Schema.Boolean,
  distanceM: Schema.Finite.annotate({ description: "As the crow flies, in metres." })
}).annotate({ identifier: "NearbyRestaurant" })
export type NearbyRestaurant = typeof NearbyRestaurant.Type

/** Restaurants nearby, nearest first. */
export const NearbyRestaurants = Schema.Struct({
  restaurants: Schema.Array(NearbyRestaurant),
  nextCursor: Schema.NullOr(Schema.String).annotate({ description: "For the next page; null on the last." })
}).annotate({ identifier: "NearbyRestaurants" })

/** Body of `PUT /restaurants/{id}/status`. */
export const RestaurantStatusRequest = Schema.Struct({ status: RestaurantStatus }).annotate({
  identifier: "RestaurantStatusRequest"
})
