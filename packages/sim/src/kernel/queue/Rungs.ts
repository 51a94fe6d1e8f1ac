import { f64 as checkedF64 } from "@hotbag/core"

// Under a name of this file: the engine looks an imported one up each time.
const f64 = checkedF64

/** Levels of refinement: each divides a bucket by up to two thousand, so that eight reach from a year to a nanosecond. */
const RUNGS = 8
/** Buckets of a rung. Those near in time, a tenth, are written to in turn, and fit the processor's first cache. */
const BUCKETS = 2_048
/** Events for which one bucket is added while there are few; with many, what `BUCKETS` leaves. */
const TO_A_BUCKET = 2

/** Doubles of a rung, and what they are; the first is where it starts. */
const RUNG = 4
const PER_DOUBLE = BUCKETS / RUNG
const SCALE = 1
const LAST = 2
/** The first bucket that has not been opened. */
const NEXT = 3

/** No bucket: below all numbers of buckets. */
const NO_BUCKET = -1

/**
 * The rungs of the ladder: how time is divided into buckets. The first rung divides the time up to the horizon; each
 * further one divides the bucket of the rung before that has been opened last. Buckets are numbered lists 1, 2, 3 …
 *
 * A time's place in a rung is reckoned by the same two operations every time, which keep order: so of two times the later
 * one is never in an earlier bucket, whatever is lost in rounding.
 */
export class Rungs {
  count = 0
  /** Where the bucket that was opened last begins, and how long it is. */
  openMs = 0
  spanMs = 0
  private readonly poppedAt = new Float64Array(RUNGS)
  private readonly data = new Float64Array(RUNG * RUNGS)

  /** How many lists the buckets of all rungs can ever need, list 0 not counted. */
  static readonly mostLists = RUNGS * BUCKETS

  /** How many of them are in use. */
  get lists(): number {
    return this.count * BUCKETS
  }

  /**
   * The bucket of a time: in the first rung where its bucket has not been opened yet. Below 0 when no bucket takes it: it
   * belongs before all of them. O(rungs), one as a rule.
   */
  bucketOf(timeMs: number): number {
    const { data } = this
    for (let at = 0; at < RUNG * this.count; at += RUNG) {
      const place = (timeMs - f64(data, at)) * f64(data, at + SCALE)
      if (place >= f64(data, at + NEXT))
        return at * PER_DOUBLE + (Math.min(place, f64(data, at + LAST)) | 0) + 1
    }
    return NO_BUCKET
  }

  /** Adds a rung for `events` between two times; false when no rung is left or the times cannot be told apart. */
  add(fromMs: number, toMs: number, events: number): boolean {
    const buckets = Math.min(BUCKETS, Math.ceil(events / TO_A_BUCKET))
    const scale = buckets / (toMs - fromMs)
    if (this.count === RUNGS || !(scale > 0 && scale < Infinity)) return false
    const at = RUNG * this.count++
    this.data[at] = fromMs
    this.data[at + SCALE] = scale
    this.data[at + LAST] = buckets - 1
    this.data[at + NEXT] = 0
    this.poppedAt[this.count - 1] = -1
    return true
  }

  /**
   * How many events to expect while a bucket is open that was just opened: as many as were popped since its rung's bucket
   * before was, 0 for the first of a rung. `popped` counts all events popped so far.
   */
  expected(list: number, popped: number): number {
    const rung = ((list - 1) / BUCKETS) | 0
    const before = f64(this.poppedAt, rung)
    this.poppedAt[rung] = popped
    return before < 0 ? 0 : popped - before
  }

  /** Opens the next bucket that holds anything, removes rungs that are done, and returns it; below 0 when none is left. */
  open(isEmpty: (list: number) => boolean): number {
    while (this.count > 0) {
      const at = RUNG * (this.count - 1)
      const last = f64(this.data, at + LAST)
      const base = 1 + at * PER_DOUBLE
      let bucket = f64(this.data, at + NEXT)
      while (bucket <= last && isEmpty(base + bucket)) bucket++
      this.data[at + NEXT] = bucket + 1
      this.spanMs = 1 / f64(this.data, at + SCALE)
      this.openMs = f64(this.data, at) + bucket * this.spanMs
      // A rung whose last bucket is open takes no more events: what comes belongs to that bucket or before.
      if (bucket >= last) this.count--
      if (bucket <= last) return base + bucket
    }
    return NO_BUCKET
  }
}
