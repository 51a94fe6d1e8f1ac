import type { Decider } from "../Decider.ts"
import type { OrderCommand } from "./commands.ts"
import { decideOrder } from "./decide.ts"
import type { OrderEvent } from "./events.ts"
import { evolveOrder } from "./evolve.ts"
import { initialOrder, type OrderState } from "./Order.ts"
import type { OrderRejection } from "./rejections.ts"

/** The order as a {@link Decider}, with the default rules of cancellation. */
export const orderDecider: Decider<OrderState, OrderCommand, OrderEvent, OrderRejection> = {
  initial: initialOrder,
  decide: (state, command, atMs) => decideOrder(state, command, atMs),
  evolve: evolveOrder
}
