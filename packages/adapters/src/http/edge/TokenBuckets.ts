/** How many requests somebody may send. */
export interface Rate {
  /** In the long run. */
  readonly perSecond: number
  /** At once, after a rest. */
  readonly burst: number
}

interface Bucket {
  tokens: number
  atMs: number
}

/**
 * A token bucket for each key (S104). A full bucket is forgotten, so that only who sends a lot is remembered; at most `maxKeys` of
 * them: beyond, the one idle for longest gives way. O(1) for each request.
 */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>()
  readonly #rate: Rate
  readonly #maxKeys: number

  constructor(rate: Rate, maxKeys: number) {
    this.#rate = rate
    this.#maxKeys = maxKeys
  }

  /** Takes one token at `nowMs`. Answers 0 when there was one, else the ms until there is. */
  take(key: string, nowMs: number): number {
    const { perSecond, burst } = this.#rate
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      this.#remember(key, { tokens: burst - 1, atMs: nowMs })
      return 0
    }
    const passedMs = Math.max(0, nowMs - bucket.atMs)
    const tokens = Math.min(burst, bucket.tokens + (passedMs * perSecond) / 1_000)
    bucket.atMs = nowMs
    if (tokens < 1) {
      bucket.tokens = tokens
      return Math.ceil(((1 - tokens) * 1_000) / perSecond)
    }
    bucket.tokens = tokens - 1
    return 0
  }

  /** Keys remembered at the moment. */
  get size(): number {
    return this.#buckets.size
  }

  #remember(key: string, bucket: Bucket): void {
    if (this.#buckets.size >= this.#maxKeys) this.#forget(bucket.atMs)
    this.#buckets.set(key, bucket)
  }

  /** Forgets the buckets that are full again, or else the first that was made. */
  #forget(nowMs: number): void {
    const fullAfterMs = (this.#rate.burst * 1_000) / this.#rate.perSecond
    let looked = 0
    for (const [key, { atMs }] of this.#buckets) {
      if (nowMs - atMs >= fullAfterMs || looked === 0) this.#buckets.delete(key)
      if (++looked >= LOOK_AT) return
    }
  }
}

/** Buckets looked at when room is needed: a few, so that no request waits for the forgetting. */
const LOOK_AT = 16
