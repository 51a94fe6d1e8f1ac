import { at } from "@hotbag/core"
import { meanOf, type Interval } from "../Interval.ts"
import { tInterval, type MeanEstimate } from "../tInterval.ts"

/** How a design did over many experiments, beside the truth that paired runs know. */
export interface DesignJudgement {
  /** Mean of what the experiments estimated. */
  readonly estimate: number
  /** Mean of estimate minus truth of the same seed: what no number of orders would cure. */
  readonly bias: number
  readonly biasInterval: Interval
  /** Root of the mean square of estimate minus truth. */
  readonly error: number
  /** Mean width of the experiments' intervals; infinite where one of them knew nothing. */
  readonly width: number
  /** Share of the experiments whose interval holds the truth of their seed. */
  readonly coverage: number
  /** Experiments that found a difference of the right sign, none, or one of the wrong sign. */
  readonly right: number
  readonly undecided: number
  readonly wrong: number
}

/**
 * Holds experiments against the truth.
 *
 * @param experiments what each seed's experiment said of a metric.
 * @param truths the paired difference of the same seeds; the sign of their mean is the right one.
 */
export const judgeDesign = (
  experiments: ReadonlyArray<MeanEstimate>,
  truths: ReadonlyArray<number>,
  confidence: number
): DesignJudgement => {
  const errors = experiments.map(({ mean }, i) => mean - at(truths, i))
  const truth = meanOf(truths)
  const bias = tInterval(errors, confidence)
  const found = experiments.filter(({ pValue }) => pValue <= 1 - confidence)
  const right = found.filter(({ mean }) => mean * truth > 0).length
  const held = experiments.filter(
    ({ interval: { high, low } }, i) => low <= at(truths, i) && at(truths, i) <= high
  )
  return {
    estimate: meanOf(experiments.map(({ mean }) => mean)),
    bias: bias.mean,
    biasInterval: bias.interval,
    error: Math.sqrt(meanOf(errors.map((error) => error * error))),
    width: meanOf(experiments.map(({ interval: { high, low } }) => high - low)),
    coverage: experiments.length === 0 ? 0 : held.length / experiments.length,
    right,
    undecided: experiments.length - found.length,
    wrong: found.length - right
  }
}
