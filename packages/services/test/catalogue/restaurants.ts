import {
  alwaysOpen,
  type LatLng,
  type MenuContent,
  type MenuItem,
  MenuItemId,
  type Money,
  RegionId,
  type Restaurant,
  RestaurantId
} from "@hotbag/core"
import type { Actor } from "../../src/index.ts"

export const eur = (amountMinor: number): Money => ({ amountMinor, currency: "EUR" })
export const rid = (text: string): RestaurantId => RestaurantId.make(text)
export const iid = (text: string): MenuItemId => MenuItemId.make(text)

export const roma: LatLng = { lat: 41.9, lng: 12.5 }

export const restaurantOf = (id: string, more: Partial<Restaurant> = {}): Restaurant => ({
  id: rid(id),
  name: `Trattoria ${id}`,
  regionId: RegionId.make("roma"),
  position: roma,
  address: "Via del Forno 3",
  cuisines: ["italian"],
  zone: "Europe/Rome",
  hours: alwaysOpen,
  autoAccept: false,
  preparationMs: 900_000,
  currency: "EUR",
  status: "open",
  ...more
})

export const itemOf = (id: string, priceMinor: number, more: Partial<MenuItem> = {}): MenuItem => ({
  id: iid(id),
  name: `Dish ${id}`,
  description: "with basil",
  price: eur(priceMinor),
  imageUrl: null,
  availability: { _tag: "Always" },
  ...more
})

export const counted = (id: string, priceMinor: number, stock: number): MenuItem =>
  itemOf(id, priceMinor, { availability: { _tag: "Stock", stock } })

export const contentOf = (...items: ReadonlyArray<MenuItem>): MenuContent => ({
  sections: [{ name: "Dishes", items }]
})

export const operator: Actor = { role: "operator", subject: "ops" }
export const restaurantActor = (id: string): Actor => ({ role: "restaurant", subject: id })
