import { Schema } from "effect"
import { setTimeout as pause } from "node:timers/promises"
import type { Caller } from "./Caller.ts"
import { shareOf } from "./shareOf.ts"
import type { Town } from "./Town.ts"

const Incoming = Schema.Struct({
  orders: Schema.Array(Schema.Struct({ orderId: Schema.String, status: Schema.String }))
})

/** Lets every kitchen take, refuse and cook what comes in, whatever happens to the server, until the town is over. */
export const letCook = (town: Town): Promise<unknown> =>
  Promise.all([...town.kitchens].map(([id, kitchen]) => cook(town, id, kitchen)))

const cook = async (town: Town, id: string, kitchen: Caller): Promise<void> => {
  while (!town.isOver) {
    const page = await kitchen.read("incoming", `/restaurants/${id}/orders?limit=100`, Incoming)
    for (const { orderId, status } of page?.orders ?? []) {
      const word = nextWord(orderId, status)
      if (word === null || town.isOver) continue
      const path = `/orders/${orderId}/${word}`
      const body = word === "confirm" ? { inMinutes: 0 } : undefined
      await kitchen.ask({ op: word, key: `${orderId}-${word}`, method: "POST", path, body })
    }
    // Who gets no answer looks less often.
    await pause(page === null ? 500 : 250)
  }
}

const nextWord = (orderId: string, status: string): string | null => {
  switch (status) {
    case "PAYMENT_AUTHORISED":
      return shareOf(orderId) < 0.1 ? "reject" : "confirm"
    case "CONFIRMED":
      return "preparing"
    case "PREPARING":
      return "ready"
    default:
      return null
  }
}
