import { invariant } from "../Invariant.ts"
import { normalCdf, probit } from "./probit.ts"

/**
 * A distribution of a duration (or of any other number): in which unit is the caller's affair, milliseconds in the
 * ETA model. Randomness is an argument: nothing here draws by itself.
 */
export interface Distribution {
  /** What it is, for reports: `lognormal`, `constant` … */
  readonly name: string
  readonly mean: number
  readonly variance: number
  /** The smallest x with cdf(x) ≥ p, for p in (0, 1); at 0 and 1 the ends of the support, which may be infinite. */
  readonly quantile: (p: number) => number
  /** P(X ≤ x). */
  readonly cdf: (x: number) => number
  /** A value from a uniform `u` in (0, 1) by inverse CDF: a larger `u` never gives a smaller value. */
  readonly draw: (u: number) => number
}

/** Always the same value. */
export const constant = (value: number): Distribution => {
  invariant(Number.isFinite(value), "a constant must be finite", { value })
  return make(
    "constant",
    value,
    0,
    () => value,
    (x) => (x < value ? 0 : 1)
  )
}

/** Every value of [min, max] alike. @throws InvariantViolation unless min < max, both finite. */
export const uniform = (min: number, max: number): Distribution => {
  const width = max - min
  invariant(width > 0 && width < Infinity, "a uniform distribution needs min < max, both finite", {
    min,
    max
  })
  return make(
    "uniform",
    min + width / 2,
    (width * width) / 12,
    (p) => (p === 1 ? max : min + width * p),
    (x) => Math.min(1, Math.max(0, (x - min) / width))
  )
}

/** Normal; can be negative, so as a duration it counts as 0 there. @throws InvariantViolation unless sd > 0. */
export const normal = (mean: number, sd: number): Distribution => {
  invariant(
    Number.isFinite(mean) && sd > 0 && sd < Infinity,
    "a normal distribution needs a finite mean and sd > 0",
    {
      mean,
      sd
    }
  )
  return make(
    "normal",
    mean,
    sd * sd,
    (p) => mean + sd * probit(p),
    (x) => normalCdf((x - mean) / sd)
  )
}

/**
 * Lognormal: the logarithm is normal with mean `mu` and standard deviation `sigma`; the median is exp(mu).
 * Mean exp(mu + sigma²/2), variance (exp(sigma²) − 1)·exp(2 mu + sigma²) (Aitchison and Brown 1957).
 *
 * @throws InvariantViolation unless mu is finite and sigma > 0.
 */
export const lognormal = (mu: number, sigma: number): Distribution => {
  invariant(
    Number.isFinite(mu) && sigma > 0 && sigma < Infinity,
    "a lognormal needs a finite mu and sigma > 0",
    {
      mu,
      sigma
    }
  )
  const square = sigma * sigma
  return make(
    "lognormal",
    Math.exp(mu + square / 2),
    Math.expm1(square) * Math.exp(2 * mu + square),
    (p) => Math.exp(mu + sigma * probit(p)),
    (x) => (x > 0 ? normalCdf((Math.log(x) - mu) / sigma) : 0)
  )
}

/** The lognormal with this median and this value at `p` (0.5 < p < 1, 0.9 by default): how field data is quoted. */
export const lognormalOf = (median: number, high: number, p = 0.9): Distribution => {
  invariant(median > 0 && high > median && p > 0.5 && p < 1, "needs 0 < median < high and 0.5 < p < 1", {
    median,
    high,
    p
  })
  return lognormal(Math.log(median), Math.log(high / median) / probit(p))
}

/** `shift` + lognormal(mu, sigma): total delivery times look like this, nothing being faster than the way itself. */
export const shiftedLognormal = (shift: number, mu: number, sigma: number): Distribution => ({
  ...shifted(lognormal(mu, sigma), shift),
  name: "shifted-lognormal"
})

/** `distribution` + `by`. */
export const shifted = (distribution: Distribution, by: number): Distribution => {
  invariant(Number.isFinite(by), "a shift must be finite", { by })
  return make(
    distribution.name,
    distribution.mean + by,
    distribution.variance,
    (p) => distribution.quantile(p) + by,
    (x) => distribution.cdf(x - by)
  )
}

/** `distribution` × `factor`, such as minutes into milliseconds. @throws InvariantViolation unless factor > 0. */
export const scaled = (distribution: Distribution, factor: number): Distribution => {
  invariant(factor > 0 && factor < Infinity, "a scale must be positive and finite", { factor })
  return make(
    distribution.name,
    distribution.mean * factor,
    distribution.variance * factor * factor,
    (p) => distribution.quantile(p) * factor,
    (x) => distribution.cdf(x / factor)
  )
}

const make = (
  name: string,
  mean: number,
  variance: number,
  quantile: (p: number) => number,
  cdf: (x: number) => number
): Distribution => ({ name, mean, variance, quantile, cdf, draw: quantile })
