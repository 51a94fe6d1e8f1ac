import { at, type LatLng, Limits } from "@hotbag/core"
import type { DrivenTrip } from "../../Run.ts"
import type { RunRecord } from "./RunRecord.ts"
import { type TripPoint, tripPoints } from "./tripPoints.ts"

/** What a courier does from a frame on, as `CourierMotion.doings` counts it. `off`: not in the city. */
export const DOINGS = ["off", "idle", "to-restaurant", "at-restaurant", "to-customer", "at-customer"] as const

/**
 * The couriers' ways through the day, as frames: where each was at a moment, and what it did from then on. Columns of one
 * length; the frames of a courier stand together, in the sequence of time.
 */
export interface CourierMotion {
  /** Of these many couriers; not all, where a city has too many for one animation. */
  readonly total: number
  /** Index into `City.couriers` of each that is shown. */
  readonly couriers: ReadonlyArray<number>
  /** First frame of each that is shown. */
  readonly starts: Uint32Array
  readonly atMs: Float64Array
  readonly positions: ReadonlyArray<LatLng>
  /** Indexes into `DOINGS`. */
  readonly doings: Uint8Array
}

/**
 * Everybody's way, or that of every n-th courier where all of them would need more than `most` frames.
 * O(trips of those who are shown).
 */
export const courierMotion = (record: RunRecord, most: number = Limits.reportFrames): CourierMotion => {
  const { city, trips } = record
  let frames = 2 * city.couriers.length
  for (const { drops } of trips) frames += 4 + 2 * drops.length
  const step = Math.max(1, Math.ceil(frames / most))
  const byCourier = new Map<number, Array<DrivenTrip>>()
  for (const trip of trips) {
    if (trip.courier % step !== 0) continue
    const known = byCourier.get(trip.courier)
    if (known === undefined) byCourier.set(trip.courier, [trip])
    else known.push(trip)
  }
  const couriers: Array<number> = []
  const starts: Array<number> = []
  const points: Array<TripPoint | Ending> = []
  for (let courier = 0; courier < city.couriers.length; courier += step) {
    const driven = byCourier.get(courier)
    const { offAtMs, onAtMs } = at(city.couriers, courier)
    if (driven === undefined && offAtMs <= onAtMs) continue
    couriers.push(courier)
    starts.push(points.length)
    addDay(record, courier, driven ?? [], points)
  }
  return {
    total: city.couriers.length,
    couriers,
    starts: Uint32Array.from(starts),
    atMs: Float64Array.from(points, ({ atMs }) => atMs),
    positions: points.map(({ position }) => position),
    doings: Uint8Array.from(points, ({ doing }) => DOINGS.indexOf(doing))
  }
}

interface Ending {
  readonly atMs: number
  readonly position: LatLng
  readonly doing: "off"
}

const addDay = (
  { city }: RunRecord,
  courier: number,
  trips: ReadonlyArray<DrivenTrip>,
  points: Array<TripPoint | Ending>
): void => {
  const { offAtMs, onAtMs, position } = at(city.couriers, courier)
  points.push({ atMs: Math.min(onAtMs, trips[0]?.departedAtMs ?? onAtMs), position, doing: "idle" })
  for (const trip of trips) for (const point of tripPoints(city, trip)) points.push(point)
  const last = at(points, points.length - 1)
  points.push({ atMs: Math.max(last.atMs, offAtMs), position: last.position, doing: "off" })
}
