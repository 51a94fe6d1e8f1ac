import type { CouriersNeeded } from "./couriersNeeded.ts"
import type { InvariantsReport } from "../check/live/Complaints.ts"
import type { SystemReport } from "../serving/SystemReport.ts"
import type { FaultFigures } from "../world/faults/Faults.ts"
import type { RoundTimes } from "./RoundTimes.ts"

/** Distribution of a duration over the orders of a run, in minutes; NaN, in JSON null, where no order had it. */
export interface MinutesSummary {
  readonly mean: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly max: number
}

/** One objective, and what the run did to it. */
export interface SloResult {
  readonly name: string
  /** What is measured, in words, such as `click-to-door within 60 min`. */
  readonly description: string
  /** Share of good events that is promised, 0..1. */
  readonly objective: number
  readonly good: number
  readonly total: number
  /** Share of good events that was reached, 0..1; NaN, in JSON null, when nothing happened. */
  readonly attained: number
  /** Share of the error budget spent; 1 is all of it, above 1 is a breach. */
  readonly budgetSpent: number
  /** Fastest burn over each window, as a multiple of the sustainable rate. */
  readonly burnRates: ReadonlyArray<{ readonly windowMs: number; readonly rate: number }>
  /**
   * When each alert on the burn rate first fired (null: never), and for how long in all. It fires while both its windows burn
   * at its rate or faster; both suit the objective and its period (`alertsFor`).
   */
  readonly alerts: ReadonlyArray<{
    readonly severity: "page" | "ticket"
    readonly rate: number
    readonly longWindowMs: number
    readonly shortWindowMs: number
    readonly firstAtMs: number | null
    readonly firingMs: number
  }>
  /**
   * End of the minute in which all was spent that the run allows; null when the objective was met. The budget is that of all the
   * orders that are placed, as in a run that still goes on; of those judged, where cancelled ones alone make the difference.
   */
  readonly spentAtMs: number | null
  /** Too few events to judge, fewer than 1 ÷ (1 − objective): one bad event is more than the objective allows, and no breach yet. */
  readonly tooFew: boolean
  readonly met: boolean
}

/** What people did of their own accord. */
export interface PeopleFigures {
  /** Customers who complained of a late delivery; null: nobody has such moods (see `moods`). */
  readonly complaints: number | null
  /** Couriers who went off duty before their shift was to end; null: in this city nobody does. */
  readonly leftEarly: number | null
  /** Moves of couriers to a restaurant without an order. */
  readonly relocations: number
}

/** How much lived at once. */
export interface Concurrency {
  /** Orders from placement to their end, at most. */
  readonly orders: number
  /** Deliveries from the restaurant's confirmation to the door, at most (S116). */
  readonly deliveries: number
  /** When there were the most deliveries; null: there was none. */
  readonly atMs: number | null
}

/** Where the wall-clock time of a run went, in seconds; NaN, in JSON null, when nobody measured. */
export interface RunSeconds {
  readonly run: number
  /** Of these, for rounds of dispatch, the solver: what the policy costs, with what it looks at. */
  readonly rounds: number
  /** The rest, without the solver: orders, kitchens, couriers and customers, and dispatch hearing of them. */
  readonly world: number
}

/**
 * What a run shows in the end. The same seed, commit and scenario give the same report, byte for byte, but for
 * `eventsPerSecond`, `worldEventsPerSecond`, `seconds` and the times in `rounds`. What is not known is no zero: a mean or
 * a share of nothing is NaN, which is null in JSON, and what the city does not model is null.
 */
export interface Report {
  readonly seed: number
  readonly commit: string
  readonly scenario: string
  readonly policy: string
  /** Digest of the run's whole event history. */
  readonly hash: string
  readonly fromMs: number
  readonly toMs: number
  /** What to keep in mind when reading the figures, in words, such as that the city was empty at the begin. */
  readonly cautions: ReadonlyArray<string>
  readonly placed: number
  readonly delivered: number
  /** By customer, restaurant or payment. */
  readonly cancelled: number
  /** Given up by the platform: for want of a courier, still waiting when the last shift ended, or never confirmed. */
  readonly lost: number
  /** Of them, those that no restaurant was ever asked for: the gateway had not answered for their payment. */
  readonly lostUnconfirmed: number
  readonly clickToDoor: MinutesSummary
  /** What exceeds the target; mean over delivered orders, minutes. */
  readonly clickToDoorOverageMean: number
  readonly readyToPickup: MinutesSummary
  readonly readyToDoor: MinutesSummary
  /** From confirmation to the first offer, minutes. */
  readonly timeToFirstOffer: MinutesSummary
  /** Share of duty time driving or serving, 0..1; work that goes on after the off-time is duty too. */
  readonly courierUtilization: number
  readonly ordersPerCourierHour: number
  /**
   * How unevenly work is spread: coefficient of variation of orders for each hour on duty over couriers, each weighed by
   * the hours; 0 when all are given alike.
   */
  readonly courierUnevenness: number
  readonly couriers: number
  readonly offers: number
  /** Null where couriers obey, as on the days of a trace. */
  readonly offersRejected: number | null
  readonly offersTimedOut: number | null
  readonly escalations: number
  readonly people: PeopleFigures
  /** How often faults of the platform were felt; all 0 on a day without any. */
  readonly faults: FaultFigures
  /** The most there was at one time. */
  readonly concurrent: Concurrency
  /** Orders in each bundle, mean. */
  readonly ordersPerBundle: number
  /** Objectives of the customers, then those of the servers where they were simulated; all of them are gates. */
  readonly slos: ReadonlyArray<SloResult>
  /** The objective whose budget was spent first; null when every one was met. */
  readonly firstBreach: { readonly slo: string; readonly atMs: number } | null
  /** Where a promise to customers was broken: the couriers that the busiest half hour would have needed. */
  readonly couriersNeeded: CouriersNeeded | null
  /** Objectives that no number of couriers would have kept, and the share of orders whose food was ready too late for them. */
  readonly beyondCouriers: ReadonlyArray<{ readonly slo: string; readonly tooLate: number }>
  /** What the run did to the servers; null when they were not simulated. */
  readonly system: SystemReport | null
  /** What the run was watched for, and what was wrong: any violation is a bug of ours. */
  readonly invariants: InvariantsReport
  /**
   * Domain events: what the deciders let happen to orders and deliveries, each of them a commit of the event log. Notices,
   * requests to the gateway and timers are none.
   */
  readonly events: number
  /** What was taken from the event queue: domain events and what led to none, such as timers and rounds. */
  readonly happenings: number
  /** Rounds of dispatch, all regions; their times are NaN when nobody measured. */
  readonly rounds: RoundTimes
  /**
   * Domain events (`events`) per wall-clock second of the whole run, solver included: `seconds.run`. Speeds and times alone
   * depend on the machine; they are NaN when nobody measured.
   */
  readonly eventsPerSecond: number
  /** The same without the solver: domain events per second of `seconds.world`. */
  readonly worldEventsPerSecond: number
  readonly seconds: RunSeconds
}
