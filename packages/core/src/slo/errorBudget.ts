/** What an objective allows, and what became of it. */
export interface ErrorBudget {
  /** Bad events that the objective allows among so many; not whole in general. */
  readonly allowed: number
  /** Bad events so far ÷ allowed: 1 is all of it, above 1 is a breach; 0 when nothing happened. */
  readonly spent: number
  /** What is left, as a share of the budget: negative after a breach. */
  readonly remaining: number
  /** Share of good events, 1 when nothing happened. */
  readonly attained: number
  /** Whether the objective holds: `spent` ≤ 1. */
  readonly met: boolean
}

/**
 * The error budget of `good` events among `total` (S126): budget = (1 − objective) × events, from the SRE workbook
 * (Beyer et al. 2018, chapter "Implementing SLOs").
 */
export const errorBudget = (objective: number, good: number, total: number): ErrorBudget => {
  const share = budgetShare(objective)
  const spent = total === 0 ? 0 : (total - good) / total / share
  return {
    allowed: total * share,
    spent,
    remaining: 1 - spent,
    attained: total === 0 ? 1 : good / total,
    met: spent <= 1
  }
}

/**
 * Whether a single bad event among `total` is more than an objective allows: among fewer than 1 ÷ (1 − objective) nothing can be told
 * of it, since they are attained wholly or broken by the first one.
 */
export const isTooFewToJudge = (objective: number, total: number): boolean =>
  total > 0 && total * budgetShare(objective) < 1

/**
 * Share of events that may be bad: 1 − objective, rounded to 12 digits, so that 0.999 leaves 0.001 and not
 * 0.0010000000000000009. With it 1 bad event of 1,000 spends exactly the whole budget and is no breach.
 */
export const budgetShare = (objective: number): number =>
  Math.max(SMALLEST_SHARE, Math.round((1 - objective) / SMALLEST_SHARE) / DIGITS)

const SMALLEST_SHARE = 1e-12
const DIGITS = 1e12
