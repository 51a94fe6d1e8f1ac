/** Counts of latencies: tenths of a millisecond up to 200 ms, then milliseconds up to ten seconds. */
export class Latencies {
  readonly counts: Array<number>

  constructor(counts: ReadonlyArray<number> = []) {
    this.counts = Array.from({ length: FINE + COARSE }, (_, i) => counts[i] ?? 0)
  }

  /** Notes one, in ms. */
  add(ms: number): void {
    const at =
      ms < FINE / 10
        ? Math.max(0, Math.floor(ms * 10))
        : FINE + Math.min(COARSE - 1, Math.floor(ms - FINE / 10))
    this.counts[at] = (this.counts[at] ?? 0) + 1
  }

  /** Adds those of another. */
  merge(counts: ReadonlyArray<number>): void {
    counts.forEach((count, i) => (this.counts[i] = (this.counts[i] ?? 0) + count))
  }

  get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0)
  }

  /** The latency that the given share of them does not exceed, in ms; NaN when there are none. */
  quantile(share: number): number {
    let left = this.total * share
    for (const [i, count] of this.counts.entries()) {
      left -= count
      if (left <= 0 && count > 0) return i < FINE ? (i + 1) / 10 : FINE / 10 + (i - FINE + 1)
    }
    return NaN
  }
}

const FINE = 2_000
const COARSE = 10_000

/** Now, the same for all processes of this machine: ms since epoch with a fraction. */
export const sharedNowMs = (): number => performance.timeOrigin + performance.now()

/** A moment as a number that fits into a longitude, with microseconds: seconds, again and again from 0 to 100. */
export const asDegrees = (ms: number): number => Math.round((ms % 100_000) * 1_000) / 1e6

/** How long ago such a moment was, in ms. */
export const sinceDegrees = (degrees: number, nowMs: number): number => {
  const ms = (nowMs % 100_000) - degrees * 1_000
  return ms < -50_000 ? ms + 100_000 : ms
}
