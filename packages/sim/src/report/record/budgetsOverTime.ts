import type { RunRecord } from "./RunRecord.ts"

/** How the error budget of one objective was spent in the course of a run. */
export interface BudgetOverTime {
  readonly name: string
  /** Share of the whole run's budget spent until each look; the last is the run's `budgetSpent`. */
  readonly spent: ReadonlyArray<number>
  /** The first look at which more than all of it was spent; null: never. */
  readonly brokenAtMs: number | null
}

/**
 * The budget of a run is what all its orders together allow: so the curves only rise, and an objective breaks at one
 * moment. O(looks).
 *
 * @param slos the run's report: what was spent in the end.
 */
export const budgetsOverTime = (
  { series }: Pick<RunRecord, "series">,
  slos: ReadonlyArray<{ readonly name: string; readonly budgetSpent: number }>
): ReadonlyArray<BudgetOverTime> =>
  series.objectives.map(({ bad, name }) => {
    const final = slos.find((slo) => slo.name === name)?.budgetSpent ?? 0
    const allBad = bad.at(-1) ?? 0
    const spent = bad.map((count) => (allBad === 0 ? 0 : (count / allBad) * final))
    const broken = spent.findIndex((share) => share > 1)
    return { name, spent, brokenAtMs: broken < 0 ? null : (series.atMs[broken] ?? null) }
  })

/** The objective that broke first; the first by name of the report where two did at one look; null: none. */
export const firstBroken = (
  budgets: ReadonlyArray<BudgetOverTime>
): { readonly name: string; readonly atMs: number } | null => {
  let first: { name: string; atMs: number } | null = null
  for (const { brokenAtMs, name } of budgets) {
    if (brokenAtMs !== null && (first === null || brokenAtMs < first.atMs)) first = { name, atMs: brokenAtMs }
  }
  return first
}
