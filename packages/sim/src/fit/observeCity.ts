import { at } from "@hotbag/core"
import type { City } from "../world/City.ts"
import type { ObservedDay } from "./ObservedDay.ts"

/** What a day that is ready to be played, such as a trace, says before anybody plays it: nothing of ways and answers. */
export const observeCity = (city: City): ObservedDay => ({
  name: city.name,
  orders: city.orders.map((order) => ({
    placedAtMs: order.placedAtMs,
    pickup: at(city.restaurants, order.restaurant).position,
    dropoff: order.dropoff,
    acceptMs: order.acceptAfterMs,
    preparationMs: order.preparationMs,
    estimatedMs: order.estimatedPreparationMs,
    promiseMs: order.promisedAtMs - order.placedAtMs
  })),
  couriers: city.couriers.map(({ offAtMs, onAtMs, position, vehicle }) => ({
    onAtMs,
    offAtMs,
    position,
    vehicle
  })),
  legs: [],
  offers: { made: 0, accepted: 0 }
})
