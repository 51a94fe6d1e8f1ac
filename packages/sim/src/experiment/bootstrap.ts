import { f64, normalCdf, probit } from "@hotbag/core"
import { makeStream, sequenceOf } from "../kernel/streams.ts"
import { around, meanOf, type Interval } from "./Interval.ts"

/** How often a sample is drawn anew: ends of a 95 % interval then move by a hundredth of its width at most. */
const RESAMPLES = 2_000

/**
 * Bootstrap interval of the mean, bias-corrected and accelerated (BCa; Efron 1987, Efron and Tibshirani 1993 §14.3):
 * no shape of the distribution is assumed, skew is followed. With fewer than five values it says nothing, for a handful
 * drawn anew is the same handful. The same values and seed give the same interval. O(resamples · n).
 */
export const bootstrapInterval = (values: ReadonlyArray<number>, confidence: number, seed = 1): Interval => {
  const count = values.length
  const mean = meanOf(values)
  if (count > 0 && values.every((value) => value === values[0])) return { low: mean, high: mean }
  if (count < 5) return around(mean, Infinity)
  const sample = Float64Array.from(values)
  const draws = sequenceOf(makeStream(seed, "experiment.bootstrap"), count)
  const means = new Float64Array(RESAMPLES)
  for (let r = 0; r < RESAMPLES; r++) {
    let sum = 0
    for (let i = 0; i < count; i++) sum += f64(sample, draws.integer(count))
    means[r] = sum / count
  }
  means.sort()
  let below = 0
  for (const drawn of means) below += drawn < mean ? 1 : drawn === mean ? 0.5 : 0
  const bias = probit(Math.min(Math.max(below, 1), RESAMPLES - 1) / RESAMPLES)
  const acceleration = accelerationOf(values, mean)
  const end = (level: number) => {
    const z = bias + probit(level)
    const share = normalCdf(bias + z / (1 - acceleration * z))
    return f64(means, Math.min(RESAMPLES - 1, Math.max(0, Math.floor(share * RESAMPLES))))
  }
  return { low: end((1 - confidence) / 2), high: end((1 + confidence) / 2) }
}

/** Of the mean, from its jackknife: a sixth of the skewness over the root of n. */
const accelerationOf = (values: ReadonlyArray<number>, mean: number): number => {
  let squares = 0
  let cubes = 0
  for (const value of values) {
    squares += (value - mean) ** 2
    cubes += (value - mean) ** 3
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
}
