import { f64 as checkedF64, i32 as checkedI32 } from "@hotbag/core"
import type { EventPool } from "./EventPool.ts"

// Under a name of this file: the engine looks an imported one up each time.
const f64 = checkedF64
const i32 = checkedI32

/** Events up to which insertion alone sorts fastest. */
const FEW = 12
/** Events in one pigeonhole from which on insertion within it would cost more than merging all. */
const CROWD = 24
/** Events of which a median is taken. */
const SAMPLE = 33

/**
 * Puts the events of a list in sequence: gathers their times, with the records beside them, and sorts those. By
 * pigeonholes, O(n) for the spread that a bucket usually has, or else by merging, O(n log n).
 */
export class EventSorter {
  times = new Float64Array(64)
  records = new Int32Array(64)
  count = 0
  /** The earliest and the latest time, found by `measure`. */
  minMs = 0
  maxMs = 0
  private readonly pool: EventPool
  private otherTimes = new Float64Array(64)
  private otherRecords = new Int32Array(64)
  private holes = new Int32Array(64)
  private counts = new Int32Array(64)
  private readonly sample = new Float64Array(SAMPLE)

  constructor(pool: EventPool) {
    this.pool = pool
  }

  /** Takes the events of a list, in the sequence in which they lie. */
  gather(list: number): void {
    const { pool } = this
    const count = pool.countOf(list)
    if (count > this.times.length) this.makeRoom(2 * count)
    const { times, records } = this
    const { floats } = pool
    const end = pool.endOf(list)
    let i = 0
    for (let chunk = pool.firstOf(list); chunk !== 0; chunk = pool.nextOf(chunk)) {
      const stop = pool.endOfChunk(chunk, end)
      for (let record = pool.startOfChunk(chunk); record < stop; record++) {
        times[i] = f64(floats, 3 * record)
        records[i++] = record
      }
    }
    this.count = count
  }

  /** Finds the earliest and the latest time. */
  measure(): void {
    const { times, count } = this
    let minMs = Infinity
    let maxMs = -Infinity
    for (let i = 0; i < count; i++) {
      const timeMs = f64(times, i)
      minMs = Math.min(minMs, timeMs)
      maxMs = Math.max(maxMs, timeMs)
    }
    this.minMs = minMs
    this.maxMs = maxMs
  }

  /**
   * About the median time, from a sample taken evenly from the whole, in O(1): unlike a mean it does not follow a few
   * events that are out of sight.
   */
  medianMs(): number {
    const { times, sample, count } = this
    for (let i = 0; i < SAMPLE; i++) sample[i] = f64(times, Math.floor((i * count) / SAMPLE))
    return f64(sample.sort(), SAMPLE >> 1)
  }

  /** Sorts what was gathered, of which nearly all is expected in the `spanMs` from `fromMs` on. */
  sort(fromMs: number, spanMs: number): void {
    if (this.count <= FEW || this.intoPigeonholes(fromMs, this.count / spanMs)) this.insertionSort()
    else if (!this.isSorted()) this.mergeSort()
  }

  /** Brings every event into its hole, for insertion to finish; false when that would cost too much, because of a crowd. */
  private intoPigeonholes(fromMs: number, holesPerMs: number): boolean {
    const { times, records, holes, counts, otherTimes, otherRecords, count } = this
    if (!(holesPerMs > 0 && holesPerMs < Infinity)) return false
    counts.fill(0, 0, count)
    const last = count - 1
    let most = 0
    for (let i = 0; i < count; i++) {
      const hole = Math.max(Math.min((f64(times, i) - fromMs) * holesPerMs, last), 0) | 0
      const inHole = i32(counts, hole) + 1
      holes[i] = hole
      counts[hole] = inHole
      most = Math.max(most, inHole)
    }
    let before = 0
    for (let hole = 0; hole < count; hole++) {
      const inHole = i32(counts, hole)
      counts[hole] = before
      before += inHole
    }
    for (let i = 0; i < count; i++) {
      const hole = i32(holes, i)
      const to = i32(counts, hole)
      counts[hole] = to + 1
      otherTimes[to] = f64(times, i)
      otherRecords[to] = i32(records, i)
    }
    this.swap()
    // A crowd at one time is in sequence, as a rule, and will not be sorted any more.
    return most <= CROWD
  }

  private insertionSort(): void {
    const { times, records, count } = this
    let previousMs = -Infinity
    for (let i = 0; i < count; i++) {
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
    const { times, records, count } = this
    for (let i = 1; i < count; i++)
      if (this.isBefore(f64(times, i), i32(records, i), f64(times, i - 1), i32(records, i - 1))) return false
    return true
  }

  private mergeSort(): void {
    const { count } = this
    for (let width = 1; width < count; width *= 2) {
      for (let from = 0; from < count; from += 2 * width)
        this.merge(from, Math.min(from + width, count), Math.min(from + 2 * width, count))
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

  private isBefore(timeA: number, a: number, timeB: number, b: number): boolean {
    return timeA < timeB || (timeA === timeB && this.pool.orderOf(a) < this.pool.orderOf(b))
  }

  private swap(): void {
    const { times, records } = this
    this.times = this.otherTimes
    this.records = this.otherRecords
    this.otherTimes = times
    this.otherRecords = records
  }

  private makeRoom(room: number): void {
    this.times = new Float64Array(room)
    this.records = new Int32Array(room)
    this.otherTimes = new Float64Array(room)
    this.otherRecords = new Int32Array(room)
    this.holes = new Int32Array(room)
    this.counts = new Int32Array(room)
  }
}
