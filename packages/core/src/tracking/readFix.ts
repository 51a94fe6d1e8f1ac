import { Limits } from "../Limits.ts"
import type { Fix } from "./Fix.ts"
import { readInstant } from "./readInstant.ts"

/**
 * Reads a fix as phones write it: `{ lat, lng | lon, at?, speed?, heading?, accuracy? }`, `at` in RFC 3339 by the phone's clock, `receivedAtMs` when
 * it says none. Null when it does not fit: whoever has time may ask a schema what is wrong. Plain comparisons, since it runs for
 * every fix: NaN, infinities, what is out of range and what is no number fail all of them.
 */
export const readFix = (json: unknown, receivedAtMs: number): Fix | null => {
  if (typeof json !== "object" || json === null || !("lat" in json)) return null
  const { lat } = json
  const lng = "lng" in json ? json.lng : undefined
  const lon = "lon" in json ? json.lon : undefined
  if (lng !== undefined && lon !== undefined && lng !== lon) return null
  const east = lng ?? lon
  if (typeof lat !== "number" || !(lat >= -90 && lat <= 90)) return null
  if (typeof east !== "number" || !(east >= -180 && east <= 180)) return null
  const atMs = "at" in json ? readAt(json.at) : receivedAtMs
  const speedMps = "speed" in json ? within(json.speed, Limits.phoneSpeedMps) : null
  const headingDeg = "heading" in json ? within(json.heading, 360) : null
  const accuracyM = "accuracy" in json ? within(json.accuracy, Limits.phoneAccuracyM) : null
  if (atMs === undefined || speedMps === undefined || headingDeg === undefined || accuracyM === undefined)
    return null
  return { at: { lat, lng: east }, atMs, speedMps, headingDeg, accuracyM }
}

/** Phones say null for what they do not know. Undefined: it does not fit. */
const within = (value: unknown, most: number): number | null | undefined => {
  if (value === null) return null
  return typeof value === "number" && value >= 0 && value <= most ? value : undefined
}

const readAt = (value: unknown): number | undefined => {
  const atMs = typeof value === "string" ? readInstant(value) : Number.NaN
  return Number.isNaN(atMs) ? undefined : atMs
}
