import { at, i32, Limits, SECOND_MS } from "@hotbag/core"
import type { DrivenTrip } from "../Run.ts"
import type { City } from "../world/City.ts"
import type { Disconnect } from "../world/faults/Faults.ts"
import { TRAFFIC } from "./Deployment.ts"

/** How many telephones send and watch, second by second. */
export interface FleetActivity {
  readonly fromMs: number
  /** Couriers on a trip. */
  readonly busy: Int32Array
  /** Couriers on duty, on a trip or not. */
  readonly onDuty: Int32Array
  /** Deliveries on a trip: somebody watches each. */
  readonly watched: Int32Array
  /** Positions that apps kept while they had no connection, in the second in which they send them. */
  readonly kept: Int32Array
}

/**
 * Of a day that was played, from the trips that were driven; apps without a connection send nothing, nobody sees their couriers,
 * and when they are back they send what they kept. O(trips + couriers + seconds + disconnects · trips of the courier).
 */
export const fleetActivity = (
  city: City,
  trips: ReadonlyArray<DrivenTrip>,
  fromMs: number,
  untilMs: number,
  disconnects: ReadonlyArray<Disconnect> = []
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
  for (const trip of trips) {
    between(busy, trip.departedAtMs, lastOf(trip), 1)
    for (const { droppedOffAtMs } of trip.drops) between(watched, trip.departedAtMs, droppedOffAtMs, 1)
  }
  const kept = new Int32Array(seconds + 1)
  const tripsOf = disconnects.length === 0 ? new Map<number, ReadonlyArray<DrivenTrip>>() : byCourier(trips)
  for (const { courier, fromMs: lostMs, toMs: backMs } of disconnects) {
    const without = (counts: Int32Array, startMs: number, endMs: number): number => {
      const [from, to] = [Math.max(startMs, lostMs), Math.min(endMs, backMs)]
      if (to > from) between(counts, from, to, -1)
      return Math.max(0, to - from)
    }
    let busyMs = 0
    for (const trip of tripsOf.get(courier) ?? []) {
      busyMs += without(busy, trip.departedAtMs, lastOf(trip))
      for (const { droppedOffAtMs } of trip.drops) without(watched, trip.departedAtMs, droppedOffAtMs)
    }
    without(onDuty, at(city.couriers, courier).onAtMs, at(city.couriers, courier).offAtMs)
    const idleMs = Math.max(0, backMs - lostMs - busyMs)
    const positions = (busyMs * TRAFFIC.busyPingsPerSecond + idleMs * TRAFFIC.idlePingsPerSecond) / SECOND_MS
    const second = Math.floor((backMs - fromMs) / SECOND_MS)
    if (second >= 0 && second <= seconds && backMs < at(city.couriers, courier).offAtMs) {
      kept[second] = i32(kept, second) + Math.min(Limits.fixesPerMessage, Math.round(positions))
    }
  }
  for (const { offAtMs, onAtMs } of city.couriers) if (offAtMs > onAtMs) between(onDuty, onAtMs, offAtMs, 1)
  for (const counts of [busy, onDuty, watched]) {
    for (let second = 1; second <= seconds; second++) {
      counts[second] = i32(counts, second) + i32(counts, second - 1)
    }
  }
  return { fromMs, busy, onDuty, watched, kept }
}

const lastOf = ({ drops, leftRestaurantAtMs }: DrivenTrip): number =>
  drops.length === 0 ? leftRestaurantAtMs : at(drops, drops.length - 1).leftAtMs

const byCourier = (trips: ReadonlyArray<DrivenTrip>): ReadonlyMap<number, ReadonlyArray<DrivenTrip>> => {
  const known = new Map<number, Array<DrivenTrip>>()
  for (const trip of trips) {
    const before = known.get(trip.courier)
    if (before === undefined) known.set(trip.courier, [trip])
    else before.push(trip)
  }
  return known
}
