import { at } from "@hotbag/core"
import { round } from "./summary.ts"

/** How many rounds of dispatch a run had, and how long they took by the wall clock: the latter depend on the machine. */
export interface RoundTimes {
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/**
 * Sums up rounds, of one run or of several: nearest-rank quantiles to thousandths, NaN without any. O(n log n).
 *
 * @param timesMs one for each round, in any order.
 */
export const summariseRounds = (timesMs: ReadonlyArray<number>): RoundTimes => {
  const sorted = [...timesMs].sort((a, b) => a - b)
  const count = sorted.length
  const rank = (share: number) =>
    count === 0 ? Number.NaN : round(at(sorted, Math.max(1, Math.ceil(share * count)) - 1))
  return { count, p50Ms: rank(0.5), p99Ms: rank(0.99), maxMs: rank(1) }
}
