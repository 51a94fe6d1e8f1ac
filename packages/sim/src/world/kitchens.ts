import { entry, i32 } from "@hotbag/core"
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
export const makeKitchens = (city: City): Kitchens => {
  const cooking = new Int32Array(city.restaurants.length)
  const queues: Array<Array<number>> = city.restaurants.map(() => [])
  const shopOf = (order: number) => entry(city.orders, order).restaurant
  return {
    enter: (order) => {
      const shop = shopOf(order)
      const slots = entry(city.restaurants, shop).kitchenSlots
      const busy = cooking[shop] ?? 0
      if (slots !== null && busy >= slots) {
        entry(queues, shop).push(order)
        return false
      }
      cooking[shop] = busy + 1
      return true
    },
    finish: (order) => {
      const shop = shopOf(order)
      const next = entry(queues, shop).shift()
      if (next !== undefined) return next
      cooking[shop] = (cooking[shop] ?? 0) - 1
      return -1
    },
    cooking: (order) => i32(cooking, shopOf(order)),
    forget: (order) => {
      const queue = entry(queues, shopOf(order))
      const queued = queue.indexOf(order)
      if (queued >= 0) queue.splice(queued, 1)
    },
    queued: () => {
      let queued = 0
      for (const queue of queues) queued += queue.length
      return queued
    }
  }
}
