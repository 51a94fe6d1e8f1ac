import { Float64Histogram } from "hdr-histogram-js"
import { invariant } from "../Invariant.ts"
import { Limits } from "../Limits.ts"

/**
 * Distribution of durations that can be merged: HdrHistogram's counts in buckets of equal relative width (Gil Tene),
 * in the plain JavaScript build. Count, mean, min and max are exact; quantiles are too large by at most one part
 * in 10^digits, never too small.
 *
 * Values are rounded to whole milliseconds and capped at `Limits.histogramValueMs`. Memory grows with the largest
 * value only: 8 KB for each doubling beyond two seconds with three digits, 180 KB at the cap.
 */
export class Histogram {
  readonly digits: HistogramDigits
  readonly #counts: Float64Histogram
  #sumMs = 0
  #minMs = Infinity
  #maxMs = 0

  /** `digits`: significant digits of a quantile, 3 by default (an error of at most 0.1 %). */
  constructor(digits: HistogramDigits = 3) {
    this.digits = digits
    this.#counts = new Float64Histogram(1, 2, digits)
    this.#counts.autoResize = true
  }

  /** Records one duration, `times` times. O(1). @throws InvariantViolation on NaN, a negative one or a strange count. */
  record(durationMs: number, times = 1): void {
    invariant(durationMs >= 0, "a duration must be a number and not negative", { durationMs })
    invariant(Number.isSafeInteger(times) && times >= 0, "a count must be a whole number and not negative", {
      times
    })
    if (times === 0) return
    const value = Math.min(Math.round(durationMs), Limits.histogramValueMs)
    this.#counts.recordValueWithCount(value, times)
    this.#sumMs += value * times
    this.#minMs = Math.min(this.#minMs, value)
    this.#maxMs = Math.max(this.#maxMs, value)
  }

  /** Adds all that `other` recorded; the same as having recorded it here. @throws InvariantViolation on other digits. */
  merge(other: Histogram): void {
    invariant(other.digits === this.digits, "only histograms of the same precision can be merged", {
      digits: this.digits,
      other: other.digits
    })
    this.#counts.add(other.#counts)
    this.#sumMs += other.#sumMs
    this.#minMs = Math.min(this.#minMs, other.#minMs)
    this.#maxMs = Math.max(this.#maxMs, other.#maxMs)
  }

  get count(): number {
    return this.#counts.totalCount
  }

  /** 0 when empty, like the others below. */
  get meanMs(): number {
    return this.count === 0 ? 0 : this.#sumMs / this.count
  }

  get minMs(): number {
    return this.count === 0 ? 0 : this.#minMs
  }

  get maxMs(): number {
    return this.#maxMs
  }

  /**
   * The nearest-rank quantile: the ⌈p·count⌉-th smallest value (the smallest for p = 0), up to one part in
   * 10^digits too large. 0 when empty. Linear in the number of buckets.
   *
   * @throws InvariantViolation unless 0 ≤ p ≤ 1.
   */
  quantileMs(p: number): number {
    invariant(p >= 0 && p <= 1, "a quantile is asked for a share between 0 and 1", { p })
    if (this.count === 0) return 0
    const rank = Math.max(1, Math.ceil(p * this.count - RANK_NOISE * this.count))
    // The middle of a rank: a percentage that cannot slip into the next one by rounding.
    const bucketEnd = this.#counts.getValueAtPercentile(((rank - 0.5) / this.count) * 100)
    return Math.min(Math.max(bucketEnd, this.#minMs), this.#maxMs)
  }
}

/** Significant digits that a histogram keeps of a value. */
export type HistogramDigits = 1 | 2 | 3 | 4 | 5

/** 0.07 × 100 is 7.000000000000001: that much of a share is rounding and not a further rank. */
const RANK_NOISE = 2 ** -52
