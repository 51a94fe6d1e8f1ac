import { haversineM, type LatLng } from "@hotbag/core"

/**
 * Whether two restaurants are at most `withinM` metres apart: what a region's rule lets ride in one bundle. Cheap for
 * places of different latitude, which most are.
 */
export const areNearby = (a: LatLng, b: LatLng, withinM: number): boolean =>
  Math.abs(a.lat - b.lat) * LEAST_M_PER_DEGREE <= withinM && haversineM(a, b) <= withinM

/** The same coordinates. */
export const isSamePlace = (a: LatLng, b: LatLng): boolean => a.lat === b.lat && a.lng === b.lng

/** A degree of latitude is longer than that everywhere. */
const LEAST_M_PER_DEGREE = 110_000
