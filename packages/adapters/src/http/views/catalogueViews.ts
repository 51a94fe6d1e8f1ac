import { instantOrNull, instantText, type Menu, type MenuItem, type Restaurant } from "@hotbag/api"
import { decimalNumber, type MenuItem as DomainMenuItem, type MenuItemId } from "@hotbag/core"
import type { RestaurantNow, ServedMenu } from "@hotbag/services"

/** A restaurant on the wire (S54). */
export const restaurantView = ({ restaurant, isOpen, opensAtMs }: RestaurantNow): Restaurant => ({
  restaurantId: restaurant.id,
  name: restaurant.name,
  regionId: restaurant.regionId,
  location: restaurant.position,
  address: restaurant.address,
  cuisines: restaurant.cuisines,
  zone: restaurant.zone,
  hours: restaurant.hours,
  autoAccept: restaurant.autoAccept,
  preparationMinutes: restaurant.preparationMs / 60_000,
  currency: restaurant.currency,
  status: restaurant.status,
  open: isOpen,
  opensAt: instantOrNull(opensAtMs)
})

/** A menu on the wire (S55, C28). */
export const menuView = ({ restaurant, menu, unavailable }: ServedMenu): Menu => {
  const missing = new Set(unavailable)
  return {
    restaurantId: menu.restaurantId,
    version: menu.version,
    changedAt: instantText(menu.changedAtMs),
    currency: restaurant.currency,
    sections: menu.sections.map(({ name, items }) => ({
      name,
      items: items.map((item) => itemView(item, missing))
    }))
  }
}

const itemView = (item: DomainMenuItem, missing: ReadonlySet<MenuItemId>): MenuItem => ({
  itemId: item.id,
  id: item.id,
  name: item.name,
  description: item.description,
  price: decimalNumber(item.price),
  imageUrl: item.imageUrl,
  availability: availabilityView(item.availability),
  available: !missing.has(item.id)
})

const availabilityView = (availability: DomainMenuItem["availability"]): MenuItem["availability"] => {
  switch (availability._tag) {
    case "Always":
      return { type: "always" }
    case "Stock":
      return { type: "stock", stock: availability.stock }
    case "Windows":
      return { type: "windows", weekly: availability.weekly }
  }
}
