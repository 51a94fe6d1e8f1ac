import {
  at,
  decideDelivery,
  decideOrder,
  type DeliveryCommand,
  evolveDelivery,
  evolveOrder,
  invariant,
  type OrderCommand
} from "@hotbag/core"
import { Result } from "effect"
import type { Books } from "./Books.ts"
import { noteDeliveryEvent, noteOrderEvent } from "./noteEvents.ts"
import type { World } from "./World.ts"

/** Sends a command to the order; what it decided becomes state, history and facts for the saga. */
export const commandOrder = (world: World, books: Books, order: number, command: OrderCommand): void => {
  const decided = decideOrder(at(books.orders, order), command, world.nowMs, books.orderRules)
  invariant(Result.isSuccess(decided), "the world sends orders only what they can take", { command, decided })
  for (const event of decided.success) {
    books.orders[order] = evolveOrder(at(books.orders, order), event)
    books.pending.push({ order, fact: event })
    noteOrderEvent(world, books, order, event)
  }
}

/** The same for its delivery. */
export const commandDelivery = (
  world: World,
  books: Books,
  order: number,
  command: DeliveryCommand
): void => {
  const decided = decideDelivery(at(books.deliveries, order), command, world.nowMs)
  invariant(Result.isSuccess(decided), "the world sends deliveries only what they can take", {
    command,
    decided
  })
  for (const event of decided.success) {
    books.deliveries[order] = evolveDelivery(at(books.deliveries, order), event)
    books.pending.push({ order, fact: event })
    noteDeliveryEvent(world, books, order, event)
  }
}
