import { invariant } from "../Invariant.ts"
import { Limits } from "../Limits.ts"
import { haversineM } from "./haversine.ts"
import type { LatLng } from "./LatLng.ts"

/** A place on a flat map: metres east (`xM`) and north (`yM`) of its origin. */
export interface PlanePoint {
  readonly xM: number
  readonly yM: number
}

/**
 * Puts a planar place (the Grubhub instances know metres only) on the globe around (0, 0), so that one position type
 * serves all. The scale is that of `haversineM`: along an axis the two distances agree; elsewhere haversine is
 * shorter by up to 1.6e-4 of it at the rim, where the meridians have come that much closer, and never longer.
 *
 * Coordinates are kept to the millimetre: what `planeXM` and `planeYM` read back is exactly what was put in,
 * rounded to whole millimetres.
 *
 * @throws InvariantViolation beyond `Limits.planeReachM` of the origin, on either axis.
 */
export const fromPlane = (point: PlanePoint): LatLng => {
  invariant(
    Math.abs(point.xM) <= Limits.planeReachM && Math.abs(point.yM) <= Limits.planeReachM,
    "a plane reaches only so far around its origin; move the origin into the middle of the instance",
    { ...point, reachM: Limits.planeReachM }
  )
  return { lat: wholeMm(point.yM) / M_PER_DEGREE / 1_000, lng: wholeMm(point.xM) / M_PER_DEGREE / 1_000 }
}

/** Metres east of the origin, to the millimetre. */
export const planeXM = (position: LatLng): number => planeXMm(position) / 1_000

/** Metres north of the origin, to the millimetre. */
export const planeYM = (position: LatLng): number => planeYMm(position) / 1_000

/** Millimetres east of the origin, a whole number: what exact arithmetic needs. */
export const planeXMm = (position: LatLng): number => wholeMm(position.lng * M_PER_DEGREE)

/** Millimetres north of the origin, a whole number. */
export const planeYMm = (position: LatLng): number => wholeMm(position.lat * M_PER_DEGREE)

/** Both coordinates at once; allocates, unlike `planeXM` and `planeYM`. */
export const toPlane = (position: LatLng): PlanePoint => ({ xM: planeXM(position), yM: planeYM(position) })

/** Metres along a degree of any great circle, on the very sphere of `haversineM`. */
const M_PER_DEGREE = haversineM({ lat: 0, lng: 0 }, { lat: 1, lng: 0 })

/** Adding 0 turns the -0 of a small negative number into 0, so that equal places are equal numbers. */
const wholeMm = (metres: number): number => Math.round(metres * 1_000) + 0
