import { f64 as checkedF64, i32 as checkedI32 } from "@hotbag/core"
import type { EventPool } from "./EventPool.ts"
import { EventSorter } from "./EventSorter.ts"
import { Rungs } from "./Rungs.ts"

// Under names of this file: the engine looks imported ones up each time.
const f64 = checkedF64
const i32 = checkedI32

/** The list of events beyond the horizon. */
const FAR = 0
/** The list of the events that come next; and behind it those that are still free. */
export const RUN = 1 + Rungs.mostLists
/** So few far events are sorted at once: dividing time for them would cost more. */
const FEW = 64
/**
 * How far a rung reaches, in median distances of its events: so far that nearly all that are scheduled while it lasts find
 * their bucket, but not to what is out of sight. Those stay far, or in the last bucket, to be divided when their time comes.
 */
const REACH = 24
/** So many events in a bucket are divided by a further rung rather than sorted: a run stays in the processor's cache. */
const MANY = 4_096
/** So many events expected to come and go while a bucket is open are divided as well, if most of them come late. */
const BUSY = 1_024

/**
 * Events that are not next: far ones, and buckets of time on rungs. Hands over one bucket after the other as a run.
 *
 * An event moves down by copying and is compared with others only within its bucket. A bucket whose events came in sequence,
 * as time-outs, ticks and ties do, is handed over as it lies; another with an index that puts it in sequence.
 */
export class Ladder {
  /** Later events are far. */
  horizonMs = -Infinity
  /** Of the run that was handed over last: how many events there were, and whether to read it by the index of the sorter. */
  count = 0
  isIndexed = false
  readonly sorter: EventSorter
  private readonly pool: EventPool
  private readonly rungs = new Rungs()
  private readonly isEmptyList: (list: number) => boolean

  constructor(pool: EventPool) {
    this.pool = pool
    this.sorter = new EventSorter(pool)
    this.isEmptyList = (list) => pool.isEmpty(list)
  }

  /** The list of a time; below 0 when it belongs to the run or before. */
  listOf(timeMs: number): number {
    return timeMs > this.horizonMs ? FAR : this.rungs.bucketOf(timeMs)
  }

  /** Makes the next bucket the run, which is empty; false when nothing is left. `popped` counts all events ever popped. */
  handOver(popped: number): boolean {
    const { pool, rungs } = this
    for (;;) {
      const list = rungs.open(this.isEmptyList)
      if (list >= 0) {
        if (this.makeRun(list, rungs.expected(list, popped))) return true
      } else if (pool.isEmpty(FAR)) {
        this.horizonMs = -Infinity
        return false
      } else if (!this.divideFar() && this.makeRun(FAR, 0)) return true
    }
  }

  /**
   * Makes a list the run, which is empty, when so many events are expected to come while it is read; or a rung, and returns
   * false then, when that is too much to be sorted at once.
   */
  makeRun(list: number, expected: number): boolean {
    const { pool, sorter, rungs } = this
    const count = pool.countOf(list)
    const isBusy = expected > BUSY && expected > 2 * count
    this.isIndexed = isBusy || !pool.isSorted(list)
    if (this.isIndexed) {
      sorter.gather(list)
      if ((isBusy || count > MANY) && this.divide(list, Math.max(expected, count))) return false
      // Of a bucket it is known where its times are.
      if (list === FAR || list > RUN) {
        sorter.measure()
        sorter.sort(sorter.minMs, sorter.maxMs - sorter.minMs)
      } else sorter.sort(rungs.openMs, rungs.spanMs)
    }
    pool.handOver(list, RUN)
    this.count = count
    return true
  }

  /** Drops every event that `keep` does not want. */
  filter(keep: (record: number) => boolean): void {
    for (let list = FAR; list <= this.rungs.lists; list++) this.pool.filter(list, keep)
  }

  /** Makes the nearer ones of the far events the first rung; false when they are too few, or alike. */
  private divideFar(): boolean {
    const { rungs, sorter } = this
    sorter.gather(FAR)
    sorter.measure()
    const { minMs, maxMs, count } = sorter
    const reachMs = minMs + REACH * (sorter.medianMs() - minMs)
    // Half of the events may be at the same time: then the others say how far.
    const horizonMs = reachMs > minMs && reachMs < Infinity ? reachMs : maxMs
    if (count <= FEW || !rungs.add(minMs, horizonMs, count)) {
      this.horizonMs = maxMs
      return false
    }
    this.horizonMs = horizonMs
    this.distribute(FAR)
    return true
  }

  /** Makes a list that was gathered a rung; false when that cannot be. */
  private divide(list: number, expected: number): boolean {
    const { sorter } = this
    sorter.measure()
    const { minMs, maxMs } = sorter
    const reachMs = minMs + REACH * (sorter.medianMs() - minMs)
    const toMs = reachMs > minMs && reachMs < maxMs ? reachMs : maxMs
    if (!this.rungs.add(minMs, toMs, expected)) return false
    this.distribute(list)
    return true
  }

  /** Moves the events of a list that was gathered to the lists of their times. */
  private distribute(list: number): void {
    const { pool, rungs, horizonMs } = this
    const { times, records, count } = this.sorter
    let chunk = pool.detach(list)
    for (let i = 0; i < count; i++) {
      const timeMs = f64(times, i)
      pool.copy(i32(records, i), timeMs > horizonMs ? FAR : rungs.bucketOf(timeMs))
    }
    while (chunk !== 0) chunk = pool.releaseChunk(chunk)
  }
}
