import { invariant } from "@hotbag/core"
import { around, deviationOf, meanOf } from "./Interval.ts"
import type { MeanEstimate } from "./tInterval.ts"

/**
 * How large an effect is looked for, as a multiple of the deviation between seeds, squared. Paired seeds differ little,
 * so effects worth having are large against it; with this the interval is finite from the fifth seed on, and narrowest
 * at about ten.
 */
const EFFECT_VARIANCE = 1

/**
 * Interval and p-value for the mean of differences that arrive one after another, valid at any time: whoever looks
 * after every seed, and stops when they like what they see, is still wrong in at most 1 - confidence of all cases.
 *
 * The t-test with a normal mixture over the effect in units of the unknown deviation, and the right Haar measure over
 * that deviation: its Bayes factor
 *
 *     B_n = (1 + n g)^(-1/2) · ((1 + r) / (1 + r / (1 + n g)))^(n/2),   r = t² / (n - 1)
 *
 * is a nonnegative martingale that starts at 1 when the mean is 0, so by Ville's inequality it ever reaches 1/α with
 * probability α at most (Lai 1976; Pérez-Ortiz, Lardy, de Heide and Grünwald 2022; Wang and Ramdas 2023). Exact for
 * normal differences; here each difference is a mean over hundreds of orders. The interval holds every mean whose factor
 * is below 1/α; it is infinite while any mean is (below five seeds).
 *
 * @param confidence such as 0.95.
 */
export const confidenceSequence = (differences: ReadonlyArray<number>, confidence: number): MeanEstimate => {
  invariant(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1", { confidence })
  const count = differences.length
  const mean = meanOf(differences)
  const deviation = deviationOf(differences)
  if (count > 0 && differences.every((difference) => difference === 0))
    return { mean: 0, deviation: 0, count, interval: { low: 0, high: 0 }, pValue: 1 }
  if (count < 2) return { mean, deviation, count, interval: around(mean, Infinity), pValue: 1 }
  const spread = 1 + count * EFFECT_VARIANCE
  // The largest r whose factor stays below 1/α, solved for r.
  const factor = (spread / (1 - confidence) ** 2) ** (1 / count)
  const reach = factor < spread ? (factor - 1) / (1 - factor / spread) : Infinity
  const error = deviation / Math.sqrt(count)
  const halfWidth = reach === Infinity ? Infinity : error * Math.sqrt((count - 1) * reach)
  return {
    mean,
    deviation,
    count,
    interval: around(mean, halfWidth),
    pValue: pValueOf(mean, error, count, spread)
  }
}

/** 1 / B_n at a mean of 0, at most 1. In logarithms: factors of clear effects are astronomical. */
const pValueOf = (mean: number, error: number, count: number, spread: number): number => {
  const r = error === 0 ? Infinity : (mean / error) ** 2 / (count - 1)
  const ratio = r === Infinity ? spread : (1 + r) / (1 + r / spread)
  return Math.min(1, Math.exp(0.5 * Math.log(spread) - (count / 2) * Math.log(ratio)))
}
