import { HOUR_MS, MINUTE_MS } from "../Units.ts"
import { budgetShare } from "./errorBudget.ts"
import { SLO_WINDOW_MS } from "./Slo.ts"

/**
 * An alert on two windows at once: the long one says that it matters, the short one that it is still going on.
 * It fires while both burn at `rate` or faster.
 */
export interface BurnAlert {
  /** `page`: wake somebody up. `ticket`: look at it tomorrow. */
  readonly severity: "page" | "ticket"
  /** Multiple of the rate at which the budget would last exactly as long as the objective's window. */
  readonly rate: number
  readonly longWindowMs: number
  readonly shortWindowMs: number
}

/**
 * The alerts of the SRE workbook (Beyer et al. 2018, chapter "Alerting on SLOs", multiwindow multi-burn-rate), for
 * an objective over 30 days: 2 % of the budget in an hour, 5 % in six hours, 10 % in three days; each short window
 * is a twelfth or so of the long one.
 */
export const WORKBOOK_ALERTS: ReadonlyArray<BurnAlert> = [
  { severity: "page", rate: 14.4, longWindowMs: HOUR_MS, shortWindowMs: 5 * MINUTE_MS },
  { severity: "page", rate: 6, longWindowMs: 6 * HOUR_MS, shortWindowMs: 30 * MINUTE_MS },
  { severity: "ticket", rate: 1, longWindowMs: 72 * HOUR_MS, shortWindowMs: 2 * HOUR_MS }
]

/**
 * The workbook's alerts for an objective over another period, derived as it derives them: burn = share of the budget × period ÷
 * window. Each keeps its share of the budget (2 %, 5 %, 10 %) and its rate, so that windows shrink with the period: two minutes, twelve,
 * and 2.4 hours of a day. An objective of 90 % burns at most 10×, when everything is bad: where a rate would ask for more than
 * `SURELY_ON_FIRE` of all events to be bad, it is cut to that, and the window is as much longer as the share of the budget takes.
 * Windows are whole minutes. Over 30 days and from 95 % on they are `WORKBOOK_ALERTS`.
 */
export const alertsFor = (objective: number, windowMs: number): ReadonlyArray<BurnAlert> =>
  WORKBOOK_ALERTS.map((alert) => {
    const spent = budgetSpentByBurning(alert.rate, alert.longWindowMs, SLO_WINDOW_MS)
    const rate = Math.min(alert.rate, SURELY_ON_FIRE / budgetShare(objective))
    const longMs = (spent * windowMs) / rate
    return {
      severity: alert.severity,
      rate,
      longWindowMs: wholeMinutes(longMs),
      shortWindowMs: wholeMinutes((longMs * alert.shortWindowMs) / alert.longWindowMs)
    }
  })

/** Three of four events are bad: no alert waits for more. */
const SURELY_ON_FIRE = 0.75

const wholeMinutes = (ms: number): number => Math.max(1, Math.round(ms / MINUTE_MS)) * MINUTE_MS

/**
 * How fast the budget burns: bad events ÷ those that the objective allows among so many. 0 without events.
 *
 * Among few events the budget is less than one event, and a single failure would look like a fire (the workbook's
 * caveat on low traffic); therefore the allowance counts as at least `atLeastAllowed` events, 1 by default, which
 * lets one failure burn at most at the sustainable rate. 0 gives the plain ratio.
 */
export const burnRate = (objective: number, bad: number, total: number, atLeastAllowed = 1): number =>
  bad === 0 ? 0 : bad / Math.max(total * budgetShare(objective), atLeastAllowed)

/** Share of the budget of `windowMs` that is gone after burning at `rate` for `forMs`, traffic being even. */
export const budgetSpentByBurning = (rate: number, forMs: number, windowMs: number): number =>
  (rate * forMs) / windowMs
