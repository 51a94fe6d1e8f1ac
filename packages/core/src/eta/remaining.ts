import type { Distribution } from "./Distribution.ts"
import { type Grid, gridOf, pointGrid } from "./Grid.ts"

/**
 * What is left of a duration that has been going on for `elapsedMs` and has not ended: X − t given X > t, with
 * P(X − t ≤ x | X > t) = (F(t + x) − F(t)) / (1 − F(t)). With `elapsedMs` 0 the whole of it, negative values counting
 * as 0.
 *
 * A duration overdue beyond all but one in a million is taken to be at that point: nothing is known further out,
 * and the quotient would be noise. A constant or bounded one that is overdue ends now.
 */
export const remainingGrid = (duration: Distribution, elapsedMs: number, stepMs: number): Grid => {
  if (duration.variance === 0) return pointGrid(Math.max(0, duration.mean - Math.max(0, elapsedMs)), stepMs)
  const goneMs = Math.max(0, Math.min(elapsedMs, duration.quantile(1 - TAIL)))
  // Nothing is known yet at 0: what a normal says of negative times is no news.
  const gone = goneMs > 0 ? duration.cdf(goneMs) : 0
  const left = 1 - gone
  if (left <= 0) return pointGrid(0, stepMs)
  const leastMs = Math.max(0, duration.quantile(gone + left * TAIL) - goneMs)
  const mostMs = duration.quantile(gone + left * (1 - TAIL)) - goneMs
  return gridOf((ms) => (duration.cdf(goneMs + ms) - gone) / left, leastMs, mostMs, stepMs)
}

/** Share cut off at either end: no promise is made with such confidence, and a lognormal's end is far out. */
const TAIL = 1e-6
