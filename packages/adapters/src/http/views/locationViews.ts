import { type CourierLocation, instantText } from "@hotbag/api"
import { ageMs, type CourierId, isFresh, type TrackPoint } from "@hotbag/core"
import type { CourierPosition } from "@hotbag/services"

/** Where a courier is, with its age (S100). */
export const locationView = (position: CourierPosition, nowMs: number): CourierLocation => ({
  driverId: position.courierId,
  location: position.at,
  at: instantText(position.atMs),
  ageSeconds: ageMs(position.atMs, nowMs) / 1_000,
  stale: !isFresh(position.atMs, nowMs),
  speed: position.speedMps,
  heading: position.headingDeg,
  accuracy: position.accuracyM
})

/** The way of a courier. */
export const wayView = (courierId: CourierId, points: ReadonlyArray<TrackPoint>) => ({
  driverId: courierId,
  points: points.map(({ at, atMs }) => ({ location: at, at: instantText(atMs) }))
})
