/** An order as it was known when it was placed, for a model that learns how long orders take. */
export interface EtaCase {
  /** Placement, ms since epoch. */
  readonly placedAtMs: number
  /** Names of groups whose past is remembered. */
  readonly regionId: string
  readonly restaurantId: string
  /** What the restaurant cooks, or another group of restaurants. */
  readonly cuisine: string
  /** Hour of the local day, 0 to below 24, with minutes as fractions. */
  readonly localHour: number
  /** Day of the local week, 0 to 6. */
  readonly weekday: number
  /** Whatever else is known, in the order of the model's names; NaN where it is not. */
  readonly known: ReadonlyArray<number>
}

/** An order that is over: what is learned from. */
export interface EtaOutcome extends EtaCase {
  /** From placement to drop-off, in ms, above 0. */
  readonly tookMs: number
}

/** What the history of other orders adds to what is known of one at its placement: see {@link EtaHistory}. */
export const PAST_FEATURES = [
  "hour",
  "weekday",
  "restaurant's past",
  "restaurant's orders",
  "cuisine's past",
  "region's past at this hour",
  "usual duration"
] as const

/** What orders just now add, against what was expected of them. */
export const RECENT_FEATURES = [
  "region, last quarter",
  "region, last hour",
  "region, last hours",
  "region, last day",
  "everywhere, last quarter",
  "everywhere, last hour",
  "everywhere, last hours",
  "everywhere, last day",
  "region's overdue orders",
  "overdue orders everywhere",
  "overdue in total",
  "region's open orders",
  "open orders",
  "restaurant against expectation",
  "expected duration"
] as const
