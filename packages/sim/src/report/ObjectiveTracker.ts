import { alertsFor, budgetShare, isTooFewToJudge, MINUTE_MS, SloTracker, type Slo } from "@hotbag/core"
import type { SloResult } from "./Report.ts"

/**
 * Judges one objective over a run: the budget, how fast it burned (S126, `alertsFor` its period), and when it was gone. Events
 * of a minute are gathered before they are told to the tracker, whose windows are whole minutes: the same, but cheap.
 * Of too few events to judge a single bad one is no breach: the budget counts as one event at least, as for burn rates.
 */
export class ObjectiveTracker {
  readonly slo: Slo
  readonly #tracker: SloTracker
  /** Bad events by minute since the day began. */
  readonly #bad: Array<number> = []
  readonly #all: Array<number> = []
  #minute = -1
  /** Of the current minute. */
  #toldGood = 0
  #toldBad = 0

  constructor(slo: Slo) {
    this.slo = slo
    this.#tracker = new SloTracker(slo, { alerts: alertsFor(slo.objective, slo.windowMs) })
  }

  /** Counts one event, or `times` alike; what comes from an earlier minute counts in the current one. */
  record(atMs: number, good: boolean, times = 1): void {
    const minute = Math.max(0, Math.floor(atMs / MINUTE_MS))
    if (minute > this.#minute) this.#enter(minute)
    this.#all[this.#minute] = (this.#all[this.#minute] ?? 0) + times
    if (!good) this.#bad[this.#minute] = (this.#bad[this.#minute] ?? 0) + times
  }

  /** The outcome so far. */
  result(): SloResult {
    this.#tell()
    const { alerts, ...result } = this.#tracker.result()
    const { good, total } = result
    const tooFew = isTooFewToJudge(this.slo.objective, total)
    const met = result.met || (tooFew && total - good <= 1)
    return {
      name: this.slo.name,
      description: this.slo.description,
      objective: this.slo.objective,
      ...result,
      attained: total === 0 ? Number.NaN : result.attained,
      alerts: alerts.map(({ firingMs, firstAtMs, longWindowMs, rate, severity, shortWindowMs }) => ({
        severity,
        rate,
        longWindowMs,
        shortWindowMs,
        firstAtMs,
        firingMs
      })),
      met,
      tooFew,
      spentAtMs: met ? null : this.spentAtMs(total)
    }
  }

  /** Good and bad events by minute, for a curve of the budget; minutes without events are left out. */
  minutes(): ReadonlyArray<{ readonly atMs: number; readonly good: number; readonly bad: number }> {
    return this.#all.flatMap((all, minute) => {
      const bad = this.#bad[minute] ?? 0
      return [{ atMs: minute * MINUTE_MS, good: all - bad, bad }]
    })
  }

  /** How many of `total` events the objective allows to be bad: one at least. */
  allowedOf(total: number): number {
    return Math.max(1, total * budgetShare(this.slo.objective))
  }

  /** End of the minute in which all was gone that the objective allows of `total` events; null: it is not. */
  spentAtMs(total: number): number | null {
    const allowed = this.allowedOf(total)
    let bad = 0
    for (let minute = 0; minute <= this.#minute; minute++) {
      bad += this.#bad[minute] ?? 0
      if (bad > allowed) return (minute + 1) * MINUTE_MS
    }
    return null
  }

  #enter(minute: number): void {
    this.#tell()
    this.#minute = minute
    this.#toldGood = 0
    this.#toldBad = 0
  }

  /** Tells the tracker what it has not heard of the current minute. */
  #tell(): void {
    if (this.#minute < 0) return
    const bad = this.#bad[this.#minute] ?? 0
    const good = (this.#all[this.#minute] ?? 0) - bad
    const atMs = this.#minute * MINUTE_MS
    this.#tracker.record(atMs, false, bad - this.#toldBad)
    this.#tracker.record(atMs, true, good - this.#toldGood)
    this.#toldBad = bad
    this.#toldGood = good
  }
}
