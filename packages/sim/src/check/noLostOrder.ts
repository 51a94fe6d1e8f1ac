import { u8 } from "@hotbag/core"
import type { LogEntry } from "../report/LogEntry.ts"
import { type Checker, makeFindings } from "./Checker.ts"
import { ORDER_ENDS } from "./endings.ts"
import type { Directory } from "./Directory.ts"

/**
 * P6: everything that the city orders is placed once, at its time, and ends once: delivered, cancelled, or lost, and
 * delivered exactly when a courier completed the delivery. So delivered + cancelled + lost = placed. Only a store that fails
 * may turn a customer away; who comes back places it later, who gives up never does. Three bytes an order.
 */
export const noLostOrder = (directory: Directory): Checker => {
  const { city, order: orderOf, orderNumber } = directory
  const findings = makeFindings("noLostOrder")
  const stages = new Uint8Array(city.orders.length)
  const completed = new Uint8Array(city.orders.length)
  const refused = new Uint8Array(city.orders.length)

  const place = (entry: LogEntry, number: number) => {
    if (u8(stages, number) !== NEVER) findings.add("placed twice", entry)
    const placedAtMs = orderOf(entry.order)?.placedAtMs ?? Number.NaN
    const isInTime = entry.atMs === directory.committedAtMs(entry.order, placedAtMs)
    if (!isInTime && u8(refused, number) === 0)
      findings.add(`placed, but the customer ordered at ${placedAtMs}`, entry)
    stages[number] = OPEN
  }

  const refuse = (entry: LogEntry, number: number) => {
    if (directory.committedAtMs(entry.order, entry.atMs) === entry.atMs) {
      findings.add("turned away by a store that is well", entry)
    }
    refused[number] = 1
  }

  const end = (entry: LogEntry, number: number) => {
    if (u8(stages, number) !== OPEN) {
      const what = u8(stages, number) === NEVER ? "was never placed" : "had ended before"
      findings.add(`${entry.type} of an order that ${what}`, entry)
    }
    stages[number] = ENDED
    if (entry.type === "OrderDelivered" && u8(completed, number) === 0) {
      findings.add("delivered, but nobody completed the delivery", entry)
    }
    if (entry.type !== "OrderDelivered" && u8(completed, number) === 1) {
      findings.add(`${entry.type} after the delivery was completed`, entry)
    }
  }

  return {
    name: "noLostOrder",
    see: (entry) => {
      if (entry.order === undefined) return
      const number = orderNumber(entry.order)
      if (number < 0) return findings.add("an order that nobody in the city placed", entry)
      if (entry.type === "OrderPlaced") place(entry, number)
      if (entry.type === "PlacementRefused") refuse(entry, number)
      if (entry.type === "PlacementGivenUp" && u8(refused, number) === 1) stages[number] = GONE
      if (entry.type === "DeliveryCompleted") completed[number] = 1
      if (ORDER_ENDS.has(entry.type)) end(entry, number)
    },
    finish: () => {
      city.orders.forEach(({ id, placedAtMs }, number) => {
        if (u8(stages, number) === NEVER) findings.add("never placed", { atMs: placedAtMs, order: id })
        if (u8(stages, number) === OPEN) findings.add("never ended", { atMs: placedAtMs, order: id })
      })
      return findings.list()
    }
  }
}

const NEVER = 0
const OPEN = 1
const ENDED = 2
/** Turned away until the customer gave up. */
const GONE = 3
