import { probit } from "./probit.ts"

/** Three quantiles of a duration, ascending and above 0, in any one unit. */
export interface QuantileScale {
  readonly p10: number
  readonly p50: number
  readonly p90: number
}

/**
 * Where an outcome lies among the quantiles said before, as a normal score: 0 at the median, ±1.2816 at the outer ones, in between and
 * beyond evenly on the logarithm. What on-line calibration learns from.
 */
export const scoreAmong = (scale: QuantileScale, outcome: number): number => {
  const off = Math.log(Math.max(Number.MIN_VALUE, outcome) / scale.p50)
  return off / (off >= 0 ? upperStep(scale) : lowerStep(scale))
}

/** The duration at a score: the inverse of {@link scoreAmong}. */
export const valueAtScore = (scale: QuantileScale, score: number): number =>
  scale.p50 * Math.exp(score * (score >= 0 ? upperStep(scale) : lowerStep(scale)))

/** Two quantiles of an order are never believed to be closer than this. */
const LEAST_STEP = 0.02

const DECILE = probit(0.9)

const upperStep = ({ p50, p90 }: QuantileScale): number => Math.max(LEAST_STEP, Math.log(p90 / p50) / DECILE)

const lowerStep = ({ p10, p50 }: QuantileScale): number => Math.max(LEAST_STEP, Math.log(p50 / p10) / DECILE)
