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
}

/**
 * The fleet that the busiest half hour asks for: as many couriers as have the minutes of its work, each `BUSY` of their time at most. The work of an
 * order is what a delivered one took of its courier in this very run, ways and stays. An estimate from one run, told without another:
 * where it is wrong, it is because more couriers have shorter ways and fewer bundles; `hotbag plan` plays it out. Null when nothing was delivered.
 */
export const couriersNeeded = ({ city, couriers, recorder }: World): CouriersNeeded | null => {
  const { delivered } = recorder.counts
  if (delivered === 0) return null
  let workedMs = 0
  for (const { drivenMs, servedMs } of couriers) workedMs += drivenMs + servedMs
  const { atMs, orders } = busiest(city.orders.map(({ placedAtMs }) => placedAtMs))
  const ordersPerHour = (orders * HOUR_MS) / WINDOW_MS
  const middleMs = atMs + WINDOW_MS / 2
  let onDuty = 0
  city.couriers.forEach(({ offAtMs, onAtMs }, courier) => {
    const { leftAtMs } = at(couriers, courier)
    if (onAtMs <= middleMs && middleMs < Math.min(offAtMs, leftAtMs ?? offAtMs)) onDuty++
  })
  const workOfHour = (ordersPerHour * workedMs) / delivered
  return {
    atMs,
    ordersPerHour: Math.round(ordersPerHour),
    onDuty,
    needed: Math.ceil(workOfHour / HOUR_MS / BUSY)
  }
}

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
