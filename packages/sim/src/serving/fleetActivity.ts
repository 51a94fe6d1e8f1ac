import { at, i32, SECOND_MS } from "@hotbag/core"
import type { DrivenTrip } from "../Run.ts"
import type { City } from "../world/City.ts"

/** How many telephones send and watch, second by second. */
export interface FleetActivity {
  readonly fromMs: number
  /** Couriers on a trip. */
  readonly busy: Int32Array
  /** Couriers on duty, on a trip or not. */
  readonly onDuty: Int32Array
  /** Deliveries on a trip: somebody watches each. */
  readonly watched: Int32Array
}

/** Of a day that was played, from the trips that were driven. O(trips + couriers + seconds). */
export const fleetActivity = (
  city: City,
  trips: ReadonlyArray<DrivenTrip>,
  fromMs: number,
  untilMs: number
): FleetActivity => {
  const seconds = Math.max(1, Math.ceil((untilMs - fromMs) / SECOND_MS) + 1)
  const [busy, onDuty, watched] = [
    new Int32Array(seconds + 1),
    new Int32Array(seconds + 1),
    new Int32Array(seconds + 1)
  ]
  const between = (counts: Int32Array, startMs: number, endMs: number, amount: number) => {
    const clamped = (ms: number) => Math.min(seconds, Math.max(0, Math.floor((ms - fromMs) / SECOND_MS)))
    const [from, to] = [clamped(startMs), clamped(endMs)]
    counts[from] = i32(counts, from) + amount
    counts[to] = i32(counts, to) - amount
  }
  for (const { departedAtMs, drops, leftRestaurantAtMs } of trips) {
    const last = drops.length === 0 ? leftRestaurantAtMs : at(drops, drops.length - 1).leftAtMs
    between(busy, departedAtMs, last, 1)
    for (const { droppedOffAtMs } of drops) between(watched, departedAtMs, droppedOffAtMs, 1)
  }
  for (const { offAtMs, onAtMs } of city.couriers) if (offAtMs > onAtMs) between(onDuty, onAtMs, offAtMs, 1)
  for (const counts of [busy, onDuty, watched]) {
    for (let second = 1; second <= seconds; second++) {
      counts[second] = i32(counts, second) + i32(counts, second - 1)
    }
  }
  return { fromMs, busy, onDuty, watched }
}
