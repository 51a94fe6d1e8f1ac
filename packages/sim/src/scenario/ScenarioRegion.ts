import { CellId, LatLng, Limits } from "@hotbag/core"
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

/** Water that is crossed at bridges only. */
export const ScenarioRiver = Schema.Struct({
  line: required(
    Schema.Array(LatLng).check(Schema.isMinLength(2), Schema.isMaxLength(Limits.riverPoints)),
    "Its course, degrees; around its ends the way is free."
  ),
  bridges: required(
    Schema.Array(LatLng).check(Schema.isMinLength(1), Schema.isMaxLength(Limits.riverPoints)),
    "Where it can be crossed, degrees."
  )
})

/** A quarter by its H3 cell, and how much is ordered from its restaurants at each hour. */
export const ScenarioPlace = Schema.Struct({
  cell: required(CellId, "H3 cell, of resolution 6 (a district) to 11 (a block)."),
  weights: required(
    Schema.Array(numberBetween(0, 1e9)).check(Schema.isMinLength(24), Schema.isMaxLength(24)),
    "Orders from its restaurants by hour of placement, 24 weights from midnight, against the other places of the region."
  )
})
export interface ScenarioPlace extends Schema.Schema.Type<typeof ScenarioPlace> {}

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
  vehicles: field(VehicleShares, "What couriers move with.", {}),
  places: field(
    Schema.Array(ScenarioPlace).check(
      Schema.isMaxLength(Limits.scenarioCells),
      Schema.makeFilter(
        (places) =>
          places.length === 0 ||
          places.some(({ weights }) => weights.some((weight) => weight > 0)) ||
          "at least one weight must be above 0"
      )
    ),
    "Where restaurants are and how demand moves between them by hour, instead of hot spots; none: hot spots. An hour in which no place has a weight uses those of the whole day.",
    []
  ),
  rivers: field(
    Schema.Array(ScenarioRiver).check(Schema.isMaxLength(Limits.scenarioRivers)),
    "Rivers: from bank to bank couriers go by the best bridge.",
    []
  )
}).check(
  Schema.makeFilter(
    ({ places, restaurants }) =>
      places.length <= restaurants || {
        path: ["places"],
        issue: `${places.length} places for ${restaurants} restaurants; every place needs one`
      }
  )
)
export interface ScenarioRegion extends Schema.Schema.Type<typeof ScenarioRegion> {}
