import type { Distribution } from "../Distribution.ts"
import { normalCdf, probit } from "../probit.ts"

/**
 * A duration by its mean and variance, in ms and ms²: what a live ETA reckons with instead of whole distributions,
 * because it is asked on every movement. Sums are exact; the rest is within some per cent (`liveEta.test.ts` holds
 * it against the lattice).
 */
export interface Moments {
  readonly mean: number
  readonly variance: number
}

/** No time at all. */
export const NO_TIME: Moments = { mean: 0, variance: 0 }

/** One after the other, independent. */
export const sumOfMoments = (a: Moments, b: Moments): Moments => ({
  mean: a.mean + b.mean,
  variance: a.variance + b.variance
})

/** The later of two independent ones, as if both were normal (C. E. Clark, "The greatest of a finite set of random variables", 1961). */
export const laterOfMoments = (a: Moments, b: Moments): Moments => {
  const spread = Math.sqrt(a.variance + b.variance)
  if (spread === 0) return a.mean >= b.mean ? a : b
  const apart = (a.mean - b.mean) / spread
  const density = Math.exp((-apart * apart) / 2) / Math.sqrt(2 * Math.PI)
  const first = normalCdf(apart)
  const mean = a.mean * first + b.mean * (1 - first) + spread * density
  const square =
    (a.mean * a.mean + a.variance) * first +
    (b.mean * b.mean + b.variance) * (1 - first) +
    (a.mean + b.mean) * spread * density
  return { mean, variance: Math.max(0, square - mean * mean) }
}

/**
 * What is left of a duration that has lasted `elapsedMs` and is not over, by its quantiles at .05, .5 and .95 with weights .185, .63 and
 * .185 (D. L. Keefer and S. E. Bodily, "Three-point approximations for continuous random variables", 1983). One that is overdue
 * beyond all but one in ten thousand is taken to be at that point.
 */
export const remainingMoments = (duration: Distribution, elapsedMs: number): Moments => {
  if (elapsedMs <= 0) return duration
  if (duration.variance === 0) return { mean: Math.max(0, duration.mean - elapsedMs), variance: 0 }
  const goneMs = Math.min(elapsedMs, duration.quantile(1 - 1e-4))
  const gone = duration.cdf(goneMs)
  const left = 1 - gone
  if (left <= 0) return NO_TIME
  const low = Math.max(0, duration.quantile(gone + left * 0.05) - goneMs)
  const middle = Math.max(0, duration.quantile(gone + left * 0.5) - goneMs)
  const high = Math.max(0, duration.quantile(gone + left * 0.95) - goneMs)
  const mean = 0.185 * (low + high) + 0.63 * middle
  const square = 0.185 * (low * low + high * high) + 0.63 * middle * middle
  return { mean, variance: Math.max(0, square - mean * mean) }
}

/** A lognormal on the logarithmic scale: `exp(mu + sigma·z)`. */
export interface LogScale {
  readonly mu: number
  readonly sigma: number
}

/** The lognormal of this mean and variance, of a second at least: nothing left is not told apart from a moment. */
export const logScaleOf = ({ mean, variance }: Moments): LogScale => {
  const least = Math.max(mean, LEAST_MS)
  const square = Math.log1p(variance / (least * least))
  return { mu: Math.log(least) - square / 2, sigma: Math.max(LEAST_SIGMA, Math.sqrt(square)) }
}

const LEAST_MS = 1_000

/** Nobody knows better than that; and a score must be a finite number. */
const LEAST_SIGMA = 0.02

/** Where a duration of `ms` lies on the scale, in standard deviations: what calibration learns from. */
export const scoreOf = ({ mu, sigma }: LogScale, ms: number): number =>
  (Math.log(Math.max(LEAST_MS, ms)) - mu) / sigma

/** The duration at `score` standard deviations. */
export const durationAt = ({ mu, sigma }: LogScale, score: number): number => Math.exp(mu + sigma * score)

/** The shares that are shown: early, likely, late. */
export const SHOWN_SHARES = [0.1, 0.5, 0.9] as const

/** Scores of the quantiles that are shown, while nothing is learned. */
export const NORMAL_SCORES: ReadonlyArray<number> = SHOWN_SHARES.map(probit)
