import { Limits, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import type { ServiceTimes } from "../Snapshot.ts"
import type { RegionOptions } from "./RegionOptions.ts"

/** Settings of a region's dispatcher that do not depend on the place: server and simulator share them. */
export type RegionSettings = Omit<
  RegionOptions,
  "openBundles" | "policy" | "travel" | "service" | "index"
> & {
  /** Cell size of the courier index, in metres. */
  readonly cellM: number
}

/**
 * Dispatch of a city whose couriers answer as they like. Ten minutes ahead is further than most couriers have to
 * go; planning everything that is known would only cost time, since preparation is uncertain anyway.
 */
export const CITY_DISPATCH: RegionSettings = {
  // A round every five seconds: 300 moves of ten microseconds keep it short.
  budget: { steps: 1_000_000, moves: 300 },
  capacity: Limits.deliveriesOnBoard,
  bundleDelayMs: Limits.bundleDelayMs,
  sparesTravel: true,
  // A region with a hundred deliveries to plan has a round every twenty seconds: what that costs in minutes and saves in work
  // stands in the documentation of dispatch.
  // Where thousands wait, in a dinner ten times as large as there are couriers for, it has one every minute.
  pace: {
    freeDeliveries: 50,
    deliveriesPerSecond: 5,
    mostMs: 20 * SECOND_MS,
    crowd: { deliveriesPerSecond: 100, mostMs: MINUTE_MS }
  },
  search: {
    stepsM: [1_500, 3_000, 6_000, 12_000],
    enough: 8,
    most: 24,
    soonFreeMs: 10 * MINUTE_MS
  },
  // Acceptance is spread evenly over 0.4 .. 1 (figures of public delivery data).
  prior: { acceptance: 0.7, answers: 4 },
  planAheadMs: 10 * MINUTE_MS,
  answerLeadMs: 20 * SECOND_MS,
  // Patience ends at 45 minutes (figures of public delivery data), and the first courier asked may decline.
  offerWithinMs: Limits.withoutCourierCancelMs - Limits.askBeforePatienceEndsMs,
  offerTimeOutMs: 45 * SECOND_MS,
  escalateAfterMs: 10 * MINUTE_MS,
  cellM: 600
}

/**
 * Dispatch where couriers do as they are told (the Grubhub days): everything that is known is planned, everybody in
 * a region of that size is a candidate, and a courier leaves the minute the instruction comes.
 */
export const OBEDIENT_DISPATCH: RegionSettings = {
  budget: { steps: 1_000_000 },
  // The largest day has 155 couriers on duty at once: up to there everybody is seen, and a larger region stays bounded.
  search: { stepsM: [100_000], enough: 1, most: 160, soonFreeMs: Infinity },
  prior: { acceptance: 1, answers: 1 },
  planAheadMs: Infinity,
  answerLeadMs: 0,
  offerWithinMs: Infinity,
  offerTimeOutMs: MINUTE_MS,
  escalateAfterMs: 30 * MINUTE_MS,
  cellM: 2_000
}

/** How long couriers take at the stops where nobody has measured it (figures of public delivery data). */
export const USUAL_SERVICE: ServiceTimes = {
  beforePickupMs: 4 * MINUTE_MS,
  afterPickupMs: MINUTE_MS,
  beforeDropoffMs: 2.5 * MINUTE_MS,
  afterDropoffMs: MINUTE_MS
}
