import { MINUTE_MS, normal } from "@hotbag/core"
import { makeStream, numberOfName } from "../kernel/streams.ts"
import type { City } from "../world/City.ts"

/**
 * The same day, its kitchens erring: what dispatch is told of a preparation is max(1 min, truth + N(0, `sdMs`)) in whole
 * minutes, the grain of the days this is made for, and the truth becomes known when the food is ready. An order's error
 * is drawn by its name from the stream `order.prepError`: the same under every policy, and without the other orders.
 * A deviation of 0 gives the day back as it is.
 */
export const withPrepError = (city: City, sdMs: number, seed: number): City => {
  if (sdMs === 0) return city
  const error = normal(0, sdMs)
  const draws = makeStream(seed, "order.prepError")
  return {
    ...city,
    orders: city.orders.map((order) => {
      const toldMs = order.preparationMs + error.draw(draws.uniform(numberOfName(order.id)))
      return {
        ...order,
        estimatedPreparationMs: Math.max(MINUTE_MS, Math.round(toldMs / MINUTE_MS) * MINUTE_MS)
      }
    })
  }
}
