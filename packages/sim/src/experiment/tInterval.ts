import { around, deviationOf, meanOf, type Interval } from "./Interval.ts"
import { studentTQuantile, studentTTwoSided } from "./studentT.ts"

/** What a sample of independent differences says of their mean. */
export interface MeanEstimate {
  readonly mean: number
  readonly deviation: number
  readonly count: number
  readonly interval: Interval
  /** Two-sided p-value of "the mean is 0". */
  readonly pValue: number
}

/**
 * Student's interval and test for the mean (Student 1908): exact for normal differences, and good from half a dozen
 * differences of means over hundreds of orders each. Differences that are all alike are taken as exact; a single
 * difference says nothing of its error, unless it is 0.
 *
 * @param confidence such as 0.95.
 */
export const tInterval = (differences: ReadonlyArray<number>, confidence: number): MeanEstimate => {
  const count = differences.length
  const mean = meanOf(differences)
  const deviation = deviationOf(differences)
  if (differences.every((difference) => difference === 0) && count > 0)
    return { mean: 0, deviation: 0, count, interval: { low: 0, high: 0 }, pValue: 1 }
  if (count < 2) return { mean, deviation, count, interval: around(mean, Infinity), pValue: 1 }
  const error = deviation / Math.sqrt(count)
  const halfWidth = error * studentTQuantile((1 + confidence) / 2, count - 1)
  const pValue = error === 0 ? 0 : studentTTwoSided(mean / error, count - 1)
  return { mean, deviation, count, interval: around(mean, halfWidth), pValue }
}
