import { MINUTE_MS, SECOND_MS } from "../../Units.ts"
import type { LiveEstimate } from "./liveEstimate.ts"
import { durationAt } from "./Moments.ts"

/** When a delivery arrives, as shown: instants in whole ms since epoch, in this order, none before `atMs`. */
export interface LiveQuantiles {
  /** Estimated at. */
  readonly atMs: number
  /** One in ten is there before. */
  readonly p10AtMs: number
  /** As likely before as after. */
  readonly p50AtMs: number
  /** Nine in ten are there before. */
  readonly p90AtMs: number
}

/** The quantiles of an estimate at the scores that calibration gives, put in order if they are not. */
export const liveQuantiles = (estimate: LiveEstimate, scores: ReadonlyArray<number>): LiveQuantiles => {
  const [low = 0, middle = 0, high = 0] = [...scores].sort((a, b) => a - b)
  const at = (score: number) => estimate.atMs + Math.round(durationAt(estimate, score))
  return { atMs: estimate.atMs, p10AtMs: at(low), p50AtMs: at(middle), p90AtMs: at(high) }
}

/**
 * Whether an estimate is news to somebody who knows the one told last: the likely moment moved by a tenth of what is left, half a minute at
 * least and two minutes at most, or the late one by twice as much.
 */
export const worthTelling = (told: LiveQuantiles | null, next: LiveQuantiles): boolean => {
  if (told === null) return true
  const leftMs = Math.max(0, told.p50AtMs - next.atMs)
  const moveMs = Math.min(2 * MINUTE_MS, Math.max(30 * SECOND_MS, leftMs / 10))
  return (
    Math.abs(next.p50AtMs - told.p50AtMs) >= moveMs ||
    Math.abs(next.p90AtMs - told.p90AtMs) >= 2 * moveMs ||
    // What was told is over, and the delivery is not.
    told.p90AtMs < next.atMs
  )
}
