import { at, f64 } from "@hotbag/core"
import type { LatLng, TravelModel, Vehicle } from "@hotbag/core"
import type { PlaceHandle } from "./PlannerView.ts"

/**
 * Travel times by place handle, asked once per pair: a direct-mapped cache in front of the travel model. Neighbouring
 * handles share a line, so that a row of a small day behaves like a matrix; a large day evicts instead of growing.
 *
 * Times are those of the moment they were first asked for; `clear` when the model's speeds change.
 */
export interface TravelCache {
  readonly positions: Array<LatLng>
  /** `pair` of the entry in each slot, -1 when free. */
  readonly keys: Float64Array
  readonly durations: Float64Array
  /** Set at the start of each round. */
  travel: TravelModel
  departAtMs: number
}

/** An empty cache of `2 ** bits` pairs. */
export const makeTravelCache = (travel: TravelModel, bits = 20): TravelCache => ({
  positions: [],
  keys: new Float64Array(2 ** bits).fill(-1),
  durations: new Float64Array(2 ** bits),
  travel,
  departAtMs: 0
})

/** Travel time in ms; 0 for the same place. Amortised O(1), no allocation. */
export const duration = (cache: TravelCache, vehicle: number, from: PlaceHandle, to: PlaceHandle): number => {
  if (from === to) return 0
  const key = (vehicle * MAX_PLACES + from) * MAX_PLACES + to
  const slot = (Math.imul(from * 4 + vehicle, SPREAD) + to) & (cache.keys.length - 1)
  if (f64(cache.keys, slot) === key) return f64(cache.durations, slot)
  const ms = cache.travel.durationMs(
    at(cache.positions, from),
    at(cache.positions, to),
    at(VEHICLES, vehicle),
    cache.departAtMs
  )
  cache.keys[slot] = key
  cache.durations[slot] = ms
  return ms
}

/** Number of a vehicle in cache keys. */
export const vehicleNumber = (vehicle: Vehicle): number => VEHICLES.indexOf(vehicle)

const VEHICLES: ReadonlyArray<Vehicle> = ["walking", "bicycle", "motorcycle", "car"]
/** Keys stay below 2^53. */
const MAX_PLACES = 2 ** 24
/** Odd, about 2^32 divided by the golden ratio: rows spread over the table. */
const SPREAD = 0x9e3779b1 | 0
