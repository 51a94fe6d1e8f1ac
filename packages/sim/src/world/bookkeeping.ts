import {
  advanceDelivery,
  advanceOrder,
  decideDelivery,
  decideOrder,
  type DeliveryCommand,
  entry,
  invariant,
  type OrderCommand
} from "@hotbag/core"
import { Result } from "effect"
import type { Books } from "./Books.ts"
import { noteDeliveryEvent, noteOrderEvent } from "./noteEvents.ts"
import type { World } from "./World.ts"

/** Sends a command to the order; what it decided becomes state, history and facts for the saga. */
export const commandOrder = (world: World, books: Books, order: number, command: OrderCommand): void => {
  const decided = decideOrder(entry(books.orders, order), command, world.nowMs, books.orderRules)
  if (Result.isFailure(decided))
    return refused("the world sends orders only what they can take", command, decided)
  for (const event of decided.success) {
    books.orders[order] = advanceOrder(entry(books.orders, order), event)
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
  const decided = decideDelivery(entry(books.deliveries, order), command, world.nowMs)
  if (Result.isFailure(decided))
    return refused("the world sends deliveries only what they can take", command, decided)
  for (const event of decided.success) {
    books.deliveries[order] = advanceDelivery(entry(books.deliveries, order), event)
    books.pending.push({ order, fact: event })
    noteDeliveryEvent(world, books, order, event)
  }
}

/** Apart from the hot path, which makes no report of what has not happened. */
const refused = (promise: string, command: OrderCommand | DeliveryCommand, decided: unknown): void =>
  invariant(false, promise, { command, decided })
