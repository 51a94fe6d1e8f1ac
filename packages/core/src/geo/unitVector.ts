import { f64 } from "../At.ts"
import { EARTH_RADIUS_M } from "./haversine.ts"

/**
 * Positions as points of the unit sphere. The squared chord between two of them grows with their great-circle
 * distance, so it ranks couriers without any trigonometry per courier, and it knows neither poles nor antimeridian.
 *
 * Writes the unit vector of a position to `out[at]`, `out[at + 1]`, `out[at + 2]`. O(1), a fifth of what the four
 * functions of `Math` cost: sine and cosine of the nearest of 4,096 tabulated angles, turned by the remainder, whose
 * series to the fifth power is exact to 3e-16 (2 nanometres on the ground). 180° E and 180° W are the same vector.
 */
export const writeUnitVector = (lat: number, lng: number, out: Float64Array, at: number): void => {
  const latStep = Math.floor(lat / STEP_DEG + 0.5)
  const latRest = (lat - latStep * STEP_DEG) * RADIANS
  const latSin = f64(SIN, latStep & MASK)
  const latCos = f64(COS, latStep & MASK)
  const lngStep = Math.floor(lng / STEP_DEG + 0.5)
  const lngRest = (lng - lngStep * STEP_DEG) * RADIANS
  const lngSin = f64(SIN, lngStep & MASK)
  const lngCos = f64(COS, lngStep & MASK)

  const latSquare = latRest * latRest
  const latRestSin = latRest * (1 - (latSquare / 6) * (1 - latSquare / 20))
  const latRestCos = 1 - (latSquare / 2) * (1 - latSquare / 12)
  const lngSquare = lngRest * lngRest
  const lngRestSin = lngRest * (1 - (lngSquare / 6) * (1 - lngSquare / 20))
  const lngRestCos = 1 - (lngSquare / 2) * (1 - lngSquare / 12)

  const cosLat = latCos * latRestCos - latSin * latRestSin
  out[at] = cosLat * (lngCos * lngRestCos - lngSin * lngRestSin)
  out[at + 1] = cosLat * (lngSin * lngRestCos + lngCos * lngRestSin)
  out[at + 2] = latSin * latRestCos + latCos * latRestSin
}

/** Squared chord between two points a great-circle distance apart, on the unit sphere; 4 from half way around on. */
export const chordSquared = (distanceM: number): number =>
  distanceM >= HALF_AROUND_M ? 4 : 4 * Math.sin(distanceM / (2 * EARTH_RADIUS_M)) ** 2

/**
 * Great-circle distance in metres of two points with this squared chord. Exact to a micrometre up to 1,000 km; near the
 * antipode, where the chord hardly grows any more, to a decimetre.
 */
export const distanceOfChordM = (squared: number): number =>
  2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(squared) / 2))

/** Half the way around the Earth in metres: no two places are farther apart. */
export const HALF_AROUND_M = Math.PI * EARTH_RADIUS_M

const RADIANS = Math.PI / 180
const STEPS = 4_096
const MASK = STEPS - 1
/** 45/512 of a degree: a double holds every multiple exactly. */
const STEP_DEG = 360 / STEPS
const SIN = Float64Array.from({ length: STEPS }, (_, step) => Math.sin(step * STEP_DEG * RADIANS))
const COS = Float64Array.from({ length: STEPS }, (_, step) => Math.cos(step * STEP_DEG * RADIANS))
