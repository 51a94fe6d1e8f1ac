import { HOUR_MS, MINUTE_MS, at, f64 } from "@hotbag/core"
import type { DeliveryHandle } from "../../Handles.ts"
import type { PlaceHandle, PlannerView } from "./PlannerView.ts"

/**
 * Where orders came from so far and how long their food took. What was seen counts half after `halfLifeMs`; nothing
 * else is known of the future.
 */
export interface Demand {
  readonly restaurants: Array<PlaceHandle>
  /** Weight of each restaurant at `atMs`. */
  readonly weights: Array<number>
  /** Weight of orders by whole minutes between placement and ready time. */
  readonly leads: Float64Array
  readonly indexOf: Map<PlaceHandle, number>
  /** Until when everything seen before has faded. */
  atMs: number
  /** Deliveries counted, by handle with the time of placement: the last hours only. */
  readonly seen: Map<DeliveryHandle, number>
  /** How many so far. */
  counted: number
}

export const makeDemand = (): Demand => ({
  restaurants: [],
  weights: [],
  leads: new Float64Array(LEAD_MINUTES),
  indexOf: new Map(),
  atMs: 0,
  seen: new Map(),
  counted: 0
})

/** Before anything is seen, these restaurants count as if they had had so many orders together, each the same. */
export const expectDemand = (
  demand: Demand,
  restaurants: ReadonlyArray<PlaceHandle>,
  orders: number
): void => {
  for (const place of restaurants) {
    if (demand.indexOf.has(place)) continue
    demand.indexOf.set(place, demand.restaurants.length)
    demand.restaurants.push(place)
    demand.weights.push(orders / restaurants.length)
  }
}

/**
 * Counts the deliveries that are new in this round; older ones fade, once a minute at most. O(deliveries), and
 * O(restaurants) a minute.
 */
export const observeDemand = (demand: Demand, view: PlannerView, halfLifeMs: number): void => {
  if (view.atMs >= demand.atMs + FADE_EVERY_MS) {
    const fade = 2 ** ((demand.atMs - view.atMs) / halfLifeMs)
    demand.atMs = view.atMs
    for (let i = 0; i < demand.weights.length; i++) demand.weights[i] = at(demand.weights, i) * fade
    for (let i = 0; i < LEAD_MINUTES; i++) demand.leads[i] = f64(demand.leads, i) * fade
  }
  for (const { handle, pickup, placedAtMs, readyAtMs } of view.deliveries) {
    if (demand.seen.has(handle)) continue
    demand.seen.set(handle, view.atMs)
    demand.counted++
    const lead = Math.min(LEAD_MINUTES - 1, Math.max(0, Math.floor((readyAtMs - placedAtMs) / MINUTE_MS)))
    demand.leads[lead] = f64(demand.leads, lead) + 1
    const index = demand.indexOf.get(pickup)
    if (index === undefined) {
      demand.indexOf.set(pickup, demand.restaurants.length)
      demand.restaurants.push(pickup)
      demand.weights.push(1)
    } else demand.weights[index] = at(demand.weights, index) + 1
  }
  for (const [handle, seenAtMs] of demand.seen) {
    if (seenAtMs > view.atMs - REMEMBERED_MS) break
    demand.seen.delete(handle)
  }
}

/**
 * Expected minutes that food waits for a courier who is `i` minutes away when the order is placed, for every `i` below
 * the length of `waits`: the mean of max(0, i + `serviceMinutes` - lead) over the leads seen.
 */
export const fillExpectedWaits = (demand: Demand, serviceMinutes: number, waits: Float64Array): void => {
  let total = 0
  for (const weight of demand.leads) total += weight
  for (let i = 0; i < waits.length; i++) {
    let sum = 0
    for (let lead = 0; lead < LEAD_MINUTES; lead++) {
      sum += f64(demand.leads, lead) * Math.max(0, i + serviceMinutes - lead)
    }
    waits[i] = total > 0 ? sum / total : i
  }
}

/** In a minute a weight fades by less than a thousandth. */
const FADE_EVERY_MS = MINUTE_MS
/** By then a delivery has ended, whatever became of it. */
const REMEMBERED_MS = 6 * HOUR_MS
/** Longer preparations leave everybody time to come. */
const LEAD_MINUTES = 90
