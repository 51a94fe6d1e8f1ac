import type { CourierId, RegionId } from "@hotbag/core"
import { Context, type Effect, type Option } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { Courier, Duty, LastPosition } from "./Courier.ts"

/** What a courier says at the beginning of duty. */
export interface DutyStart extends Pick<Courier, "regionId" | "vehicle"> {
  readonly courierId: CourierId
  readonly duty: Duty
  readonly position: LastPosition
}

/** What is counted of a courier's answers. */
export interface Answers {
  readonly asked: number
  readonly accepted: number
  readonly assigned: number
}

/**
 * Where couriers are kept. Each method is one atomic change, so that a position never overwrites a turn of duty or the other way
 * round; it gives the courier afterwards, or none when nobody has that id.
 */
export class CourierStore extends Context.Service<
  CourierStore,
  {
    readonly find: (courierId: CourierId) => Effect.Effect<Option.Option<Courier>, StoreUnavailable>
    /** Those of the couriers who exist, in one read, by id. */
    readonly those: (
      couriers: ReadonlyArray<CourierId>
    ) => Effect.Effect<ReadonlyArray<Courier>, StoreUnavailable>
    /** The first `limit` couriers of the region after `after`, by id. */
    readonly list: (
      regionId: RegionId,
      after: CourierId | null,
      limit: number
    ) => Effect.Effect<ReadonlyArray<Courier>, StoreUnavailable>
    /** Everybody of the region on duty at `atMs`, by id. */
    readonly onDuty: (
      regionId: RegionId,
      atMs: number
    ) => Effect.Effect<ReadonlyArray<Courier>, StoreUnavailable>
    /** Regions that have couriers, by id. */
    readonly regions: Effect.Effect<ReadonlyArray<RegionId>, StoreUnavailable>
    /** Adds a courier; gives the one who has the id already, unchanged, if there is one. */
    readonly add: (courier: Courier) => Effect.Effect<Courier, StoreUnavailable>
    /**
     * Begins a turn of duty, or changes the present one. A turn that begins anew counts its deliveries from zero; a
     * position older than the known one is not taken.
     */
    readonly startDuty: (start: DutyStart) => Effect.Effect<Option.Option<Courier>, StoreUnavailable>
    /** Ends the turn of duty at `atMs`, unless it is over. The suggestion goes with it. */
    readonly endDuty: (
      courierId: CourierId,
      atMs: number
    ) => Effect.Effect<Option.Option<Courier>, StoreUnavailable>
    /** The courier was at a place; news that is older than what is known changes nothing. */
    readonly moved: (
      courierId: CourierId,
      position: LastPosition
    ) => Effect.Effect<Option.Option<Courier>, StoreUnavailable>
    /** Adds to what is counted. */
    readonly count: (
      courierId: CourierId,
      more: Answers
    ) => Effect.Effect<Option.Option<Courier>, StoreUnavailable>
    /** Suggests where to wait, or takes it back. */
    readonly suggest: (
      courierId: CourierId,
      suggestion: LastPosition | null
    ) => Effect.Effect<Option.Option<Courier>, StoreUnavailable>
  }
>()("@hotbag/services/couriers/CourierStore") {}
