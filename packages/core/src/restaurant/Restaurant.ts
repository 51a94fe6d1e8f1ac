import { Schema } from "effect"
import { Currency } from "../Currency.ts"
import { LatLng } from "../geo/LatLng.ts"
import { RegionId, RestaurantId } from "../Ids.ts"
import { Limits } from "../Limits.ts"
import { StorableText } from "../StorableText.ts"
import { isOpenAt, OpeningHours, opensNextAtMs } from "./OpeningHours.ts"
import { ZoneName } from "./WallClock.ts"

/** A name for people: not empty, no line breaks or other control characters. */
export const DisplayName = StorableText.check(
  Schema.isMinLength(1),
  Schema.isMaxLength(Limits.nameLength),
  Schema.isPattern(/^\P{Cc}*$/u)
)

/** A kind of kitchen, such as `pizza` or `burgers`: lower case, words joined by `-`. */
export const Cuisine = Schema.String.check(
  Schema.isMaxLength(Limits.cuisineLength),
  Schema.isPattern(/^[\p{Ll}\p{N}]+(-[\p{Ll}\p{N}]+)*$/u)
)

/** Whether it takes orders at all; `paused` by itself or by operations, whatever its hours say. */
export const RestaurantStatus = Schema.Literals(["open", "paused"])
export type RestaurantStatus = typeof RestaurantStatus.Type

/** A restaurant as the marketplace knows it (S54). Its menu is an object of its own. */
export const Restaurant = Schema.Struct({
  id: RestaurantId,
  name: DisplayName,
  /** The dispatch region that carries its orders. */
  regionId: RegionId,
  position: LatLng,
  /** In words, for couriers and receipts. */
  address: StorableText.check(Schema.isMaxLength(Limits.addressLength)),
  cuisines: Schema.Array(Cuisine).check(Schema.isMaxLength(Limits.restaurantCuisines)),
  /** The zone its opening hours are in (C29). */
  zone: ZoneName,
  hours: OpeningHours,
  /** Takes every order without being asked (C5). */
  autoAccept: Schema.Boolean,
  /** What preparation takes as a rule, in ms. */
  preparationMs: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: Limits.preparationLongestMs })),
  /** Of all its prices. */
  currency: Currency,
  status: RestaurantStatus
})
export type Restaurant = typeof Restaurant.Type

/** Whether it takes orders at an instant: not paused, and within its hours. */
export const takesOrdersAt = (restaurant: Restaurant, atMs: number): boolean =>
  restaurant.status === "open" && isOpenAt(restaurant.hours, restaurant.zone, atMs)

/** When it takes orders next, by its hours; null while it is paused, or when that is out of sight. */
export const takesOrdersNextAtMs = (restaurant: Restaurant, atMs: number): number | null =>
  restaurant.status === "open" ? opensNextAtMs(restaurant.hours, restaurant.zone, atMs) : null
