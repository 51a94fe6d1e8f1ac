import { f64, i32 } from "@hotbag/core"
import type { EventPool } from "./EventPool.ts"

/** Events up to which insertion alone sorts fastest. */
const FEW = 12
/** Events in one pigeonhole from which on insertion within it would cost more than merging all. */
const CROWD = 24
/** Events of which a median is taken. */
const SAMPLE = 33

/**
 * The events that come next, sorted: records of the pool, their times beside them. Filled, sorted once, then read from the
 * front. Sorts by pigeonholes, O(n) for the spread a queue's batch usually has, or else by merging, O(n log n).
 */
export class EventRun {
  times = new Float64Array(64)
  records = new Int32Array(64)
  /** The next event, and one past the last. */
  head = 0
  end = 0
  private readonly pool: EventPool
  private otherTimes = new Float64Array(64)
  private otherRecords = new Int32Array(64)
  private holes = new Int32Array(64)
  private counts = new Int32Array(64)
  private readonly sample = new Float64Array(SAMPLE)

  constructor(pool: EventPool) {
    this.pool = pool
  }

  get isEmpty(): boolean {
    return this.head === this.end
  }

  clear(): void {
    this.head = 0
    this.end = 0
  }

  push(timeMs: number, record: number): void {
    if (this.end === this.times.length) {
      if (this.head > this.end >> 1) this.compact()
      else this.grow(2 * this.times.length)
    }
    this.times[this.end] = timeMs
    this.records[this.end++] = record
  }

  /** Appends the records from `from` to `to`. */
  pushAll(from: number, to: number): void {
    if (this.end + to - from > this.times.length) this.grow(2 * (this.end + to - from))
    const { times, records, pool } = this
    let end = this.end
    for (let record = from; record < to; record++) {
      times[end] = pool.timeMsOf(record)
      records[end++] = record
    }
    this.end = end
  }

  /** Moves what is left to the front. */
  compact(): void {
    this.times.copyWithin(0, this.head, this.end)
    this.records.copyWithin(0, this.head, this.end)
    this.end -= this.head
    this.head = 0
  }

  /** The earliest and the latest time. */
  range(): { readonly minMs: number; readonly maxMs: number } {
    const { times } = this
    let minMs = Infinity
    let maxMs = -Infinity
    for (let i = this.head; i < this.end; i++) {
      const timeMs = f64(times, i)
      if (timeMs < minMs) minMs = timeMs
      if (timeMs > maxMs) maxMs = timeMs
    }
    return { minMs, maxMs }
  }

  /**
   * About the median time, from a sample taken evenly from the whole, in O(1): unlike a mean it does not follow a few
   * events that are out of sight.
   */
  medianMs(): number {
    const { times, head, sample } = this
    const step = (this.end - head) / SAMPLE
    for (let i = 0; i < SAMPLE; i++) sample[i] = f64(times, head + Math.floor(i * step))
    return f64(sample.sort(), SAMPLE >> 1)
  }

  /** Drops every event that `keep` does not want. */
  filter(keep: (record: number) => boolean): void {
    const { times, records } = this
    let kept = 0
    for (let i = this.head; i < this.end; i++) {
      const record = i32(records, i)
      if (!keep(record)) continue
      times[kept] = f64(times, i)
      records[kept++] = record
    }
    this.head = 0
    this.end = kept
  }

  /** Sorts everything; nothing has been read yet. */
  sort(): void {
    if (this.end <= FEW || this.intoPigeonholes()) this.insertionSort()
    else if (!this.isSorted()) this.mergeSort()
  }

  /** Whether an event comes before another. */
  isBefore(timeA: number, a: number, timeB: number, b: number): boolean {
    return timeA < timeB || (timeA === timeB && this.pool.orderOf(a) < this.pool.orderOf(b))
  }

  /** Leaves every event in or next to its hole, for insertion to finish; false, and nothing done, when holes are crowded. */
  private intoPigeonholes(): boolean {
    const { times, records, holes, counts, end } = this
    const { minMs, maxMs } = this.range()
    const scale = (end - 1) / (maxMs - minMs)
    if (!(scale > 0 && scale < Infinity)) return false
    counts.fill(0, 0, end)
    let most = 0
    for (let i = 0; i < end; i++) {
      // Never above end - 1 but by rounding.
      const hole = Math.min((f64(times, i) - minMs) * scale, end - 1) | 0
      holes[i] = hole
      const count = i32(counts, hole) + 1
      counts[hole] = count
      if (count > most) most = count
    }
    if (most > CROWD) return false
    let before = 0
    for (let hole = 0; hole < end; hole++) {
      const count = i32(counts, hole)
      counts[hole] = before
      before += count
    }
    const { otherTimes, otherRecords } = this
    for (let i = 0; i < end; i++) {
      const hole = i32(holes, i)
      const to = i32(counts, hole)
      counts[hole] = to + 1
      otherTimes[to] = f64(times, i)
      otherRecords[to] = i32(records, i)
    }
    this.swap()
    return true
  }

  private insertionSort(): void {
    const { times, records, end } = this
    let previousMs = -Infinity
    for (let i = 0; i < end; i++) {
      const timeMs = f64(times, i)
      if (timeMs > previousMs) {
        previousMs = timeMs
        continue
      }
      const record = i32(records, i)
      let j = i - 1
      while (j >= 0 && this.isBefore(timeMs, record, f64(times, j), i32(records, j))) {
        times[j + 1] = f64(times, j)
        records[j + 1] = i32(records, j)
        j--
      }
      times[j + 1] = timeMs
      records[j + 1] = record
      previousMs = f64(times, i)
    }
  }

  /** Ties come in sequence as a rule, so many of them need no sorting at all. */
  private isSorted(): boolean {
    const { times, records, end } = this
    for (let i = 1; i < end; i++)
      if (this.isBefore(f64(times, i), i32(records, i), f64(times, i - 1), i32(records, i - 1))) return false
    return true
  }

  private mergeSort(): void {
    const { end } = this
    for (let width = 1; width < end; width *= 2) {
      for (let from = 0; from < end; from += 2 * width)
        this.merge(from, Math.min(from + width, end), Math.min(from + 2 * width, end))
      this.swap()
    }
  }

  private merge(from: number, middle: number, end: number): void {
    const { times, records, otherTimes, otherRecords } = this
    let a = from
    let b = middle
    for (let to = from; to < end; to++) {
      const takeB =
        a === middle ||
        (b < end && this.isBefore(f64(times, b), i32(records, b), f64(times, a), i32(records, a)))
      const source = takeB ? b++ : a++
      otherTimes[to] = f64(times, source)
      otherRecords[to] = i32(records, source)
    }
  }

  private swap(): void {
    const { times, records } = this
    this.times = this.otherTimes
    this.records = this.otherRecords
    this.otherTimes = times
    this.otherRecords = records
  }

  private grow(room: number): void {
    const times = new Float64Array(room)
    times.set(this.times)
    this.times = times
    const records = new Int32Array(room)
    records.set(this.records)
    this.records = records
    this.otherTimes = new Float64Array(room)
    this.otherRecords = new Int32Array(room)
    this.holes = new Int32Array(room)
    this.counts = new Int32Array(room)
  }
}
