import { invariant } from "../Invariant.ts"
import type { LatLng } from "./LatLng.ts"

/**
 * Where the moving couriers of a region are: small interface, several implementations, one case suite. Couriers are
 * dense integer handles. Nothing is allocated per call.
 */
export interface CourierIndex {
  /** Puts the courier there, wherever it was. @throws InvariantViolation for a position that is no place on Earth. */
  readonly upsert: (courier: number, position: LatLng) => void
  /** False when the courier was not in the index. */
  readonly remove: (courier: number) => boolean
  readonly size: number
  readonly position: (courier: number) => LatLng | undefined
  /**
   * Writes the `k` nearest accepted couriers within `withinM` metres of `from` to `out`, nearest first, ties by
   * handle, and returns how many they are.
   */
  readonly nearest: (
    from: LatLng,
    k: number,
    withinM: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM?: Float64Array
  ) => number
  /** Writes every accepted courier within `radiusM` to `out`, in no particular order, until it is full; returns how many. */
  readonly within: (
    from: LatLng,
    radiusM: number,
    accept: (courier: number) => boolean,
    out: Int32Array
  ) => number
}

/**
 * Refuses what is no place on Earth, and a handle that is none: positions are decoded at the border, so here it is a
 * bug. `courier` is -1 when the position is where a search starts.
 *
 * @throws InvariantViolation
 */
export const requirePlaceOnEarth = (courier: number, { lat, lng }: LatLng): void => {
  // Comparing this way round refuses NaN as well.
  const onEarth = lat >= -90 && lat <= 90 && lng >= -180 && lng <= 180
  if (!onEarth)
    invariant(false, "a courier index takes finite positions on Earth only", { courier, lat, lng })
  if (!Number.isInteger(courier) || courier < -1)
    invariant(false, "a courier handle is 0, 1, 2 …", { courier })
}
