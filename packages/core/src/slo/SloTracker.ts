import { at, f64 } from "../At.ts"
import { invariant } from "../Invariant.ts"
import { MINUTE_MS } from "../Units.ts"
import { type BurnAlert, WORKBOOK_ALERTS, burnRate } from "./burnRate.ts"
import { errorBudget } from "./errorBudget.ts"
import { RollingWindows } from "./RollingWindows.ts"
import type { Slo } from "./Slo.ts"

/** One objective, and what a stream of events did to it. */
export interface SloTrackerResult {
  readonly good: number
  readonly total: number
  /** Share of good events, 1 when nothing happened. */
  readonly attained: number
  /** Share of the error budget spent; above 1 is a breach. */
  readonly budgetSpent: number
  /** Fastest burn over each window of the alerts, shortest window first. */
  readonly burnRates: ReadonlyArray<WindowBurnRate>
  readonly alerts: ReadonlyArray<SloAlertResult>
  readonly met: boolean
}

/** How fast the budget burned over a window, as a multiple of the sustainable rate. */
export interface WindowBurnRate {
  readonly windowMs: number
  readonly rate: number
}

/** How often an alert fired, to the length of a bucket. */
export interface SloAlertResult extends BurnAlert {
  /** End of the bucket in which it first fired; null: never. */
  readonly firstAtMs: number | null
  /** For how long it fired in all. */
  readonly firingMs: number
}

/** How a tracker counts; the defaults suit an objective over 30 days. */
export interface SloTrackerOptions {
  /** Default `WORKBOOK_ALERTS`. */
  readonly alerts?: ReadonlyArray<BurnAlert>
  /** Length of a bucket, of which every window must be a multiple. Default one minute. */
  readonly bucketMs?: number
}

/**
 * Counts the good and bad events of one objective and watches how fast its budget burns, in whatever time the events
 * carry: simulated or real.
 *
 * The rates are looked at whenever a bucket ends (and, for `result`, as if the current one ended now). So the
 * outcome depends on the counts in the buckets only, not on the order within one. A window that reaches back before
 * the first event holds what there is; `burnRate` says how few events are treated.
 *
 * Good and total count from the first event on: start a new tracker when the objective's window starts anew.
 * Cost and memory are those of `RollingWindows`: bounded, whatever the number of events.
 */
export class SloTracker {
  readonly slo: Slo
  readonly #alerts: ReadonlyArray<BurnAlert>
  readonly #bucketMs: number
  readonly #windowsMs: ReadonlyArray<number>
  readonly #windows: RollingWindows
  /** By window. */
  readonly #peaks: Float64Array
  /** By alert; NaN: never yet. */
  readonly #firstAtMs: Float64Array
  readonly #firingMs: Float64Array
  #good = 0
  #total = 0

  /** @throws InvariantViolation when a window is no multiple of the bucket or longer than `Limits.sloBuckets` buckets. */
  constructor(slo: Slo, options: SloTrackerOptions = {}) {
    this.slo = slo
    this.#alerts = options.alerts ?? WORKBOOK_ALERTS
    this.#bucketMs = options.bucketMs ?? MINUTE_MS
    this.#windowsMs = windowsOf(this.#alerts)
    this.#windows = new RollingWindows(this.#bucketMs, this.#windowsMs, (endMs) => this.#look(endMs))
    this.#peaks = new Float64Array(this.#windowsMs.length)
    this.#firstAtMs = new Float64Array(this.#alerts.length).fill(NaN)
    this.#firingMs = new Float64Array(this.#alerts.length)
  }

  /**
   * Counts one event, or `times` alike. Time never goes back: an earlier event counts as one of the current bucket.
   *
   * @throws InvariantViolation unless `times` is a whole number and not negative.
   */
  record(atMs: number, good: boolean, times = 1): void {
    invariant(Number.isSafeInteger(times) && times >= 0, "a count must be a whole number and not negative", {
      times
    })
    this.#windows.add(atMs, good, times)
    this.#total += times
    if (good) this.#good += times
  }

  /** Lets time pass without an event, so that `burnRates` speaks of now. */
  advance(atMs: number): void {
    this.#windows.advance(atMs)
  }

  /** How fast the budget burns now, over each window of the alerts, shortest first. */
  burnRates(): ReadonlyArray<WindowBurnRate> {
    return this.#windowsMs.map((windowMs, window) => ({ windowMs, rate: this.#rate(window) }))
  }

  /** Whether an alert fires now. */
  fires(alert: BurnAlert): boolean {
    return (
      this.#rate(this.#windowsMs.indexOf(alert.longWindowMs)) >= alert.rate &&
      this.#rate(this.#windowsMs.indexOf(alert.shortWindowMs)) >= alert.rate
    )
  }

  /** The outcome so far; may be asked at any time and changes nothing. */
  result(): SloTrackerResult {
    const budget = errorBudget(this.slo.objective, this.#good, this.#total)
    return {
      good: this.#good,
      total: this.#total,
      attained: budget.attained,
      budgetSpent: budget.spent,
      burnRates: this.#windowsMs.map((windowMs, window) => ({
        windowMs,
        rate: Math.max(f64(this.#peaks, window), this.#rate(window))
      })),
      alerts: this.#alerts.map((alert, index) => this.#alertResult(alert, index)),
      met: budget.met
    }
  }

  #alertResult(alert: BurnAlert, index: number): SloAlertResult {
    const earlier = f64(this.#firstAtMs, index)
    const firingMs = f64(this.#firingMs, index)
    const firesNow = this.fires(alert)
    return {
      ...alert,
      firstAtMs: Number.isNaN(earlier) ? (firesNow ? this.#windows.endMs : null) : earlier,
      firingMs: firesNow ? firingMs + this.#bucketMs : firingMs
    }
  }

  /** Takes down what the windows show at the end of a bucket. */
  #look(endMs: number): void {
    for (let window = 0; window < this.#peaks.length; window += 1) {
      this.#peaks[window] = Math.max(f64(this.#peaks, window), this.#rate(window))
    }
    for (let index = 0; index < this.#alerts.length; index += 1) {
      if (!this.fires(at(this.#alerts, index))) continue
      if (Number.isNaN(f64(this.#firstAtMs, index))) this.#firstAtMs[index] = endMs
      this.#firingMs[index] = f64(this.#firingMs, index) + this.#bucketMs
    }
  }

  #rate(window: number): number {
    return burnRate(this.slo.objective, this.#windows.bad(window), this.#windows.total(window))
  }
}

/** Every window that some alert looks at, once, shortest first. */
const windowsOf = (alerts: ReadonlyArray<BurnAlert>): ReadonlyArray<number> => {
  const windows = alerts.flatMap((alert) => [alert.shortWindowMs, alert.longWindowMs])
  return [...new Set(windows)].sort((a, b) => a - b)
}
