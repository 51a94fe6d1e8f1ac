import type { RunRecord } from "./RunRecord.ts"

/** How the error budget of one objective was spent in the course of a run. */
export interface BudgetOverTime {
  readonly name: string
  /** Share of the whole run's budget spent until each look; the last is the run's `budgetSpent`. */
  readonly spent: ReadonlyArray<number>
}

/**
 * The budgets of the customers' objectives. The budget of a run is what all its orders together allow: so the curves only
 * rise, and an objective breaks at one moment. O(looks).
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
    return { name, spent: bad.map((count) => (allBad === 0 ? 0 : (count / allBad) * final)) }
  })
