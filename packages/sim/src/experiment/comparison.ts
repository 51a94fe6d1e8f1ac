import { at } from "@hotbag/core"
import { bootstrapInterval } from "./bootstrap.ts"
import { confidenceSequence } from "./confidenceSequence.ts"
import { meanOf, type Interval } from "./Interval.ts"
import { holm } from "./manyMetrics.ts"
import type { Direction, Metric, MetricValues } from "./metrics.ts"
import { tInterval } from "./tInterval.ts"

/** What a difference means for whoever has to decide. */
export type Verdict = "better" | "worse" | "different" | "same" | "unclear"

/** One metric of two entrants over common seeds. */
export interface MetricComparison {
  readonly metric: string
  readonly unit: string
  readonly better: Direction
  /** Means over the seeds. */
  readonly mean: number
  readonly againstMean: number
  /** Mean of `entrant - against` over the seeds, in the metric's unit. */
  readonly difference: number
  /** Of the difference: Student's, or the confidence sequence's where one stops when the interval is narrow enough. */
  readonly interval: Interval
  /** Of the difference, without assuming any shape of its distribution. */
  readonly bootstrap: Interval
  /** Of "no difference", two-sided, for this metric alone. */
  readonly pValue: number
  /** The same, corrected for the number of metrics (Holm). */
  readonly adjustedPValue: number
  /**
   * `same`: not one seed differs. `unclear`: chance explains it, the number of metrics considered. `different`: it is no
   * chance, and of this metric neither more nor less is better.
   */
  readonly verdict: Verdict
}

/** How to compare. */
export interface ComparisonOptions {
  /** Such as 0.95. */
  readonly confidence: number
  /** The number of seeds was not fixed beforehand: intervals have to hold at any time. */
  readonly sequential: boolean
}

/**
 * Compares two entrants metric by metric, seed by seed: what luck does to both alike falls out of the difference (common
 * random numbers; Law, "Simulation Modeling and Analysis", §11.2). O(metrics · seeds), besides the bootstrap.
 *
 * @param runs of the entrant, one for each seed.
 * @param against of the other, same seeds in the same sequence.
 */
export const compareRuns = (
  metrics: ReadonlyArray<Metric>,
  runs: ReadonlyArray<MetricValues>,
  against: ReadonlyArray<MetricValues>,
  { confidence, sequential }: ComparisonOptions
): ReadonlyArray<MetricComparison> => {
  const estimate = sequential ? confidenceSequence : tInterval
  const raw = metrics.map((metric) => {
    const values = valuesOf(metric, runs)
    const others = valuesOf(metric, against)
    const differences = values.map((value, i) => value - at(others, i))
    const { interval, mean, pValue } = estimate(differences, confidence)
    return {
      metric: metric.name,
      unit: metric.unit,
      better: metric.better,
      mean: meanOf(values),
      againstMean: meanOf(others),
      difference: mean,
      interval,
      bootstrap: bootstrapInterval(differences, confidence),
      pValue,
      same: differences.every((difference) => difference === 0)
    }
  })
  const adjusted = holm(raw.map(({ pValue }) => pValue))
  return raw.map(({ same, ...rest }, i) => {
    const adjustedPValue = at(adjusted, i)
    const verdict = same ? "same" : adjustedPValue > 1 - confidence ? "unclear" : signOf(rest)
    return { ...rest, adjustedPValue, verdict }
  })
}

/** The values of one metric, run by run. */
export const valuesOf = ({ name }: Metric, runs: ReadonlyArray<MetricValues>): ReadonlyArray<number> =>
  runs.map((values) => values[name] ?? Number.NaN)

const signOf = ({ better, difference }: Pick<MetricComparison, "better" | "difference">): Verdict =>
  better === "neither" ? "different" : difference < 0 === (better === "lower") ? "better" : "worse"
