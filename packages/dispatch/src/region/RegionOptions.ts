import type { CourierIndex, LatLng, TravelModel } from "@hotbag/core"
import type { Capacity } from "../Capacity.ts"
import type { Budget, DispatchPolicy } from "../Policy.ts"
import type { ServiceTimes } from "../Snapshot.ts"
import type { RoundPace } from "./RoundPace.ts"

/** How the search for candidate couriers widens (S13, S74, S86). */
export interface CandidateSearch {
  /** Radii around the restaurant in metres, ascending; the last one is as far as it ever goes. */
  readonly stepsM: ReadonlyArray<number>
  /** A step that finds this many is wide enough. */
  readonly enough: number
  /** Nearest candidates kept for one delivery. */
  readonly most: number
  /** Busy couriers who are free within this time are candidates too (S74: about to finish), in ms. */
  readonly soonFreeMs: number
}

/** What is believed of a courier's willingness before any answer is known. */
export interface AcceptancePrior {
  /** Probability of accepting, 0..1. */
  readonly acceptance: number
  /** How many imagined answers the belief weighs: keeps one refusal from condemning anybody. */
  readonly answers: number
}

/** What a region's dispatcher needs to know of its world. */
export interface RegionOptions {
  readonly policy: DispatchPolicy
  readonly budget: Budget
  readonly travel: TravelModel
  readonly service: ServiceTimes
  /** Restaurants that are known before anybody orders there; others show by their orders. */
  readonly restaurants?: ReadonlyArray<LatLng>
  /** Most deliveries in one trip, by vehicle; no limit unless given. A policy that offers more is refused. */
  readonly capacity?: Capacity
  /** Most that a bundle may delay any delivery in it against being carried alone, in ms; no limit unless given. */
  readonly bundleDelayMs?: number
  /** Two restaurants at most so many metres apart may be in one bundle; one restaurant each when 0 or not given. */
  readonly bundleRestaurantsWithinM?: number
  /**
   * Driving without an order costs: a policy that places couriers moves them where the orders of the place, at the pace
   * at which they come, are worth the way. Without it such driving is free, as by the Grubhub rules.
   */
  readonly sparesTravel?: boolean
  /**
   * A policy that places couriers sees everybody no more often than once in so many ms; as often as it likes unless given.
   * That round costs what the region's couriers and restaurants cost, all others what the open deliveries do.
   */
  readonly placeEveryMs?: number
  /** Large regions have rounds more seldom; as often as there is news unless given. */
  readonly pace?: RoundPace
  readonly search: CandidateSearch
  readonly prior: AcceptancePrior
  /** Index of this region's couriers; the dispatcher owns it from here on. */
  readonly index: CourierIndex
  /** A delivery is planned from this long before its food is ready, in ms; `Infinity`: as soon as it is known. */
  readonly planAheadMs: number
  /** An offer goes out this long before the courier has to leave: the time an answer usually takes, in ms. */
  readonly answerLeadMs: number
  /**
   * Bundles stay open until the pickup (the Grubhub rules): a policy that can use it sends couriers to a restaurant
   * first and gives them their orders there.
   */
  readonly openBundles: boolean
  /**
   * Whatever the kitchen says, an offer goes out at the latest this long after placement, in ms, or where that is later
   * `Limits.askBeforePatienceEndsMs` before the promised time: customers who see no courier lose patience. `Infinity`: only
   * the food decides.
   */
  readonly offerWithinMs: number
  /** An unanswered offer expires after this, in ms. */
  readonly offerTimeOutMs: number
  /** A delivery that nobody carries is escalated when its food is ready and it waited this long, in ms (S12, P6). */
  readonly escalateAfterMs: number
}
