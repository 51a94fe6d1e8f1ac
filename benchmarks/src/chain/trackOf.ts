import { gpsTrack, USUAL_GPS_NOISE } from "@hotbag/sim"
import type { Ride } from "./Ride.ts"

/** A fix of a ride. */
export interface TrackFix {
  /** Seconds since the beginning of the load. */
  readonly second: number
  readonly lat: number
  readonly lng: number
  readonly accuracyM: number
}

/**
 * What the telephone of a ride sends, once a second: a way straight ahead at the speed of a bicycle, with the errors of a telephone; some fixes are
 * never sent, as in life. The same for everybody who asks, so that whoever watches knows when a place was sent.
 */
export const trackOf = (
  { from, number }: Pick<Ride, "from" | "number">,
  seed: number,
  seconds: number
): ReadonlyArray<TrackFix> => {
  const angle = number * GOLDEN
  const east = (Math.cos(angle) * BICYCLE_MPS) / M_PER_DEGREE / Math.cos((from.lat * Math.PI) / 180)
  const north = (Math.sin(angle) * BICYCLE_MPS) / M_PER_DEGREE
  const truth = (atMs: number) => ({
    lat: from.lat + (north * atMs) / 1_000,
    lng: from.lng + (east * atMs) / 1_000
  })
  const noise = { ...USUAL_GPS_NOISE, everyMs: 1_000 }
  const toMs = seconds * 1_000
  return Array.from(gpsTrack({ truth, fromMs: 0, toMs, seed, who: number, noise }), (fix) => ({
    second: fix.atMs / 1_000,
    lat: fix.position.lat,
    lng: fix.position.lng,
    accuracyM: fix.accuracyM
  }))
}

/** What stands for a place where places are compared. */
export const keyOf = (lat: number, lng: number): string => `${lat},${lng}`

const BICYCLE_MPS = 5
const M_PER_DEGREE = 111_195
/** Turns that never meet again. */
const GOLDEN = 2.399_963
