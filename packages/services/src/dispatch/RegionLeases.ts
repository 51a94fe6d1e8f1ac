import type { RegionId } from "@hotbag/core"
import { Context, Data, type Effect } from "effect"
import type { StaleEpoch } from "../cases/errors.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** Another dispatcher has the region, until its lease ends. */
export class RegionTaken extends Data.TaggedError("RegionTaken")<{
  readonly regionId: RegionId
  readonly holder: string
  readonly untilMs: number
}> {
  override get message(): string {
    return `Region ${this.regionId} is dispatched by ${this.holder}; ask there, or wait until its lease ends.`
  }
}

/** Who wants a region, and for how long. It is free when nobody has it or its lease has ended at `atMs`. */
export interface RegionClaim {
  readonly holder: string
  /**
   * Also takes the region from a holder of the same name: who starts again need not wait for the lease of the life before. Who has lost
   * the region must wait all the same, or two of one name would take it from each other for ever.
   */
  readonly isRestart: boolean
  readonly atMs: number
  readonly untilMs: number
}

/**
 * Who dispatches which region. Each lease has an epoch higher than all before it; commits that carry an older one are refused
 * (`StaleEpoch`), so that two dispatchers never do the same work, however slow one of them is (S84, P3).
 */
export class RegionLeases extends Context.Service<
  RegionLeases,
  {
    /** Takes the region under a new epoch, if it is free. */
    readonly acquire: (
      regionId: RegionId,
      claim: RegionClaim
    ) => Effect.Effect<number, RegionTaken | StoreUnavailable>
    /** Keeps the region until `untilMs`, also after the lease has ended, as long as nobody took it meanwhile. */
    readonly renew: (
      regionId: RegionId,
      epoch: number,
      untilMs: number
    ) => Effect.Effect<void, StaleEpoch | StoreUnavailable>
    /** Lets the region go; the epoch stays. Nothing happens when somebody else took it meanwhile. */
    readonly release: (regionId: RegionId, epoch: number) => Effect.Effect<void, StoreUnavailable>
    /** Regions that ever had a dispatcher, by id. */
    readonly regions: Effect.Effect<ReadonlyArray<RegionId>, StoreUnavailable>
  }
>()("@hotbag/services/dispatch/RegionLeases") {}
