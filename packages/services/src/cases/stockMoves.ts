import type { CaseState, OrderCase } from "@hotbag/core"
import type { StockMove } from "./CaseStore.ts"

/**
 * What a step takes from the restaurant's stock or gives back (S7): the items of an order leave it at placement, and return when the order
 * ends before the kitchen touched them. Food that was begun does not return.
 */
export const stockMovesOf = (before: CaseState, after: OrderCase): ReadonlyArray<StockMove> => {
  const { order } = after
  const sign = before.order.status === "none" ? -1 : givesBack(before, after) ? 1 : 0
  if (sign === 0) return []
  const { restaurantId, items } = order
  return items.map(({ itemId, quantity }) => ({ restaurantId, itemId, by: sign * quantity }))
}

const givesBack = (before: CaseState, { order }: OrderCase): boolean => {
  if (before.order.status === order.status) return false
  if (order.status === "payment-declined" || order.status === "rejected") return true
  return order.status === "cancelled" && order.preparingAtMs === null && order.readyAtMs === null
}
