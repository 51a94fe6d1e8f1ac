import { HOUR_MS, at, invariant } from "@hotbag/core"
import type { LatLng, TravelModel, Vehicle } from "@hotbag/core"
import type { PlaceHandle } from "./PlannerView.ts"
import { zoneCellOf } from "./zoneCell.ts"

/**
 * Travel times by place handle, asked once per pair: a direct-mapped cache in front of the travel model. Neighbouring
 * handles share a line, so that a row of a small day behaves like a matrix; a large day evicts instead of growing.
 *
 * A time holds for the hour in which it was asked for: speeds change by the hour, and what is not asked for again is never
 * worked out again.
 */
export interface TravelCache {
  readonly positions: Array<LatLng>
  /** The zone cell of each, which is dear to work out and asked for by every courier in every round of placing. */
  readonly cells: Array<number>
  /** Handles given back, to be given out again. */
  readonly released: Array<PlaceHandle>
  /** Key (-1 when free) and duration of each slot, side by side: both are in the same line of the processor's cache. */
  readonly entries: Float64Array
  /** This and what follows: see `setOut`. */
  travel: TravelModel
  departAtMs: number
  /** Hour of `departAtMs`, in a ring. */
  hour: number
}

/** An empty cache of `2 ** bits` pairs: half a megabyte, since what lies beyond the processor's own cache is dearer than asking. */
export const makeTravelCache = (travel: TravelModel, bits = 15): TravelCache => ({
  positions: [],
  cells: [],
  released: [],
  entries: new Float64Array(2 ** (bits + 1)).fill(-1),
  travel,
  departAtMs: 0,
  hour: 0
})

/** The cache answers for journeys that begin about now. */
export const setOut = (cache: TravelCache, travel: TravelModel, departAtMs: number): void => {
  cache.travel = travel
  cache.departAtMs = departAtMs
  cache.hour = ((Math.floor(departAtMs / HOUR_MS) % HOURS) + HOURS) % HOURS
}

/** A handle for a place. */
export const addPlace = (cache: TravelCache, position: LatLng): PlaceHandle => {
  const place = cache.released.pop() ?? cache.positions.length
  invariant(place < MAX_PLACES, "more places at once than a city has", { place })
  cache.positions[place] = position
  cache.cells[place] = zoneCellOf(position)
  return place
}

/** Takes back the handles of all places that are not kept, and forgets every time. O(places + size of the cache). */
export const releasePlaces = (
  cache: TravelCache,
  isKept: (place: PlaceHandle) => boolean
): ReadonlyArray<PlaceHandle> => {
  const known = new Set(cache.released)
  const released: Array<PlaceHandle> = []
  for (let place = cache.positions.length - 1; place >= 0; place--) {
    if (!known.has(place) && !isKept(place)) released.push(place)
  }
  for (const place of released) cache.released.push(place)
  cache.entries.fill(-1)
  return released
}

/** Travel time in ms; 0 for the same place. Amortised O(1), no allocation. */
export const duration = (cache: TravelCache, vehicle: number, from: PlaceHandle, to: PlaceHandle): number => {
  if (from === to) return 0
  const key = (cache.hour * VEHICLES.length + vehicle) * MAX_PLACES ** 2 + from * MAX_PLACES + to
  const slot = ((Math.imul(from * 4 + vehicle, SPREAD) + to) << 1) & (cache.entries.length - 1)
  // Asked hundreds of millions of times: a checked read costs more than the comparison.
  if (cache.entries[slot] === key) return cache.entries[slot + 1] ?? 0
  const ms = cache.travel.durationMs(
    at(cache.positions, from),
    at(cache.positions, to),
    at(VEHICLES, vehicle),
    cache.departAtMs
  )
  cache.entries[slot] = key
  cache.entries[slot + 1] = ms
  return ms
}

/** Number of a vehicle in cache keys. */
export const vehicleNumber = (vehicle: Vehicle): number => VEHICLES.indexOf(vehicle)

const VEHICLES: ReadonlyArray<Vehicle> = ["walking", "bicycle", "motorcycle", "car"]
/** Places at once. Keys stay below 2^53: two places, four vehicles and the hour. */
const MAX_PLACES = 2 ** 22
/** Hours that keys tell apart: two days and more, by when every time of the same hour has been evicted or is right again. */
const HOURS = 72
/** Odd, about 2^32 divided by the golden ratio: rows spread over the table. */
const SPREAD = 0x9e3779b1 | 0
