import { f64, invariant } from "@hotbag/core"

/** How a latency was over a run or a part of it, in ms; NaN, in JSON null, of nothing. */
export interface LatencySummary {
  readonly count: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/**
 * Latencies counted in buckets of equal relative width: quantiles are up to 1 % too large, never too small; but what is below a
 * hundredth of a millisecond counts as 0. O(1) for a record, 16 KB.
 */
export class Latencies {
  readonly #counts = new Float64Array(BUCKETS)
  #count = 0
  #maxMs = 0

  /** Counts one latency, or `times` alike. */
  record(latencyMs: number, times = 1): void {
    invariant(latencyMs >= 0, "a latency is a number and not negative", { latencyMs })
    const bucket =
      latencyMs < LEAST_MS ? 0 : Math.min(BUCKETS - 1, 1 + Math.ceil(Math.log(latencyMs / LEAST_MS) * PER_E))
    this.#counts[bucket] = f64(this.#counts, bucket) + times
    this.#count += times
    if (times > 0 && latencyMs > this.#maxMs) this.#maxMs = latencyMs
  }

  /** The nearest-rank quantile, NaN without any. */
  quantileMs(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#count - 1e-9 * this.#count))
    if (this.#count === 0) return Number.NaN
    let seen = 0
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += f64(this.#counts, bucket)
      if (seen < rank) continue
      return bucket === 0 ? 0 : Math.min(this.#maxMs, LEAST_MS * Math.exp((bucket - 1) / PER_E))
    }
    return this.#maxMs
  }

  get count(): number {
    return this.#count
  }

  /** All at once, rounded to thousandths. */
  summary(): LatencySummary {
    const shown = (valueMs: number) => Math.round(valueMs * 1_000) / 1_000
    return {
      count: this.#count,
      p50Ms: shown(this.quantileMs(0.5)),
      p95Ms: shown(this.quantileMs(0.95)),
      p99Ms: shown(this.quantileMs(0.99)),
      maxMs: this.#count === 0 ? Number.NaN : shown(this.#maxMs)
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#counts.fill(0)
    this.#count = 0
    this.#maxMs = 0
  }
}

const LEAST_MS = 0.01
/** Buckets for each factor of e: 1 % wide. */
const PER_E = 100
/** Up to five hours. */
const BUCKETS = 2_120
