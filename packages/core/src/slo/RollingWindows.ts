import { at, f64 } from "../At.ts"
import { invariant } from "../Invariant.ts"
import { Limits } from "../Limits.ts"

/**
 * Good and bad events over several rolling windows of one stream. Time is cut into buckets; a window of n buckets
 * holds the current one and the n − 1 before it.
 *
 * `add` costs O(windows), and O(windows) more for each bucket that passes; an idle stretch longer than the longest
 * window is skipped. Memory: 16 bytes for each bucket of the longest window.
 */
export class RollingWindows {
  readonly #bucketMs: number
  readonly #lengths: ReadonlyArray<number>
  readonly #onBucketEnd: (endMs: number) => void
  /** Counts of the buckets, slot `bucket % length` of the longest window. */
  readonly #good: Float64Array
  readonly #bad: Float64Array
  /** Sums by window. */
  readonly #windowGood: Float64Array
  readonly #windowBad: Float64Array
  /** The current bucket; null before the first event. */
  #bucket: number | null = null

  /**
   * `onBucketEnd` is called at the end of every bucket in which some window is not empty, before time moves on.
   *
   * @throws InvariantViolation when a window is no multiple of the bucket or longer than `Limits.sloBuckets` buckets.
   */
  constructor(bucketMs: number, windowsMs: ReadonlyArray<number>, onBucketEnd: (endMs: number) => void) {
    invariant(Number.isInteger(bucketMs) && bucketMs > 0, "bucketMs must be a positive whole number", {
      bucketMs
    })
    this.#bucketMs = bucketMs
    this.#lengths = windowsMs.map((windowMs) => bucketsIn(windowMs, bucketMs))
    this.#onBucketEnd = onBucketEnd
    const longest = Math.max(1, ...this.#lengths)
    this.#good = new Float64Array(longest)
    this.#bad = new Float64Array(longest)
    this.#windowGood = new Float64Array(windowsMs.length)
    this.#windowBad = new Float64Array(windowsMs.length)
  }

  /** Bad events in a window, by its index. */
  bad(window: number): number {
    return f64(this.#windowBad, window)
  }

  /** All events in a window, by its index. */
  total(window: number): number {
    return f64(this.#windowGood, window) + f64(this.#windowBad, window)
  }

  /** When the current bucket ends; null before the first event. */
  get endMs(): number | null {
    return this.#bucket === null ? null : (this.#bucket + 1) * this.#bucketMs
  }

  /** Counts `times` events at `atMs`. Time never goes back: what comes from an earlier bucket counts in the current one. */
  add(atMs: number, good: boolean, times = 1): void {
    this.advance(atMs)
    const slot = this.#slot(this.#bucket ?? 0)
    const counts = good ? this.#good : this.#bad
    const sums = good ? this.#windowGood : this.#windowBad
    counts[slot] = f64(counts, slot) + times
    for (let window = 0; window < sums.length; window += 1) sums[window] = f64(sums, window) + times
  }

  /** Lets time pass up to `atMs`. */
  advance(atMs: number): void {
    invariant(Number.isFinite(atMs), "time must be finite", { atMs })
    const target = Math.floor(atMs / this.#bucketMs)
    let bucket = this.#bucket ?? target
    for (; bucket < target && !this.#empty(); bucket += 1) {
      this.#onBucketEnd((bucket + 1) * this.#bucketMs)
      this.#enter(bucket + 1)
    }
    this.#bucket = Math.max(bucket, target)
  }

  /** Moves every window one bucket on, so that `bucket` is its last. */
  #enter(bucket: number): void {
    for (let window = 0; window < this.#lengths.length; window += 1) {
      const slot = this.#slot(bucket - at(this.#lengths, window))
      this.#windowGood[window] = f64(this.#windowGood, window) - f64(this.#good, slot)
      this.#windowBad[window] = f64(this.#windowBad, window) - f64(this.#bad, slot)
    }
    const slot = this.#slot(bucket)
    this.#good[slot] = 0
    this.#bad[slot] = 0
  }

  /** Whether the ring, and with it every window, holds nothing. */
  #empty(): boolean {
    for (let window = 0; window < this.#lengths.length; window += 1) if (this.total(window) > 0) return false
    return true
  }

  #slot(bucket: number): number {
    const length = this.#good.length
    return ((bucket % length) + length) % length
  }
}

const bucketsIn = (windowMs: number, bucketMs: number): number => {
  const buckets = windowMs / bucketMs
  invariant(
    Number.isInteger(buckets) && buckets > 0 && buckets <= Limits.sloBuckets,
    "a window must be a whole number of buckets, and not too many",
    { windowMs, bucketMs, limit: Limits.sloBuckets }
  )
  return buckets
}
