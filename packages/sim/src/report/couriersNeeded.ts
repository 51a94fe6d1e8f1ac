import { at, HOUR_MS, MINUTE_MS } from "@hotbag/core"
import type { World } from "../world/World.ts"

/** How many couriers the busiest half hour would have needed, by its work. */
export interface CouriersNeeded {
  /** When that half hour begins, ms since midnight. */
  readonly atMs: number
  /** Orders placed in it, as a rate. */
  readonly ordersPerHour: number
  /** Couriers on duty in its middle. */
  readonly onDuty: number
  /** Couriers on duty who would have had time enough. */
  readonly needed: number
  /** It may as well be so few, or so many: `SPREAD` either way. */
  readonly low: number
  readonly high: number
}

/**
 * The fleet that the busiest half hour asks for: as many couriers as have the minutes of its work, each `BUSY` of their time at most. The work of an
 * order is what a delivered one took of its courier in this very run, from the restaurant on; but the way to the restaurant is that of a city with couriers
 * enough, `NEAR` of the way to the door at most. A city that is short of them sends whoever is free, from wherever they are, which takes up to
 * half of their time and says nothing about a larger fleet. An estimate from one run, told without another; `hotbag plan` plays it
 * out. Null when nothing was delivered.
 */
export const couriersNeeded = (world: World): CouriersNeeded | null => {
  const { city, couriers } = world
  const workMs = workOfOrderMs(world)
  if (workMs === null) return null
  const { atMs, orders } = busiest(city.orders.map(({ placedAtMs }) => placedAtMs))
  const ordersPerHour = (orders * HOUR_MS) / WINDOW_MS
  const middleMs = atMs + WINDOW_MS / 2
  let onDuty = 0
  city.couriers.forEach(({ offAtMs, onAtMs }, courier) => {
    const { leftAtMs } = at(couriers, courier)
    if (onAtMs <= middleMs && middleMs < Math.min(offAtMs, leftAtMs ?? offAtMs)) onDuty++
  })
  const needed = (ordersPerHour * workMs) / HOUR_MS / BUSY
  return {
    atMs,
    ordersPerHour: Math.round(ordersPerHour),
    onDuty,
    needed: Math.ceil(needed),
    low: Math.ceil(needed / SPREAD),
    high: Math.ceil(needed * SPREAD)
  }
}

/** What an order takes of its courier where there are enough of them, mean over those delivered; null: none was. */
const workOfOrderMs = ({ trips }: World): number | null => {
  let orders = 0
  let toRestaurantMs = 0
  let toDoorMs = 0
  let sinceArrivalMs = 0
  for (const { arrivedAtMs, departedAtMs, drops, leftRestaurantAtMs } of trips) {
    orders += drops.length
    toRestaurantMs += Math.max(0, arrivedAtMs - departedAtMs)
    toDoorMs += (drops[0]?.arrivedAtMs ?? leftRestaurantAtMs) - leftRestaurantAtMs
    sinceArrivalMs += (drops.at(-1)?.leftAtMs ?? leftRestaurantAtMs) - arrivedAtMs
  }
  return orders === 0 ? null : (sinceArrivalMs + Math.min(toRestaurantMs, NEAR * toDoorMs)) / orders
}

/** Ways to the restaurant and from there to the door, where the nearest courier is free: a third to three quarters in the cities that come along. */
const NEAR = 0.5

/**
 * How far estimates are from what `hotbag plan` finds: up to a quarter too many for a few dozen couriers, and a fifth too few for thousands,
 * of whom ever more are in another part of the city than the work.
 */
const SPREAD = 1.3

const WINDOW_MS = 30 * MINUTE_MS

/** The share of their time that couriers can be busy while food still leaves the kitchen in time; in healthy evenings it is six tenths. */
const BUSY = 0.7

/** The half hour with most of the moments, which are sorted; it begins with one of them. */
const busiest = (moments: ReadonlyArray<number>): { readonly atMs: number; readonly orders: number } => {
  let best = { atMs: 0, orders: 0 }
  let end = 0
  for (let first = 0; first < moments.length; first++) {
    while (end < moments.length && at(moments, end) < at(moments, first) + WINDOW_MS) end++
    if (end - first > best.orders) best = { atMs: at(moments, first), orders: end - first }
  }
  return best
}
