import type { JourneyEntry, OrderEntry } from "../report/LogEntry.ts"
import { type Checker, type Findings, makeFindings } from "./Checker.ts"
import type { Directory } from "./Directory.ts"
import { DELIVERY_ENDS } from "./endings.ts"
import { happenedAtMs } from "./entryFields.ts"
import { type Tracker, trackCouriers } from "./whereabouts.ts"

/** The stops of an order so far; null: not yet. */
interface Stops {
  readyAtMs: number | null
  atRestaurantMs: number | null
  pickedUpAtMs: number | null
  atCustomerMs: number | null
}

/**
 * Nobody is in two places: couriers arrive no sooner than the travel model lets them, from where they were last, with an
 * order or without; a pickup needs the food and its handling time at the restaurant, which for who waited there counts
 * from the arrival; a drop-off needs the pickup and its handling time at the door; and nobody sets out before the last
 * stop is done. Memory by open orders and couriers.
 */
export const physics = (directory: Directory): Checker => {
  const findings = makeFindings("physics")
  const couriers = trackCouriers(directory)
  const orders = new Map<string, Stops>()
  const stopsOf = (order: string): Stops => {
    const known = orders.get(order)
    if (known !== undefined) return known
    const stops = { readyAtMs: null, atRestaurantMs: null, pickedUpAtMs: null, atCustomerMs: null }
    orders.set(order, stops)
    return stops
  }
  return {
    name: "physics",
    see: (entry) => {
      if (entry.order === undefined) {
        judgeJourney(entry, couriers, directory, findings)
        return couriers.follow(entry)
      }
      if (!MATTERS.has(entry.type)) return
      const stops = stopsOf(entry.order)
      if (entry.type === "FoodReady") stops.readyAtMs = entry.atMs
      judge(entry, stops, couriers, directory, findings)
      couriers.follow(entry)
      if (DELIVERY_ENDS.has(entry.type)) orders.delete(entry.order)
    },
    finish: findings.list
  }
}

const MATTERS: ReadonlySet<string> = new Set([
  "FoodReady",
  "OfferAccepted",
  "CourierAtRestaurant",
  "DeliveryPickedUp",
  "CourierAtCustomer",
  ...DELIVERY_ENDS
])

const judgeJourney = (
  entry: JourneyEntry,
  couriers: Tracker,
  directory: Directory,
  findings: Findings
): void => {
  const { atMs, courier, type } = entry
  const goal = directory.restaurant(entry.restaurant)
  if (goal === undefined) return findings.add(`${entry.restaurant} is no restaurant of the city`, entry)
  const leavesFromMs = couriers.of(courier)?.leavesFromMs ?? -Infinity
  const earliestMs = type === "Preposition" ? leavesFromMs : couriers.earliestMs(courier, goal.position)
  if (atMs >= earliestMs) return
  const what = type === "Preposition" ? "the end of the last stop" : "the earliest arrival"
  findings.add(`${what} is at ${earliestMs}`, entry)
}

const judge = (
  entry: OrderEntry,
  stops: Stops,
  couriers: Tracker,
  directory: Directory,
  findings: Findings
): void => {
  const { courier = "" } = entry
  const atMs = happenedAtMs(entry)
  const { beforeDropoff, beforePickup } = directory.city.rules
  const order = directory.order(entry.order)
  if (order === undefined) return
  const notBefore = (earliestMs: number | null, what: string) => {
    if (earliestMs === null || atMs < earliestMs) {
      findings.add(earliestMs === null ? `${what} never was` : `${what} is at ${earliestMs}`, entry)
    }
  }
  switch (entry.type) {
    case "OfferAccepted":
      return notBefore(couriers.of(courier)?.leavesFromMs ?? -Infinity, "the end of the last stop")
    case "CourierAtRestaurant": {
      const shop = directory.restaurantOf(order)
      const waits = couriers.of(courier)?.waits
      stops.atRestaurantMs = waits?.at === shop ? waits.sinceMs : atMs
      return notBefore(couriers.earliestMs(courier, shop.position), "the earliest arrival")
    }
    case "DeliveryPickedUp":
      stops.pickedUpAtMs = atMs
      notBefore(stops.readyAtMs, "the food being ready")
      return notBefore(later(stops.atRestaurantMs, beforePickup.minMs), "the end of handling")
    case "CourierAtCustomer":
      stops.atCustomerMs = atMs
      notBefore(stops.pickedUpAtMs, "the pickup")
      return notBefore(couriers.earliestMs(courier, order.dropoff), "the earliest arrival")
    case "DeliveryCompleted":
      return notBefore(later(stops.atCustomerMs, beforeDropoff.minMs), "the end of handling")
  }
}

const later = (atMs: number | null, byMs: number): number | null => (atMs === null ? null : atMs + byMs)
