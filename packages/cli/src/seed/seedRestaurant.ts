import {
  type Availability,
  type Currency,
  type LatLng,
  type MenuContent,
  type MenuItem,
  MenuItemId,
  MINUTE_MS,
  type OpeningHours,
  type RegionId,
  RestaurantId,
  Weekday
} from "@hotbag/core"
import type { CatalogueEntry } from "@hotbag/services"
import type { Sequence } from "@hotbag/sim"
import { type SeedDish, seedDesserts, seedDrinks, type SeedKitchen, seedKitchens } from "./kitchens.ts"
import { oneOf, seedAddress, seedRestaurantName, someOf } from "./seedNames.ts"

/** Where a seeded restaurant is, and what its money is. */
export interface SeedPlace {
  readonly id: string
  readonly regionId: RegionId
  readonly position: LatLng
  readonly zone: string
  readonly currency: Currency
  /** Minor units of the price that `kitchens.ts` calls 1. */
  readonly minorPerThousand: number
}

/** A restaurant that nobody has heard of, with what it cooks, for how much, and when. 8 to 25 items. */
export const seedRestaurant = (place: SeedPlace, draws: Sequence): CatalogueEntry => {
  const kitchen = kitchenOf(draws)
  const [quickest, slowest] = kitchen.minutes
  const isMorning = kitchen.cuisine === "breakfast"
  return {
    restaurant: {
      id: RestaurantId.make(place.id),
      name: seedRestaurantName(kitchen, draws),
      regionId: place.regionId,
      position: place.position,
      address: seedAddress(draws),
      cuisines: draws.next() < 0.25 ? [kitchen.cuisine, "family"] : [kitchen.cuisine],
      zone: place.zone,
      hours: isMorning ? mornings : oneOf(evenings, draws),
      autoAccept: draws.next() < 0.3,
      preparationMs: (quickest + draws.integer(slowest - quickest + 1)) * MINUTE_MS,
      currency: place.currency,
      status: "open"
    },
    content: seedMenu(place, kitchen, draws)
  }
}

const seedMenu = (place: SeedPlace, kitchen: SeedKitchen, draws: Sequence): MenuContent => {
  // Some are dear and some are cheap, all their dishes alike.
  const level = 0.85 + 0.4 * draws.next()
  const chosen: ReadonlyArray<readonly [string, ReadonlyArray<SeedDish>]> = [
    ["Mains", someOf(kitchen.mains, 5 + draws.integer(6), draws)],
    ["Sides", someOf(kitchen.sides, 1 + draws.integer(4), draws)],
    ["Drinks", someOf(seedDrinks, 2 + draws.integer(6), draws)],
    ["Desserts", someOf(seedDesserts, draws.integer(5), draws)]
  ]
  let number = 0
  return {
    sections: chosen
      .filter(([, dishes]) => dishes.length > 0)
      .map(([name, dishes]) => ({
        name,
        items: dishes.map((dish) => {
          number += 1
          return seedItem(place, `${place.id}-i${number}`, dish, level, name === "Desserts", draws)
        })
      }))
  }
}

const seedItem = (
  { currency, minorPerThousand }: SeedPlace,
  id: string,
  [name, description, price]: SeedDish,
  level: number,
  isBaked: boolean,
  draws: Sequence
): MenuItem => ({
  id: MenuItemId.make(id),
  name,
  description,
  // Prices end in hundreds.
  price: { amountMinor: Math.round(price * level * 10) * (minorPerThousand / 10), currency },
  imageUrl: null,
  availability: isBaked && draws.next() < 0.5 ? { _tag: "Stock", stock: 12 + draws.integer(24) } : always
})

const always: Availability = { _tag: "Always" }

const kitchenOf = (draws: Sequence): SeedKitchen => {
  let left = draws.next() * seedKitchens.reduce((sum, { weight }) => sum + weight, 0)
  return seedKitchens.find(({ weight }) => (left -= weight) < 0) ?? oneOf(seedKitchens, draws)
}

const daily = (
  openMinute: number,
  closeMinute: number,
  closed: ReadonlyArray<Weekday> = []
): OpeningHours => ({
  weekly: Weekday.literals
    .filter((weekday) => !closed.includes(weekday))
    .map((weekday) => ({ weekday, openMinute, closeMinute })),
  specialDays: []
})

const mornings = daily(6 * 60, 20 * 60)

/** From noon into the night; a few rest on a day, some never do. */
const evenings: ReadonlyArray<OpeningHours> = [
  daily(11 * 60, 23 * 60),
  daily(11 * 60 + 30, 22 * 60),
  daily(12 * 60, 24 * 60),
  daily(12 * 60, 26 * 60),
  daily(11 * 60, 23 * 60, ["monday"]),
  daily(12 * 60, 22 * 60 + 30, ["sunday"]),
  daily(0, 24 * 60)
]
