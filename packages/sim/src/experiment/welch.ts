import { around, deviationOf, meanOf } from "./Interval.ts"
import { studentTQuantile, studentTTwoSided } from "./studentT.ts"
import type { MeanEstimate } from "./tInterval.ts"

/**
 * Interval and test for the difference of two means, `mean(values) - mean(others)`, of independent samples whose
 * deviations may differ (Welch 1947). With fewer than two values on a side nothing is known of the error.
 *
 * @param confidence such as 0.95.
 */
export const welchInterval = (
  values: ReadonlyArray<number>,
  others: ReadonlyArray<number>,
  confidence: number
): MeanEstimate => {
  const mean = meanOf(values) - meanOf(others)
  const count = values.length + others.length
  const [first, second] = [deviationOf(values) ** 2 / values.length, deviationOf(others) ** 2 / others.length]
  const error = Math.sqrt(first + second)
  if (values.length < 2 || others.length < 2)
    return { mean, deviation: 0, count, interval: around(mean, Infinity), pValue: 1 }
  if (error === 0) return { mean, deviation: 0, count, interval: around(mean, 0), pValue: mean === 0 ? 1 : 0 }
  const degrees = error ** 4 / (first ** 2 / (values.length - 1) + second ** 2 / (others.length - 1))
  return {
    mean,
    deviation: error,
    count,
    interval: around(mean, error * studentTQuantile((1 + confidence) / 2, degrees)),
    pValue: studentTTwoSided(mean / error, degrees)
  }
}
