import { cellOf } from "@hotbag/core"
import type { ObservedOrder } from "./ObservedDay.ts"

/**
 * How unevenly the restaurants of a quarter sell: the standard deviation of the logarithm of their orders within their H3 cell. What
 * chance alone adds (about one over the orders of a restaurant, by the delta method on a Poisson count) is taken off; at most 3.
 */
export const fitPopularity = (orders: ReadonlyArray<ObservedOrder>, resolution: number): number => {
  const counts = new Map<string, { readonly cell: string; orders: number }>()
  for (const { pickup } of orders) {
    const key = `${pickup.lat},${pickup.lng}`
    const known = counts.get(key)
    if (known === undefined) counts.set(key, { cell: cellOf(pickup, resolution), orders: 1 })
    else known.orders += 1
  }
  const byCell = new Map<string, Array<number>>()
  for (const { cell, orders: count } of counts.values()) {
    const logs = byCell.get(cell)
    if (logs === undefined) byCell.set(cell, [count])
    else logs.push(count)
  }
  let squares = 0
  let chance = 0
  let free = 0
  for (const some of byCell.values()) {
    if (some.length < 2) continue
    const mean = some.reduce((sum, count) => sum + Math.log(count), 0) / some.length
    for (const count of some) {
      squares += (Math.log(count) - mean) ** 2
      chance += (1 / count) * ((some.length - 1) / some.length)
    }
    free += some.length - 1
  }
  if (free === 0) return 0
  return Math.min(3, Math.sqrt(Math.max(0, (squares - chance) / free)))
}
