import { at } from "@hotbag/core"
import type { City } from "../../world/City.ts"
import { type InvariantsReport, makeComplaints } from "./Complaints.ts"
import { type Step, stepOf } from "./Step.ts"
import { type Complain, watchMoney } from "./watchMoney.ts"
import { watchOrders } from "./watchOrders.ts"
import { watchStops } from "./watchStops.ts"

/** Watches a run while it is played, so cheaply that every run is watched. */
export interface Watch {
  /** An event of the history; `code` is a number of its own for each type. */
  readonly see: (code: number, type: string, atMs: number, order: number, courier: number) => void
  /** A courier without an order has come to a restaurant. */
  readonly came: (atMs: number, courier: number, restaurant: number) => void
  /** A request to the gateway. */
  readonly payment: (atMs: number, order: number, operation: string, amountMinor: number) => void
  /** The day is over. @returns what was wrong with it. Call it once. */
  readonly finish: (atMs: number) => InvariantsReport
}

/** The promises that every run is watched for. */
const WATCHED = [
  "orderOfTime",
  "noLostOrder",
  "monotoneStates",
  "noDoubleAssignment",
  "offersExpireOnce",
  "capacity",
  "dutyHours",
  "physics",
  "moneySettled"
] as const

/**
 * The essential part of the checkers of `makeCheckers` on typed arrays, fed by the events themselves instead of a log:
 * P2–P6, capacity, duty and physics in some 0.2 µs an event. It knows of the history alone; `happenedAtMs` says when what is
 * told just now happened, where apps report late. About 60 bytes an order.
 */
export const watchRun = (city: City, happenedAtMs: () => number): Watch => {
  const complaints = makeComplaints()
  const complain: Complain = (checker, message, atMs, order, courier = -1) =>
    complaints.add({
      checker,
      atMs,
      message,
      ...(order < 0 ? {} : { order: at(city.orders, order).id }),
      ...(courier < 0 ? {} : { courier: at(city.couriers, courier).id })
    })
  const money = watchMoney(city.orders.length, complain)
  const orders = watchOrders(city, complain, money.ended)
  const stops = watchStops(city, complain, happenedAtMs)
  const steps: Array<Step> = []
  let events = 0
  let lastMs = -Infinity
  return {
    see: (code, type, atMs, order, courier) => {
      const step = (steps[code] ??= stepOf(type))
      events++
      if (!(atMs >= lastMs))
        complain("orderOfTime", `${type} comes after something of ${lastMs}`, atMs, order)
      lastMs = atMs
      orders.see(step, atMs, order)
      if (step.what >= 0) stops.see(step.what, atMs, order, courier)
    },
    came: stops.came,
    payment: money.request,
    finish: (atMs) => {
      orders.finish()
      stops.finish()
      money.finish(atMs)
      return { checked: WATCHED, events, violations: complaints.count(), first: complaints.first() }
    }
  }
}
