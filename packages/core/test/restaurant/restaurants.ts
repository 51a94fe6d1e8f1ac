import {
  alwaysOpen,
  type Menu,
  type MenuItem,
  MenuItemId,
  type Money,
  RegionId,
  type Restaurant,
  RestaurantId
} from "@hotbag/core"

export const eur = (amountMinor: number): Money => ({ amountMinor, currency: "EUR" })

export const trattoria: Restaurant = {
  id: RestaurantId.make("r1"),
  name: "Trattoria Fiordaliso",
  regionId: RegionId.make("roma"),
  position: { lat: 41.9, lng: 12.5 },
  address: "Via del Forno 3",
  cuisines: ["italian", "pizza"],
  zone: "Europe/Rome",
  hours: alwaysOpen,
  autoAccept: false,
  preparationMs: 900_000,
  currency: "EUR",
  status: "open"
}

export const itemOf = (id: string, priceMinor: number, more: Partial<MenuItem> = {}): MenuItem => ({
  id: MenuItemId.make(id),
  name: `Dish ${id}`,
  description: "",
  price: eur(priceMinor),
  imageUrl: null,
  availability: { _tag: "Always" },
  ...more
})

export const menuOf = (...items: ReadonlyArray<MenuItem>): Menu => ({
  restaurantId: trattoria.id,
  version: 1,
  changedAtMs: 0,
  sections: [{ name: "Dishes", items }]
})
