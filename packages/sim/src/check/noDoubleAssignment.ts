import type { LogEntry } from "../report/LogEntry.ts"
import { type Checker, makeFindings } from "./Checker.ts"
import { textField } from "./entryFields.ts"

/**
 * P3, S84: an order has at most one courier at a time, only that courier does the stops, and a courier takes nothing
 * new before the last drop-off of the journey in hand. Memory by orders under way.
 */
export const noDoubleAssignment = (): Checker => {
  const findings = makeFindings("noDoubleAssignment")
  const carriers = new Map<string, string>()
  const hands = new Map<string, { readonly offer: string; readonly orders: Set<string> }>()

  const letGo = (order: string) => {
    const courier = carriers.get(order)
    if (courier === undefined) return
    carriers.delete(order)
    const hand = hands.get(courier)
    hand?.orders.delete(order)
    if (hand?.orders.size === 0) hands.delete(courier)
  }

  const take = (entry: LogEntry, order: string, courier: string) => {
    const other = carriers.get(order)
    if (other !== undefined) {
      findings.add(`${courier} takes the order while ${other} has it`, entry)
      letGo(order)
    }
    const offer = textField(entry, "offer") ?? ""
    const hand = hands.get(courier)
    if (hand !== undefined && hand.offer !== offer) {
      findings.add(`${courier} takes the order with ${[...hand.orders].join(", ")} still in hand`, entry)
    }
    carriers.set(order, courier)
    if (hand === undefined) hands.set(courier, { offer, orders: new Set([order]) })
    else hand.orders.add(order)
  }

  return {
    name: "noDoubleAssignment",
    see: (entry) => {
      const { courier, order } = entry
      if (order === undefined) return
      if (entry.type === "OfferAccepted" && courier !== undefined) return take(entry, order, courier)
      if (STOPS.has(entry.type) && carriers.get(order) !== courier) {
        findings.add(`${entry.type} by ${courier}, but ${carriers.get(order) ?? "nobody"} has it`, entry)
      }
      if (ENDS.has(entry.type)) letGo(order)
    },
    finish: findings.list
  }
}

/** What only the courier who has the order does. */
const STOPS: ReadonlySet<string> = new Set([
  "CourierAtRestaurant",
  "DeliveryPickedUp",
  "CourierAtCustomer",
  "DeliveryCompleted",
  "DeliveryFailed",
  "DeliveryReassigned"
])

/** After these nobody has the order. */
const ENDS: ReadonlySet<string> = new Set([
  "DeliveryCompleted",
  "DeliveryFailed",
  "DeliveryReassigned",
  "DeliveryCancelled"
])
