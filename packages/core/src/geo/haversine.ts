import type { LatLng } from "./LatLng.ts"

/** Mean radius of the Earth in metres (IUGG R1). */
export const EARTH_RADIUS_M = 6_371_008.8

const RADIANS = Math.PI / 180

/**
 * Great-circle distance in metres (haversine formula). Symmetric, 0 for the same point; within 0.56 % of the
 * distance on the WGS 84 ellipsoid. O(1).
 */
export const haversineM = (from: LatLng, to: LatLng): number => {
  const sinLat = Math.sin(((to.lat - from.lat) * RADIANS) / 2)
  const sinLng = Math.sin(((to.lng - from.lng) * RADIANS) / 2)
  const h = sinLat * sinLat + Math.cos(from.lat * RADIANS) * Math.cos(to.lat * RADIANS) * sinLng * sinLng
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)))
}
