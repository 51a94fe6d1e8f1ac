import type { CityCourier } from "../world/City.ts"
import type { LogEntry } from "../report/LogEntry.ts"
import { type Checker, makeFindings } from "./Checker.ts"
import type { Directory } from "./Directory.ts"
import { makeDuty } from "./duty.ts"
import { DELIVERY_ENDS } from "./endings.ts"
import { happenedAtMs, numberField } from "./entryFields.ts"
import { trackCouriers } from "./whereabouts.ts"

/**
 * Couriers work in their region and in their shift: asked or sent between on-time and off-time, and only for what, as far
 * as is known then, they can pick up, or to where they can be, before the off-time. What was accepted goes on after it,
 * but without dawdling: a pickup after the off-time waits for late food or for the handling at the restaurant, and for
 * nothing else. Memory by open orders and couriers.
 */
export const dutyHours = (directory: Directory): Checker => {
  const { rules } = directory.city
  const findings = makeFindings("dutyHours")
  const couriers = trackCouriers(directory)
  const duty = makeDuty(directory, couriers, findings)
  const expectedReady = expectations()
  const atRestaurantMs = new Map<string, number>()
  /** By courier: when the latest food in hand became ready. */
  const lastReadyAtMs = new Map<string, number>()
  const carriers = new Map<string, string>()

  const pickUp = (entry: LogEntry, courier: CityCourier) => {
    const excusedUntilMs = Math.max(
      courier.offAtMs,
      (atRestaurantMs.get(courier.id) ?? -Infinity) + rules.beforePickup.maxMs,
      lastReadyAtMs.get(courier.id) ?? -Infinity
    )
    if (happenedAtMs(entry) > excusedUntilMs)
      findings.add(`picked up after ${excusedUntilMs}, off duty`, entry)
  }

  const learn = (entry: LogEntry, order: string) => {
    const { atMs, courier, type } = entry
    const readyAtMs = type === "FoodReady" ? atMs : numberField(entry, "readyEstimateAtMs")
    if (readyAtMs !== undefined) expectedReady.add(order, directory.heardAtMs(order, atMs), readyAtMs)
    if (type === "OfferAccepted" && courier !== undefined) carriers.set(order, courier)
    const carrier = carriers.get(order)
    if (type === "FoodReady" && carrier !== undefined) lastReadyAtMs.set(carrier, atMs)
    if (!DELIVERY_ENDS.has(type)) return
    expectedReady.forget(order)
    carriers.delete(order)
  }

  return {
    name: "dutyHours",
    see: (entry) => {
      const { type } = entry
      if (entry.order === undefined) {
        const courier = directory.courier(entry.courier)
        const goal = directory.restaurant(entry.restaurant)
        if (courier === undefined) return findings.add(`${entry.courier} is nobody in the city`, entry)
        if (type === "Preposition" && goal !== undefined) duty.send(entry, courier, goal)
        return couriers.follow(entry)
      }
      const order = directory.order(entry.order)
      if (order === undefined) return
      learn(entry, order.id)
      if (entry.courier === undefined) return
      const courier = directory.courier(entry.courier)
      if (courier === undefined) return findings.add(`${entry.courier} is nobody in the city`, entry)
      if (type === "DeliveryOffered") duty.ask(entry, courier, order, expectedReady.at(order.id, entry.atMs))
      if (type === "CourierAtRestaurant") atRestaurantMs.set(courier.id, happenedAtMs(entry))
      if (type === "DeliveryPickedUp") pickUp(entry, courier)
      couriers.follow(entry)
    },
    finish: findings.list
  }
}

/** What dispatch was told of ready times, and since when it knows. Memory by open orders. */
const expectations = () => {
  const told = new Map<string, Array<{ readonly heardAtMs: number; readonly readyAtMs: number }>>()
  return {
    add: (order: string, heardAtMs: number, readyAtMs: number) => {
      const known = told.get(order)
      if (known === undefined) told.set(order, [{ heardAtMs, readyAtMs }])
      else known.push({ heardAtMs, readyAtMs })
    },
    at: (order: string, atMs: number) =>
      told.get(order)?.findLast(({ heardAtMs }) => heardAtMs <= atMs)?.readyAtMs,
    forget: (order: string) => told.delete(order)
  }
}
