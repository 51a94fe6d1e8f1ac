import { MINUTE_MS, normalCdf, probit } from "@hotbag/core"

/** What a kitchen said of one order. */
export interface ReadyEstimate {
  /** Names the restaurant. */
  readonly restaurant: string
  /** When it was said. */
  readonly toldAtMs: number
  /** When the food is to be ready. */
  readonly readyAtMs: number
}

/**
 * When food will really be ready, learned from what kitchens said and what came of it. One model for a region.
 *
 * The error (truth - estimate) is regressed on how far the estimate is from what the restaurant usually takes: a
 * kitchen that says 40 minutes where 15 are usual tends to be done sooner. "Usual" is the restaurant's mean so far,
 * drawn towards the region's while little was seen; slope and bias start from "estimates are right" and are moved by
 * evidence (ridge regression: the Bayesian posterior mean under a normal prior, Bishop 2006, section 3.3). What remains
 * is taken as normal, its spread being that of the one-step-ahead errors.
 */
export interface Readiness {
  /** The food of this estimate became ready. O(1). */
  readonly learn: (estimate: ReadyEstimate, readyAtMs: number) => void
  /**
   * The time at which the food is ready with probability `quantile`, given that it is not ready at `nowMs`: never
   * before `nowMs`, and exactly the estimate as long as no kitchen was seen to err. O(1).
   */
  readonly expect: (estimate: ReadyEstimate, nowMs: number, quantile: number) => number
}

/** A model that believes every kitchen. Memory by restaurants. */
export const makeReadiness = (): Readiness => {
  const seen = { orders: 0, minutes: 0 }
  const restaurants = new Map<string, { orders: number; minutes: number }>()
  /** Precision and right-hand side of the regression of errors on (1, distance from usual), in minutes. */
  const fit = { aa: PRIOR_ORDERS, ab: 0, bb: PRIOR_ORDERS * PRIOR_DISTANCE ** 2, ay: 0, by: 0 }
  let squares = 0

  const usualMinutes = (restaurant: string, saidMinutes: number): number => {
    if (seen.orders === 0) return saidMinutes
    const own = restaurants.get(restaurant) ?? NOTHING_SEEN
    const mean = seen.minutes / seen.orders
    return (own.minutes + SHRINKAGE_ORDERS * mean) / (own.orders + SHRINKAGE_ORDERS)
  }
  const distanceMinutes = ({ readyAtMs, restaurant, toldAtMs }: ReadyEstimate): number => {
    const saidMinutes = (readyAtMs - toldAtMs) / MINUTE_MS
    return usualMinutes(restaurant, saidMinutes) - saidMinutes
  }
  const errorMinutes = (distance: number): number => {
    const { aa, ab, ay, bb, by } = fit
    return (bb * ay - ab * by + distance * (aa * by - ab * ay)) / (aa * bb - ab * ab)
  }

  return {
    learn: (estimate, readyAtMs) => {
      const distance = distanceMinutes(estimate)
      const error = (readyAtMs - estimate.readyAtMs) / MINUTE_MS
      squares += (error - errorMinutes(distance)) ** 2
      fit.aa += 1
      fit.ab += distance
      fit.bb += distance * distance
      fit.ay += error
      fit.by += error * distance
      const took = (readyAtMs - estimate.toldAtMs) / MINUTE_MS
      const own = restaurants.get(estimate.restaurant) ?? { orders: 0, minutes: 0 }
      restaurants.set(estimate.restaurant, own)
      own.orders++
      own.minutes += took
      seen.orders++
      seen.minutes += took
    },
    expect: (estimate, nowMs, quantile) => {
      const meanMs = estimate.readyAtMs + errorMinutes(distanceMinutes(estimate)) * MINUTE_MS
      const spreadMs = Math.sqrt(squares / (seen.orders + 1)) * MINUTE_MS
      if (spreadMs === 0 && nowMs <= meanMs) return meanMs
      return remainingQuantile(
        meanMs,
        Math.max(spreadMs, (nowMs - meanMs) / FURTHEST_SPREADS),
        nowMs,
        quantile
      )
    }
  }
}

/** Quantile of N(mean, spread²) given that it is above `nowMs`, by survival so that the far tail keeps its digits. */
const remainingQuantile = (meanMs: number, spreadMs: number, nowMs: number, quantile: number): number => {
  const survival = normalCdf((meanMs - nowMs) / spreadMs)
  return Math.max(nowMs, Math.ceil(meanMs - spreadMs * probit(survival * (1 - quantile))))
}

const NOTHING_SEEN = { orders: 0, minutes: 0 }
/** What is believed at first weighs like so many orders that came true … */
const PRIOR_ORDERS = 10
/** … and were as many minutes from usual. */
const PRIOR_DISTANCE = 10
/** A restaurant's own mean weighs as much as the region's after so many orders. */
const SHRINKAGE_ORDERS = 4
/** Food that is later than so many spreads shows that the spread is too small: what remains grows with the delay. */
const FURTHEST_SPREADS = 3
