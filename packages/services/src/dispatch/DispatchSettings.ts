import { haversineTravel, type LatLng, Limits, type RegionId, type TravelModel } from "@hotbag/core"
import {
  CITY_DISPATCH,
  makePlannerPolicy,
  type DispatchPolicy,
  type RegionSettings,
  type ServiceTimes,
  USUAL_SERVICE
} from "@hotbag/dispatch"
import { Context, Effect } from "effect"

/** How an operator wants dispatch done. Times in ms. */
export interface DispatchOptions {
  /** Names this process among the dispatchers: who had a region before, under the same name, takes it over at once. */
  readonly holder: string
  readonly policy: DispatchPolicy
  /** Rounds come at whole windows, at most one in each; 0: as soon as there is news. */
  readonly windowMs: number
  readonly region: RegionSettings
  readonly travel: TravelModel
  readonly service: ServiceTimes
  /** Two restaurants at most so many metres apart may be in one bundle; 0: one restaurant each. */
  readonly bundleRestaurantsWithinM: number
  /** Restaurants of a region that are known before anybody orders there. */
  readonly restaurants: (regionId: RegionId) => Effect.Effect<ReadonlyArray<LatLng>>
  /** A region is lost to others when nothing was heard of its dispatcher for so long. */
  readonly leaseMs: number
  /** How often a region is compared with the stores, whatever was heard of it meanwhile. */
  readonly sweepMs: number
  /** A round that takes longer is too long; the next rounds are played by the simplest policy. */
  readonly longestRoundMs: number
}

/** Options unless an operator chooses others. */
export const defaultDispatchOptions: DispatchOptions = {
  holder: "hotbag",
  policy: makePlannerPolicy(),
  windowMs: Limits.dispatchWindowMs,
  region: CITY_DISPATCH,
  travel: haversineTravel(),
  service: USUAL_SERVICE,
  bundleRestaurantsWithinM: 0,
  restaurants: () => Effect.succeed([]),
  leaseMs: Limits.regionLeaseMs,
  sweepMs: Limits.dispatchSweepMs,
  longestRoundMs: Limits.dispatchRoundMs
}

/** The options of this process. */
export const DispatchSettings = Context.Reference<DispatchOptions>(
  "@hotbag/services/dispatch/DispatchSettings",
  {
    defaultValue: () => defaultDispatchOptions
  }
)
