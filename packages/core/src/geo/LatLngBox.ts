import { EARTH_RADIUS_M } from "./haversine.ts"
import type { LatLng } from "./LatLng.ts"

/**
 * A box between two parallels and two meridians, in degrees, edges included. It reaches eastwards from `west` to
 * `east`: `west` greater than `east` means across the antimeridian.
 */
export interface LatLngBox {
  readonly south: number
  readonly west: number
  readonly north: number
  readonly east: number
}

/**
 * The smallest box around a circle; around the whole Earth when the circle holds a pole. A millimetre is added on
 * every side so that rounding never leaves out a point of the circle.
 */
export const boxAround = (centre: LatLng, radiusM: number): LatLngBox => {
  const south = centre.lat - latReachDeg(radiusM)
  const north = centre.lat + latReachDeg(radiusM)
  const reach = lngReachDeg(centre.lat, radiusM)
  if (reach >= 180) return { south: Math.max(south, -90), west: -180, north: Math.min(north, 90), east: 180 }
  const west = centre.lng - reach
  const east = centre.lng + reach
  return { south, west: west < -180 ? west + 360 : west, north, east: east > 180 ? east - 360 : east }
}

/** How far north and south a circle reaches, in degrees, and a millimetre more. */
export const latReachDeg = (radiusM: number): number => radiusM / EARTH_RADIUS_M / RADIANS + SLACK_DEG

/**
 * How far east and west of its centre a circle reaches, in degrees, and a millimetre more; 180 when it holds a pole.
 * Right spherical triangle of pole, centre and point of contact of the meridian: sin reach = sin radius ÷ cos lat.
 */
export const lngReachDeg = (lat: number, radiusM: number): number => {
  if (Math.abs(lat) + latReachDeg(radiusM) >= 90) return 180
  const sine = Math.sin(radiusM / EARTH_RADIUS_M) / Math.cos(lat * RADIANS)
  return sine >= 1 ? 180 : Math.min(180, Math.asin(sine) / RADIANS + SLACK_DEG / Math.cos(lat * RADIANS))
}

const RADIANS = Math.PI / 180
const SLACK_DEG = 1e-8
