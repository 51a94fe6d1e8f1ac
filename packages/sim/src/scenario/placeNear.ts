import { haversineM, probit } from "@hotbag/core"
import type { LatLng } from "@hotbag/core"

/**
 * The place `eastM` and `northM` metres from another, in degrees to six decimals (a decimetre): coarser than any last
 * bit in which machines might differ. Good for a city; not for poles or the antimeridian.
 */
export const placeNear = (from: LatLng, eastM: number, northM: number): LatLng => {
  const mPerDegreeEast = M_PER_DEGREE * Math.cos((from.lat * Math.PI) / 180)
  return { lat: micro(from.lat + northM / M_PER_DEGREE), lng: micro(from.lng + eastM / mPerDegreeEast) }
}

/** A place scattered normally around another: standard deviation `spreadM` east and north; `u`, `v` in (0, 1). */
export const scatter = (from: LatLng, spreadM: number, u: number, v: number): LatLng =>
  placeNear(from, spreadM * probit(u), spreadM * probit(v))

/** The place `distanceM` away in the direction `turn` (0..1 of a full turn). */
export const placeAt = (from: LatLng, distanceM: number, turn: number): LatLng => {
  const angle = 2 * Math.PI * turn
  return placeNear(from, distanceM * Math.cos(angle), distanceM * Math.sin(angle))
}

/** Metres along a degree of any great circle, on the sphere of `haversineM`. */
const M_PER_DEGREE = haversineM({ lat: 0, lng: 0 }, { lat: 1, lng: 0 })

const micro = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
