import { f64, MINUTE_MS } from "@hotbag/core"
import type { MinutesSummary } from "./Report.ts"

/**
 * Mean, nearest-rank quantiles and maximum of `ends[i] - starts[i]` in minutes, over the orders where both moments
 * came; NaN when there is none. Rounded to thousandths. O(n log n).
 */
export const summarise = (starts: Float64Array, ends: Float64Array): MinutesSummary => {
  const minutes = durationsMin(starts, ends)
  const count = minutes.length
  if (count === 0) return NOTHING
  let sum = 0
  for (const value of minutes) sum += value
  const rank = (share: number) =>
    round(f64(minutes, Math.min(count, Math.max(1, Math.ceil(share * count))) - 1))
  return { mean: round(sum / count), p50: rank(0.5), p90: rank(0.9), p99: rank(0.99), max: rank(1) }
}

const NOTHING: MinutesSummary = {
  mean: Number.NaN,
  p50: Number.NaN,
  p90: Number.NaN,
  p99: Number.NaN,
  max: Number.NaN
}

/** The durations themselves, in minutes, ascending. */
export const durationsMin = (starts: Float64Array, ends: Float64Array): Float64Array => {
  const minutes = new Float64Array(starts.length)
  let count = 0
  for (let i = 0; i < starts.length; i++) {
    const duration = f64(ends, i) - f64(starts, i)
    if (!Number.isNaN(duration)) minutes[count++] = duration / MINUTE_MS
  }
  return minutes.subarray(0, count).sort()
}

/** To thousandths: what a report shows, and short in JSON. */
export const round = (value: number): number => Math.round(value * 1000) / 1000
