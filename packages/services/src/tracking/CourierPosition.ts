import type { CourierId, LatLng, RegionId } from "@hotbag/core"

/** Where a courier is, as last taken. A new object for each; never changed afterwards, so it may be kept. */
export interface CourierPosition {
  readonly courierId: CourierId
  /** Where the courier works. */
  readonly regionId: RegionId
  readonly at: LatLng
  /** When it was measured, by our clock, ms since epoch: the phone's error is taken out (F11). */
  readonly atMs: number
  /** When it came, ms since epoch. */
  readonly receivedAtMs: number
  readonly speedMps: number | null
  readonly headingDeg: number | null
  readonly accuracyM: number | null
}

/** A courier moved, or was heard of again at the same place. */
export interface CourierMove {
  readonly position: CourierPosition
  /** What was known before; null when nothing was. */
  readonly before: CourierPosition | null
}
