import { f64 as checkedF64, i32 as checkedI32 } from "@hotbag/core"
import type { EventPool } from "./EventPool.ts"

// Under a name of this file: the engine looks an imported one up each time.
const f64 = checkedF64
const i32 = checkedI32

/**
 * Events that came too late for the run: a 4-ary heap of times and places, the rest of each event at its place. Half as
 * deep as a binary one, and the four children lie in one line of cache.
 */
export class EventHeap {
  size = 0
  private times = new Float64Array(64)
  /** Place of each; behind them the free places. */
  private places = Int32Array.from({ length: 64 }, (_, i) => i)
  private orders = new Float64Array(64)
  private kinds = new Int32Array(64)
  private subjects = new Int32Array(64)

  /** Of the first event: none of these may be asked when there is none. */
  get timeMs(): number {
    return f64(this.times, 0)
  }

  get order(): number {
    return f64(this.orders, i32(this.places, 0))
  }

  get kind(): number {
    return i32(this.kinds, i32(this.places, 0))
  }

  get subject(): number {
    return i32(this.subjects, i32(this.places, 0))
  }

  push(timeMs: number, order: number, kind: number, subject: number): void {
    if (this.size === this.times.length) this.grow()
    const { times, places, orders } = this
    let hole = this.size++
    const place = i32(places, hole)
    orders[place] = order
    this.kinds[place] = kind
    this.subjects[place] = subject
    while (hole > 0) {
      const parent = (hole - 1) >> 2
      const above = f64(times, parent)
      if (above < timeMs || (above === timeMs && f64(orders, i32(places, parent)) < order)) break
      times[hole] = above
      places[hole] = i32(places, parent)
      hole = parent
    }
    times[hole] = timeMs
    places[hole] = place
  }

  removeFirst(): void {
    const free = i32(this.places, 0)
    const last = --this.size
    const place = i32(this.places, last)
    this.places[last] = free
    if (last > 0) this.sink(0, f64(this.times, last), place)
  }

  /** Moves all to the end of a list. */
  pour(pool: EventPool, list: number): void {
    for (let i = 0; i < this.size; i++) {
      const place = i32(this.places, i)
      const record = pool.append(list)
      pool.floats[3 * record] = f64(this.times, i)
      pool.floats[3 * record + 1] = f64(this.orders, place)
      pool.ints[6 * record + 4] = i32(this.kinds, place)
      pool.ints[6 * record + 5] = i32(this.subjects, place)
    }
    this.size = 0
  }

  /** Drops every event whose order `keep` does not want. */
  filter(keep: (order: number) => boolean): void {
    const { times, places, orders } = this
    let kept = 0
    for (let i = 0; i < this.size; i++) {
      const place = i32(places, i)
      if (!keep(f64(orders, place))) continue
      times[kept] = f64(times, i)
      // Its place changes with that of one who leaves.
      places[i] = i32(places, kept)
      places[kept++] = place
    }
    this.size = kept
    for (let i = (kept - 2) >> 2; i >= 0; i--) this.sink(i, f64(times, i), i32(places, i))
  }

  private sink(from: number, timeMs: number, place: number): void {
    const { times, places, size } = this
    let hole = from
    for (let child = 4 * hole + 1; child < size; child = 4 * hole + 1) {
      const best = child + 3 < size ? this.bestOfFour(child) : this.bestOf(child, size)
      const below = f64(times, best)
      if (below > timeMs || (below === timeMs && this.isEarlier(place, i32(places, best)))) break
      times[hole] = below
      places[hole] = i32(places, best)
      hole = best
    }
    times[hole] = timeMs
    places[hole] = place
  }

  /** Two pairs, then their winners: adding a comparison to an index, instead of branching on it, predicts nothing wrong. */
  private bestOfFour(child: number): number {
    const { times, places } = this
    let a = child
    let b = child + 2
    const time0 = f64(times, a)
    const time1 = f64(times, a + 1)
    const time2 = f64(times, b)
    const time3 = f64(times, b + 1)
    a += time0 === time1 ? +this.isEarlier(i32(places, a + 1), i32(places, a)) : +(time1 < time0)
    b += time2 === time3 ? +this.isEarlier(i32(places, b + 1), i32(places, b)) : +(time3 < time2)
    const timeA = Math.min(time0, time1)
    const timeB = Math.min(time2, time3)
    return timeB < timeA || (timeB === timeA && this.isEarlier(i32(places, b), i32(places, a))) ? b : a
  }

  private bestOf(child: number, end: number): number {
    const { times, places } = this
    let best = child
    for (let i = child + 1; i < end; i++) {
      const timeMs = f64(times, i)
      const bestMs = f64(times, best)
      if (timeMs < bestMs || (timeMs === bestMs && this.isEarlier(i32(places, i), i32(places, best))))
        best = i
    }
    return best
  }

  /** Of the events at two places, at the same time. */
  private isEarlier(a: number, b: number): boolean {
    return f64(this.orders, a) < f64(this.orders, b)
  }

  private grow(): void {
    const room = 2 * this.size
    this.times = twiceDoubles(this.times)
    this.orders = twiceDoubles(this.orders)
    this.kinds = twiceInts(this.kinds)
    this.subjects = twiceInts(this.subjects)
    this.places = twiceInts(this.places)
    for (let i = this.size; i < room; i++) this.places[i] = i
  }
}

const twiceDoubles = (values: Float64Array) => {
  const room = new Float64Array(2 * values.length)
  room.set(values)
  return room
}

const twiceInts = (values: Int32Array) => {
  const room = new Int32Array(2 * values.length)
  room.set(values)
  return room
}
