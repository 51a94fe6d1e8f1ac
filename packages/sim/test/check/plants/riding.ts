import { SECOND_MS } from "@hotbag/core"
import type { CityRules } from "../../../src/world/City.ts"
import { CARRIED, COOKED_FIRST, type Day, nearbyDay, sharedDay } from "../days.ts"
import { inOrder, moved } from "../spoil.ts"
import { earlier, laterBy, type Plant, timeOf, withCourier } from "./Plant.ts"

const withRules = (rules: Partial<CityRules>) => (city: Day["city"]) => ({
  ...city,
  rules: { ...city.rules, ...rules }
})

export const bundleRules: ReadonlyArray<Plant> = [
  {
    what: "a bundle from two restaurants where one is the rule",
    day: nearbyDay,
    city: withRules({ bundleRestaurantsWithinM: 0 })
  },
  {
    what: "a bundle from restaurants that are too far apart",
    day: nearbyDay,
    city: withRules({ bundleRestaurantsWithinM: 900 })
  },
  {
    what: "a bundle from three restaurants",
    day: sharedDay,
    city: (city) => ({
      ...withRules({ bundleRestaurantsWithinM: 1_000 })(city),
      // Some steps from one to the next.
      restaurants: city.restaurants.map((shop, i) => ({
        ...shop,
        position: { lat: shop.position.lat + 0.0001 * i, lng: shop.position.lng }
      }))
    })
  },
  {
    what: "more in a bundle than hands can carry",
    day: sharedDay,
    city: (city) => withCourier(city, "c0", { vehicle: "walking" })
  },
  {
    what: "a door before everything is picked up",
    day: sharedDay,
    entries: (entries) => {
      const pickedUpAtMs = timeOf(entries, { type: "DeliveryPickedUp", order: COOKED_FIRST })
      const doorAtMs = timeOf(entries, { type: "CourierAtCustomer", order: CARRIED })
      return inOrder(
        entries.map((entry) =>
          entry.order === CARRIED && entry.atMs >= doorAtMs
            ? { ...entry, atMs: entry.atMs - doorAtMs + pickedUpAtMs - SECOND_MS }
            : entry
        )
      )
    }
  }
]

export const rodeTooFast: ReadonlyArray<Plant> = [
  {
    what: "an arrival at the second restaurant a second too early",
    day: nearbyDay,
    entries: (entries) =>
      moved(entries, { type: "CourierAtRestaurant", order: COOKED_FIRST }, earlier(21 * SECOND_MS))
  },
  {
    what: "a first pickup so late that the second restaurant is reached too early",
    day: nearbyDay,
    entries: (entries) =>
      moved(
        moved(entries, { type: "DeliveryPickedUp", order: CARRIED }, laterBy(21 * SECOND_MS)),
        { type: "OrderPickedUp", order: CARRIED },
        laterBy(21 * SECOND_MS)
      )
  }
]
