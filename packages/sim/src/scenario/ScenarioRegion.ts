import { LatLng, Limits } from "@hotbag/core"
import { Schema } from "effect"
import { Share, Slug, field, numberBetween, required, wholeBetween } from "./fields.ts"

/** Weights of what couriers move with; only their ratios count. */
const VehicleShares = Schema.Struct({
  walking: field(Share, "Weight of couriers on foot.", 0.09),
  bicycle: field(Share, "Weight of bicycles.", 0.44),
  motorcycle: field(Share, "Weight of motorcycles.", 0.4),
  car: field(Share, "Weight of cars.", 0.07)
}).check(
  Schema.makeFilter(
    (shares) =>
      shares.walking + shares.bicycle + shares.motorcycle + shares.car > 0 ||
      "at least one weight must be above 0"
  )
)

/** One city with its own dispatch. */
export const ScenarioRegion = Schema.Struct({
  id: required(Slug, "Goes into the ids of its orders, restaurants and couriers."),
  name: required(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(60)), "For reports."),
  centre: required(
    LatLng.check(
      Schema.makeFilter(
        ({ lat, lng }) =>
          (Math.abs(lat) <= 70 && Math.abs(lng) <= 175) ||
          "must keep away from the poles and the antimeridian"
      )
    ),
    "Middle of the city, degrees."
  ),
  ordersPerDay: required(numberBetween(0, Limits.regionOrdersPerDay), "Orders expected in a whole day."),
  restaurants: required(wholeBetween(1, Limits.regionRestaurants), "Restaurants."),
  couriers: required(
    wholeBetween(0, Limits.regionCouriers),
    "Couriers with a shift on the day; not all at once."
  ),
  hotSpots: field(wholeBetween(1, 1_000), "Quarters with many restaurants.", 20),
  spreadM: field(
    numberBetween(100, Limits.cityReachM / 5),
    "Standard deviation of places around the centre, east and north, metres.",
    4_000
  ),
  vehicles: field(VehicleShares, "What couriers move with.", {})
})
export interface ScenarioRegion extends Schema.Schema.Type<typeof ScenarioRegion> {}
