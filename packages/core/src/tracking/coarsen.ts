import { type CellId, cellOf } from "../geo/Cell.ts"
import type { LatLng } from "../geo/LatLng.ts"
import { Limits } from "../Limits.ts"
import { HOUR_MS } from "../Units.ts"

/** A place and a time so coarse that they lead to nobody: an H3 cell, and the beginning of an hour (UTC, ms since epoch). */
export interface CoarsePoint {
  readonly cell: CellId
  readonly hourMs: number
}

/** What is left of a point of a courier's way when it is old: the district and the hour. */
export const coarsened = (at: LatLng, atMs: number): CoarsePoint => ({
  cell: cellOf(at, Limits.trackCellResolution),
  hourMs: Math.floor(atMs / HOUR_MS) * HOUR_MS
})
