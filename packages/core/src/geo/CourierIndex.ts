import { invariant } from "../Invariant.ts"
import type { LatLng } from "./LatLng.ts"

/**
 * Where the moving couriers of a region are: a small interface, several implementations, one case suite
 * (`test/geo/courierIndexCases.ts`). Couriers are dense handles 0, 1, 2 … below `Limits.indexedCouriers`; distances are
 * great-circle metres, a courier exactly at the edge is inside. `accept` says who counts, may be asked in any sequence and
 * more than once, and must neither change the index nor search it.
 */
export interface CourierIndex {
  /**
   * Puts the courier there, wherever it was.
   *
   * @throws InvariantViolation for a handle that is none and for a position that is no place on Earth (NaN, infinite, out
   * of range): positions are decoded at the border, so here it is a bug. The index stays as it was.
   */
  readonly upsert: (courier: number, position: LatLng) => void
  /** False when the courier was not in the index. */
  readonly remove: (courier: number) => boolean
  /** Couriers in the index. */
  readonly size: number
  /** Where the courier was put last, exactly; `undefined` when it is not in the index. */
  readonly position: (courier: number) => LatLng | undefined
  /**
   * Writes the `k` nearest accepted couriers within `withinM` metres of `from` to `out`, nearest first, ties by
   * handle, their distances to `outDistanceM`, and returns how many they are: at most `k` and at most `out.length`; none
   * when `k` or `withinM` is negative or no number. `withinM` may be `Infinity`.
   *
   * @throws InvariantViolation when `from` is no place on Earth.
   */
  readonly nearest: (
    from: LatLng,
    k: number,
    withinM: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM?: Float64Array
  ) => number
  /**
   * Writes the accepted couriers within `radiusM` metres of `from` to `out`, in no particular order, and their distances to
   * `outDistanceM`, until `out` is full; returns how many were written. For the nearest of too many use `nearest`.
   *
   * @throws InvariantViolation when `from` is no place on Earth.
   */
  readonly within: (
    from: LatLng,
    radiusM: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM?: Float64Array
  ) => number
}

/** @throws InvariantViolation for a position that is no place on Earth and for a handle that is none. */
export const requirePlaceOnEarth = (courier: number, { lat, lng }: LatLng): void => {
  // Comparing this way round refuses NaN as well.
  const onEarth = lat >= -90 && lat <= 90 && lng >= -180 && lng <= 180
  if (!onEarth)
    invariant(false, "a courier index takes finite positions on Earth only", { courier, lat, lng })
  if (!(courier >= 0 && Number.isInteger(courier)))
    invariant(false, "a courier handle is 0, 1, 2 …", { courier })
}
