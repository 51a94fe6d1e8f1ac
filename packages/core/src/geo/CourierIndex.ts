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
