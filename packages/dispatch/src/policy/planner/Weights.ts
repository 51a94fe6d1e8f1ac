import { MINUTE_MS } from "@hotbag/core"

/**
 * What a plan is worth. Everything is measured in milliseconds of click-to-door: a weight of 1 on a term says that a
 * millisecond of it is as bad as a millisecond that one customer waits longer.
 */
export interface PlannerWeights {
  /** Per ms of click-to-door above the promise, on top of the click-to-door itself. */
  readonly overage: number
  /**
   * Lateness convexity: an excess of `e` over the physical floor costs `e + convexity × e² ÷ 10 min`. Above 0 two
   * small delays are better than one great one, which keeps the tail short.
   */
  readonly convexity: number
  /** For a delivery that nobody can pick up before going off; far above any delay. */
  readonly lostMs: number
  /** Per ms until a courier is free again, at most until the off-time: work that ends early leaves room for what is not known yet. */
  readonly busy: number
  /**
   * Most that a bundle may delay any delivery in it, in ms, against being carried alone by the same courier on the same
   * trip; a region's own rule may be tighter. A trip that breaks it costs an eighth of `lostMs` for each delivery so
   * delayed, half of `lostMs` at most: more than a bundle can save, and less than a delivery that nobody carries.
   */
  readonly bundleDelayMs: number
  /** For each delivery that a courier was given more than the fair share by time on duty, in ms of every further one … */
  readonly fairnessMs: number
  /** … but never more than this: so much may a customer wait longer, so that couriers earn alike. */
  readonly fairnessMostMs: number
  /** Per ms that a delivery comes later than the last round announced; what comes earlier is free. */
  readonly laterThanAnnounced: number
  /** For giving a delivery to another courier than the last round did: smaller gains are not worth the flicker. */
  readonly changeOfCourierMs: number
  /**
   * For a delivery planned with a courier who is certain to decline, in proportion for others: the round that an offer in
   * vain costs, and what is late by then.
   */
  readonly refusalMs: number
  /** Per ms of driving to a pickup without food on board; that of idle couriers is `travelWeight`. */
  readonly empty: number
}

/** Tuned on the Grubhub days of seeds 0–3; what each is worth stands in the documentation of dispatch. */
export const defaultPlannerWeights: PlannerWeights = {
  overage: 0.25,
  convexity: 0,
  lostMs: 600 * MINUTE_MS,
  busy: 0.2,
  bundleDelayMs: Infinity,
  fairnessMs: MINUTE_MS / 12,
  fairnessMostMs: MINUTE_MS / 2,
  laterThanAnnounced: 0,
  changeOfCourierMs: 0,
  refusalMs: 5 * MINUTE_MS,
  empty: 0
}
