import type { CellId, CourierId, LatLng, TrackPoint } from "@hotbag/core"
import { Context, type Effect } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** A point of a courier's way that is worth keeping. */
export interface KeptPosition {
  readonly courierId: CourierId
  readonly at: LatLng
  /** By our clock, ms since epoch. */
  readonly atMs: number
}

/** How many points of ways there were in a district within an hour: all that is left of them after `Limits.tracksKeptMs`. */
export interface DistrictHour {
  readonly cell: CellId
  readonly hourMs: number
  readonly points: number
}

/** Where positions of couriers outlive a process: the last of each with the courier, the way behind it beside. */
export class PositionStore extends Context.Service<
  PositionStore,
  {
    /**
     * Keeps points of ways, and moves each courier to the latest of theirs unless the store knows a later place; all of it at once or nothing.
     * Points kept already and couriers who do not exist change nothing.
     */
    readonly keep: (points: ReadonlyArray<KeptPosition>) => Effect.Effect<void, StoreUnavailable>
    /** The courier's way from `sinceMs` to `untilMs`, oldest first: the first `limit` points of it. */
    readonly track: (
      courierId: CourierId,
      sinceMs: number,
      untilMs: number,
      limit: number
    ) => Effect.Effect<ReadonlyArray<TrackPoint>, StoreUnavailable>
    /** Turns up to `limit` points older than `beforeMs` into counts by district and hour; how many there were. */
    readonly coarsen: (beforeMs: number, limit: number) => Effect.Effect<number, StoreUnavailable>
    /** The counts of the hours from `sinceMs` (inclusive) to `untilMs` (exclusive), by hour and cell; at most `limit`. */
    readonly districts: (
      sinceMs: number,
      untilMs: number,
      limit: number
    ) => Effect.Effect<ReadonlyArray<DistrictHour>, StoreUnavailable>
  }
>()("@hotbag/services/tracking/PositionStore") {}
