import { f64, i32 } from "@hotbag/core"
import type { EventPool } from "./EventPool.ts"

/**
 * Events that came too late for the run: a 4-ary heap of records of the pool, their times beside them. Half as deep as a
 * binary one, and the four children lie in one line of cache.
 */
export class EventHeap {
  size = 0
  times = new Float64Array(64)
  records = new Int32Array(64)
  private readonly pool: EventPool

  constructor(pool: EventPool) {
    this.pool = pool
  }

  push(timeMs: number, record: number): void {
    if (this.size === this.times.length) this.grow()
    const { times, records } = this
    let hole = this.size++
    while (hole > 0) {
      const parent = (hole - 1) >> 2
      const above = f64(times, parent)
      if (above < timeMs || (above === timeMs && this.isEarlier(i32(records, parent), record))) break
      times[hole] = above
      records[hole] = i32(records, parent)
      hole = parent
    }
    times[hole] = timeMs
    records[hole] = record
  }

  removeFirst(): void {
    const last = --this.size
    if (last > 0) this.sink(0, f64(this.times, last), i32(this.records, last))
  }

  /** Drops every event that `keep` does not want. */
  filter(keep: (record: number) => boolean): void {
    const { times, records } = this
    let kept = 0
    for (let i = 0; i < this.size; i++) {
      const record = i32(records, i)
      if (!keep(record)) continue
      times[kept] = f64(times, i)
      records[kept++] = record
    }
    this.size = kept
    for (let i = (kept - 2) >> 2; i >= 0; i--) this.sink(i, f64(times, i), i32(records, i))
  }

  private sink(from: number, timeMs: number, record: number): void {
    const { times, records, size } = this
    let hole = from
    for (let child = 4 * hole + 1; child < size; child = 4 * hole + 1) {
      const best = child + 3 < size ? this.bestOfFour(child) : this.bestOf(child, size)
      const below = f64(times, best)
      if (below > timeMs || (below === timeMs && this.isEarlier(record, i32(records, best)))) break
      times[hole] = below
      records[hole] = i32(records, best)
      hole = best
    }
    times[hole] = timeMs
    records[hole] = record
  }

  /** Two pairs, then their winners: adding a comparison to an index, instead of branching on it, predicts nothing wrong. */
  private bestOfFour(child: number): number {
    const { times, records } = this
    let a = child
    let b = child + 2
    const time0 = f64(times, a)
    const time1 = f64(times, a + 1)
    const time2 = f64(times, b)
    const time3 = f64(times, b + 1)
    a += time0 === time1 ? +this.isEarlier(i32(records, a + 1), i32(records, a)) : +(time1 < time0)
    b += time2 === time3 ? +this.isEarlier(i32(records, b + 1), i32(records, b)) : +(time3 < time2)
    const timeA = Math.min(time0, time1)
    const timeB = Math.min(time2, time3)
    return timeB < timeA || (timeB === timeA && this.isEarlier(i32(records, b), i32(records, a))) ? b : a
  }

  private bestOf(child: number, end: number): number {
    const { times, records } = this
    let best = child
    for (let i = child + 1; i < end; i++) {
      const timeMs = f64(times, i)
      const bestMs = f64(times, best)
      if (timeMs < bestMs || (timeMs === bestMs && this.isEarlier(i32(records, i), i32(records, best))))
        best = i
    }
    return best
  }

  /** Of two events at the same time. */
  private isEarlier(a: number, b: number): boolean {
    return this.pool.orderOf(a) < this.pool.orderOf(b)
  }

  private grow(): void {
    const times = new Float64Array(2 * this.size)
    times.set(this.times)
    this.times = times
    const records = new Int32Array(2 * this.size)
    records.set(this.records)
    this.records = records
  }
}
