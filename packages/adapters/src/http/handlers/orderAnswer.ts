import type { ItemDialect, Order } from "@hotbag/api"
import type { OrderCase } from "@hotbag/core"
import { orderView } from "../views/orderView.ts"

/** An order as the answer to a command: as of its latest change, so that the saved answer never depends on when it is read. */
export const orderAnswer =
  (dialect: ItemDialect = "itemId") =>
  ({ order }: OrderCase): Order =>
    orderView(order, { atMs: order.updatedAtMs, dialect, eta: null })
