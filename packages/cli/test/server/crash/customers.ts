import { setTimeout as pause } from "node:timers/promises"
import { Option, Schema } from "effect"
import { type Asked, type Caller, outcomeOf } from "./Caller.ts"
import { OpenOrders } from "./OpenOrders.ts"
import { DISHES, placeOf, type Town } from "./Town.ts"

/** Tokens and how many of twenty customers pay with them. */
const TOKENS = [
  ...Array.from({ length: 12 }, () => "tok_ok"),
  "tok_taken",
  "tok_taken",
  "tok_declined",
  "tok_timeout_after_charge",
  "tok_timeout_after_charge",
  "tok_taken_timeout",
  "tok_settlement_refused_once",
  "tok_slow"
]

/**
 * Customers who order on schedule, whether the server answers or not: an open loop. Where couriers fall far behind, because the machine is
 * slow, orders come further apart: what is to be judged in the end must not grow with slowness.
 */
export interface Ordering {
  /** No new orders from here on; resolves when everybody knows what became of theirs, or has given up. */
  readonly end: () => Promise<void>
}

/** Orders of one run: a day of them at ten a second would be too many to judge. */
const MOST = 100_000

/** With more orders on their way than this, each further so many let the next come later by one whole interval. */
const CALM = { open: 60, more: 5 }

/** Lets customers order `perSecond` times a second, until the end or `MOST` times. */
export const letOrder = (town: Town, perSecond: number): Ordering => {
  const orders: Array<Promise<void>> = []
  const door = { isOpen: true }
  const schedule = async () => {
    const open = new OpenOrders(town.history.lines)
    const everyMs = 1_000 / perSecond
    let dueAt = performance.now()
    for (let i = 0; door.isOpen && i < MOST; i++) {
      const waitMs = dueAt - performance.now()
      if (waitMs > 0) await pause(waitMs)
      if (door.isOpen) orders.push(orderDinner(town, i))
      dueAt += everyMs * (1 + Math.max(0, open.count() - CALM.open) / CALM.more)
    }
  }
  const scheduled = schedule()
  return {
    end: async () => {
      door.isOpen = false
      await scheduled
      await Promise.all(orders)
    }
  }
}

/** The order with that number: who sends it, and what it is. */
export const orderNumbered = (town: Town, number: number): { caller: Caller; asked: Asked } => {
  const { customers, kitchens, luck } = town
  const draw = (count: number) => luck.uniform(number, count)
  const caller = customers[Math.floor(draw(0) * customers.length)]
  const restaurantId = [...kitchens.keys()][Math.floor(draw(1) * kitchens.size)]
  const token = TOKENS[Math.floor(draw(2) * TOKENS.length)]
  if (caller === undefined) throw new Error("nobody is there to order")
  return {
    caller,
    asked: {
      op: "place",
      key: `order-${number}`,
      method: "POST",
      path: "/orders",
      body: {
        restaurantId,
        items: [{ itemId: `${restaurantId}-${DISHES[draw(3) < 0.3 ? 1 : 0]}`, quantity: 1 }],
        paymentMethod: "card",
        paymentToken: token,
        address: { ...placeOf(number), text: "Door 3" }
      }
    }
  }
}

const orderDinner = async (town: Town, number: number): Promise<void> => {
  const { caller, asked } = orderNumbered(town, number)
  const draw = (count: number) => town.luck.uniform(number, count)
  // Some press twice, some give up at the first silence.
  if (draw(4) < 0.1) {
    await Promise.all([town.insist(caller, asked), town.insist(caller, asked)])
  } else if (draw(4) < 0.2) {
    const heard = await caller.ask(asked)
    if (heard === null || outcomeOf(heard) === "info") return
  }
  const heard = await town.insist(caller, asked)
  const orderId = heard === null ? null : orderIdIn(heard.text)
  if (orderId === null) return
  // Some use the key for something else, some change their minds.
  if (draw(5) < 0.1) {
    await town.insist(caller, { ...asked, op: "place-other", body: { ...otherBody(asked.body) } })
  }
  if (draw(6) < 0.1) {
    await pause(draw(7) * 2_000)
    const path = `/orders/${orderId}/cancel`
    await town.insist(caller, { op: "cancel", key: `cancel-${number}`, method: "POST", path })
  }
}

const otherBody = (body: unknown) => ({ ...(typeof body === "object" ? body : {}), note: "with salt" })

/** The order that an answer is about. */
export const orderIdIn = (text: string): string | null =>
  Option.getOrNull(Option.map(decodeOrder(text), ({ orderId }) => orderId))

const decodeOrder = Schema.decodeUnknownOption(
  Schema.fromJsonString(Schema.Struct({ orderId: Schema.String }))
)
