import type { Vehicle } from "../courier/Vehicle.ts"
import type { LatLng } from "../geo/LatLng.ts"

/** How long it takes to get from one place to another. Pure, deterministic, and the same for planning and for play. */
export interface TravelModel {
  /** Short name for reports, such as `haversine` or `planar-whole-minutes`. */
  readonly name: string
  /** No vehicle is ever faster than this along the straight line: lets a search stop early. Metres per second. */
  readonly topSpeedMps: number
  /** Travel time in integer milliseconds when leaving at `departAtMs`; 0 for the same place. */
  readonly durationMs: (from: LatLng, to: LatLng, vehicle: Vehicle, departAtMs: number) => number
}
