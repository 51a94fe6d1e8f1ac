import { at, u8 } from "@hotbag/core"
import type { City } from "../../world/City.ts"
import { DELIVERY_TABLE, ORDER_TABLE, type Step } from "./Step.ts"
import { type Complain, END } from "./watchMoney.ts"

/** P4, P6: everything moves along its table, is placed when it is ordered, and ends once. */
export const watchOrders = (city: City, complain: Complain, ended: (order: number, end: number) => void) => {
  const tables = [ORDER_TABLE, DELIVERY_TABLE] as const
  const standing = [new Uint8Array(city.orders.length), new Uint8Array(city.orders.length)] as const
  const ends = new Uint8Array(city.orders.length)
  const completed = new Uint8Array(city.orders.length)
  const gone = new Uint8Array(city.orders.length)
  const move = (which: 0 | 1, event: number, type: string, atMs: number, order: number) => {
    const table = tables[which]
    const from = u8(standing[which], order)
    const to = table.next[from * table.events + event] ?? -1
    if (to < 0) complain("monotoneStates", `${type} of what is ${table.nameOf(from)}`, atMs, order)
    else standing[which][order] = to
  }
  return {
    see: ({ delivery, end, order: event, type }: Step, atMs: number, order: number) => {
      if (event >= 0) move(0, event, type, atMs, order)
      if (delivery >= 0) move(1, delivery, type, atMs, order)
      if (type === "DeliveryCompleted") completed[order] = 1
      if (type === "PlacementGivenUp") gone[order] = 1
      if (type === "OrderPlaced") {
        const { placedAtMs } = at(city.orders, order)
        const inTime = city.faults === undefined ? atMs === placedAtMs : atMs >= placedAtMs
        if (!inTime) complain("noLostOrder", `placed, but the customer ordered at ${placedAtMs}`, atMs, order)
      }
      if (end === END.open) return
      if (u8(ends, order) !== END.open) complain("noLostOrder", `${type} of what had ended`, atMs, order)
      if ((end === END.delivered) !== (u8(completed, order) === 1)) {
        complain("noLostOrder", `${type}, but the delivery says otherwise`, atMs, order)
      }
      ends[order] = end
      ended(order, end)
    },
    finish: () => {
      for (let order = 0; order < ends.length; order++) {
        if (u8(ends, order) !== END.open || u8(gone, order) === 1) continue
        const what = u8(standing[0], order) === 0 ? "never placed" : "never ended"
        complain("noLostOrder", what, at(city.orders, order).placedAtMs, order)
      }
    }
  }
}
