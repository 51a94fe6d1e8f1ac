import { at } from "@hotbag/core"
import { compareRuns, type MetricComparison } from "./comparison.ts"
import { holm } from "./manyMetrics.ts"
import { METRICS, type MetricValues } from "./metrics.ts"

/** One run, as a baseline keeps it. */
export interface BaselineRun {
  readonly seed: number
  /** Of its history. */
  readonly hash: string
  readonly metrics: MetricValues
}

/** The same thing before and now, seed by seed in the same sequence. */
export interface RegressionCase {
  readonly name: string
  readonly before: ReadonlyArray<BaselineRun>
  readonly now: ReadonlyArray<BaselineRun>
}

/** A change that is real: chance does not explain it, and it is large enough to matter. */
export interface RealChange extends MetricComparison {
  readonly case: string
  /** Of the mean before, either way; infinite when that was 0. */
  readonly share: number
  readonly isWorse: boolean
}

/** What became of all cases. */
export interface Regression {
  readonly cases: ReadonlyArray<{
    readonly name: string
    readonly runs: number
    /** Runs whose history is another one. */
    readonly changed: number
    /** Now minus before; the adjusted p-values are corrected for all metrics of all cases. */
    readonly metrics: ReadonlyArray<MetricComparison>
  }>
  /** Tests that were made: the number that p-values are corrected for. */
  readonly tests: number
  /** Worse ones first, then the surest. */
  readonly changes: ReadonlyArray<RealChange>
  readonly isWorse: boolean
}

/**
 * Chance that a change of nothing but luck is called real in any metric of any case, either way: a pipeline runs often,
 * and a gate that cries wolf is switched off.
 */
export const REGRESSION_ALPHA = 0.005

/** A change below this share of the mean before does not matter, however sure it is. */
const LEAST_SHARE = 0.005
/** …and a share of orders or time in per cent has to move by a tenth of a point. */
const LEAST_POINTS = 0.1

/**
 * Compares runs with their baseline. Equal histories are equal, without any test. For the others differences are paired by
 * seed, tested by Student's t, and corrected for all metrics of all changed cases together (Holm), so that unchanged code
 * under different luck is flagged with probability `REGRESSION_ALPHA` at most. Intervals are of 95 %.
 */
export const judgeRegression = (cases: ReadonlyArray<RegressionCase>): Regression => {
  const compared = cases.map(({ before, name, now }) => ({
    name,
    runs: now.length,
    changed: now.filter(({ hash }, i) => hash !== at(before, i).hash).length,
    metrics: compareRuns(
      METRICS.filter(({ name: metric }) =>
        [...before, ...now].every(({ metrics }) => metrics[metric] !== undefined)
      ),
      now.map(({ metrics }) => metrics),
      before.map(({ metrics }) => metrics),
      { confidence: 0.95, sequential: false }
    )
  }))
  const tested = compared.flatMap(({ metrics, name }) =>
    metrics.flatMap((metric) => (metric.verdict === "same" ? [] : { case: name, ...metric }))
  )
  const adjusted = holm(tested.map(({ pValue }) => pValue))
  const corrected = tested.map((each, i) => ({ ...each, adjustedPValue: at(adjusted, i) }))
  const changes = corrected.flatMap((each): ReadonlyArray<RealChange> => {
    const share = Math.abs(each.difference) / Math.abs(each.againstMean)
    if (each.adjustedPValue > REGRESSION_ALPHA || !matters(each, share)) return []
    const isWorse = each.better !== "neither" && each.difference > 0 === (each.better === "lower")
    return [{ ...each, share, isWorse }]
  })
  return {
    cases: compared.map(({ metrics, ...rest }) => ({
      ...rest,
      metrics: metrics.map((metric) => {
        const own = corrected.find((each) => each.case === rest.name && each.metric === metric.metric)
        return { ...metric, adjustedPValue: own?.adjustedPValue ?? 1 }
      })
    })),
    tests: tested.length,
    changes: changes.sort(
      (a, b) => Number(b.isWorse) - Number(a.isWorse) || a.adjustedPValue - b.adjustedPValue
    ),
    isWorse: changes.some(({ isWorse }) => isWorse)
  }
}

const matters = ({ difference, unit }: MetricComparison, share: number): boolean =>
  unit === "%" ? Math.abs(difference) >= LEAST_POINTS : share >= LEAST_SHARE
