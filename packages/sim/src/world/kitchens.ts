import { entry, i32 } from "@hotbag/core"
import type { Belonging } from "./Belonging.ts"
import type { City } from "./City.ts"

/** Kitchens with a limited number of orders in preparation; the rest queue, first come first served. */
export interface Kitchens {
  /** The restaurant has accepted the order. @returns whether preparation starts at once. */
  readonly enter: (order: number) => boolean
  /** The order is cooked (wanted or not). @returns the order whose preparation starts in its place, or -1. */
  readonly finish: (order: number) => number
  /** The order is cancelled: if it still queues, it is never cooked. What is on the stove goes on. */
  readonly forget: (order: number) => void
  /** Orders on the stove where this one is cooked. */
  readonly cooking: (order: number) => number
  /** Orders in the queues of all kitchens. O(restaurants). */
  readonly queued: () => number
}

/** Empty kitchens. Every operation is O(1), cancelling a queued order O(queue). */
export const makeKitchens = (city: City, { restaurantOfOrder }: Belonging): Kitchens => {
  const cooking = new Int32Array(city.restaurants.length)
  // Most restaurants of a large city never have a queue.
  const queues: Array<Array<number> | undefined> = []
  const shopOf = (order: number) => i32(restaurantOfOrder, order)
  return {
    enter: (order) => {
      const shop = shopOf(order)
      const slots = entry(city.restaurants, shop).kitchenSlots
      const busy = cooking[shop] ?? 0
      if (slots !== null && busy >= slots) {
        const queue = (queues[shop] ??= [])
        queue.push(order)
        return false
      }
      cooking[shop] = busy + 1
      return true
    },
    finish: (order) => {
      const shop = shopOf(order)
      const next = queues[shop]?.shift()
      if (next !== undefined) return next
      cooking[shop] = (cooking[shop] ?? 0) - 1
      return -1
    },
    cooking: (order) => i32(cooking, shopOf(order)),
    forget: (order) => {
      const queue = queues[shopOf(order)]
      const queued = queue?.indexOf(order) ?? -1
      if (queued >= 0) queue?.splice(queued, 1)
    },
    queued: () => {
      let queued = 0
      for (const queue of queues) queued += queue?.length ?? 0
      return queued
    }
  }
}
