import { at } from "@hotbag/core"
import type { City } from "../world/City.ts"
import type { MenuReads } from "./MenuCaches.ts"

/**
 * The menus that a city's people read: of the restaurant that they order from, and of others of their region, each as often as
 * it is ordered from on the day. O(orders).
 */
export const menuReadsOf = ({ orders, regions, restaurants }: City): MenuReads => {
  const restaurantOf = Int32Array.from(orders, ({ restaurant }) => restaurant)
  const ofRegion = regions.map((_, region) =>
    restaurantOf.filter((restaurant) => at(restaurants, restaurant).region === region)
  )
  return {
    ordered: (order) => at(orders, order).restaurant,
    lookedAt: (order, u) => {
      const own = at(orders, order).restaurant
      const looked = at(ofRegion, at(restaurants, own).region)
      return looked[Math.floor(u * looked.length)] ?? own
    }
  }
}
