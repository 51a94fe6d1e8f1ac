import { type OrderCase, TERMINAL_ORDER_STATUSES } from "@hotbag/core"
import { Effect, Layer } from "effect"
import { MemoryTables } from "../cases/MemoryTables.ts"
import { type OrderPosition, OrderReads, type OrdersOf } from "./OrderReads.ts"

/** Reads of {@link MemoryTables}; O(cases). */
export const memoryOrderReads: Layer.Layer<OrderReads, never, MemoryTables> = Layer.effect(
  OrderReads,
  Effect.gen(function* () {
    const { cases } = yield* MemoryTables
    return OrderReads.of({
      list: (of, after, limit) =>
        Effect.sync(() =>
          [...cases.values()]
            .filter((each) => belongs(each, of) && (after === null || newestFirst(after, each.order) < 0))
            .sort((left, right) => newestFirst(left.order, right.order))
            .slice(0, limit)
        )
    })
  })
)

const belongs = ({ order }: OrderCase, of: OrdersOf): boolean => {
  switch (of._tag) {
    case "OfCustomer":
      return order.customerId === of.customerId
    case "OfRestaurant":
      return order.restaurantId === of.restaurantId && !(of.open && TERMINAL_ORDER_STATUSES.has(order.status))
    case "InRegion":
      return order.regionId === of.regionId && !(of.open && TERMINAL_ORDER_STATUSES.has(order.status))
  }
}

const newestFirst = (left: OrderPosition, right: OrderPosition): number =>
  right.placedAtMs - left.placedAtMs ||
  (left.orderId < right.orderId ? 1 : left.orderId > right.orderId ? -1 : 0)
