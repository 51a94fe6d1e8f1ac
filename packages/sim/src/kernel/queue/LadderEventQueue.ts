import { f64, i32, invariant, Limits } from "@hotbag/core"
import type { EventQueue } from "../EventQueue.ts"
import { EventHeap } from "./EventHeap.ts"
import { EventPool } from "./EventPool.ts"
import { EventRun } from "./EventRun.ts"
import { PendingEvents } from "./PendingEvents.ts"
import { BEFORE, Rungs } from "./Rungs.ts"

/** The list of events beyond the horizon. */
const FAR = 0
/** So few far events are sorted at once: dividing time for them would cost more. */
const FEW = 64
/**
 * How far a rung reaches, in median distances of its events: most of them, but none that are out of sight. Those stay far, or
 * in the last bucket, to be divided when their time comes.
 */
const REACH = 4
/** So many events in a bucket are divided by a further rung rather than sorted: a batch stays in the processor's cache. */
const MANY = 4_096
/** So many events expected to come and go while a bucket is open are divided as well, if most of them come late. */
const BUSY = 1_024
/** Late events that the heap takes before it is taken into the run. */
const LATE = 1_024
/** Cancelled events that may stay in the queue besides one for each that is pending. */
const SPARE = 64
/**
 * An event's order is its lane times this plus its number, so that a tie costs one comparison. 2^43 events fit, and
 * `PendingEvents` looks at no higher bits: to it an order is as good as a number.
 */
const NUMBERS = 2 ** 45

/**
 * A ladder queue (after W. T. Tang, R. S. M. Goh and I. L.-J. Thng, Ladder Queue: An O(1) Priority Queue Structure for
 * Large-Scale Discrete Event Simulation, ACM TOMACS 15(3), 2005), with a heap at its foot:
 *
 *     far events     unsorted, beyond the horizon
 *       rungs        buckets of time, unsorted; a bucket that holds or expects too much becomes a rung of finer buckets
 *         run        the bucket opened last, sorted; read from the front
 *         heap       events scheduled into that bucket since
 *
 * An event moves down by copying and is compared with others only within its bucket, so that `schedule` and `pop` are O(1)
 * for schedules of any usual shape. Whatever cannot be divided (times too close to tell apart, rungs used up, an onrush
 * into the open bucket) is left to the sorted run and the heap: O(log n), as in any heap.
 */
export class LadderEventQueue implements EventQueue {
  timeMs = -Number.MAX_VALUE
  kind = 0
  subject = 0
  size = 0
  private readonly pool: EventPool
  private readonly pending = new PendingEvents()
  private readonly rungs = new Rungs()
  private readonly run: EventRun
  private readonly heap: EventHeap
  /** Later events are far. */
  private horizonMs = -Infinity
  /** First of the chunks that the run reads from; free when it has been read. */
  private batch = 0
  private lateLimit = LATE
  /** Cancelled events that are still in the queue, and all that ever were. */
  private leftovers = 0
  private cancelled = 0
  private readonly isEmptyList: (list: number) => boolean

  constructor(capacity: number) {
    const room = capacity >= 0 ? Math.min(capacity, Limits.pendingEvents) : 0
    this.pool = new EventPool(room, 1 + Rungs.mostLists)
    this.run = new EventRun(this.pool)
    this.heap = new EventHeap(this.pool)
    this.isEmptyList = (list) => this.pool.isEmpty(list)
  }

  /** Kilobytes of events that were ever needed at once. */
  get kilobytes(): number {
    return this.pool.chunks
  }

  schedule(timeMs: number, kind: number, subject: number, lane = 0): number {
    if (!(timeMs >= this.timeMs && timeMs < Infinity)) this.refuseTime(timeMs)
    if ((kind | 0) !== kind || (subject | 0) !== subject || (lane & 255) !== lane)
      refuseFields(kind, subject, lane)
    if (++this.size > Limits.pendingEvents) this.refuseMore()
    const number = this.pending.add()
    const order = lane * NUMBERS + number
    const list = timeMs > this.horizonMs ? FAR : this.rungs.bucketOf(timeMs)
    if (list === BEFORE) this.addLate(timeMs, order, kind, subject)
    else this.pool.write(this.pool.append(list), timeMs, order, kind, subject, 0)
    return number
  }

  cancel(ticket: number): boolean {
    if (!this.pending.cancel(ticket)) return false
    this.size--
    this.cancelled++
    if (++this.leftovers > this.size + SPARE) this.sweep()
    return true
  }

  pop(): boolean {
    const { run, heap, pool } = this
    for (;;) {
      let record: number
      if (heap.size === 0) {
        if (run.isEmpty && !this.refill()) return false
        record = i32(run.records, run.head++)
      } else if (this.isRunFirst()) record = i32(run.records, run.head++)
      else {
        record = i32(heap.records, 0)
        heap.removeFirst()
      }
      const timeMs = pool.timeMsOf(record)
      const kind = pool.kindOf(record)
      const subject = pool.subjectOf(record)
      if (this.leave(record)) {
        this.timeMs = timeMs
        this.kind = kind
        this.subject = subject
        this.size--
        return true
      }
      this.leftovers--
    }
  }

  peekTimeMs(): number {
    const { run, heap, pool } = this
    for (;;) {
      if (heap.size === 0 && run.isEmpty && !this.refill()) return Infinity
      const isRunFirst = this.isRunFirst()
      const record = isRunFirst ? i32(run.records, run.head) : i32(heap.records, 0)
      if (this.pending.has(pool.orderOf(record))) return pool.timeMsOf(record)
      if (isRunFirst) run.head++
      else heap.removeFirst()
      this.leave(record)
      this.leftovers--
    }
  }

  private isRunFirst(): boolean {
    const { run, heap } = this
    if (run.isEmpty || heap.size === 0) return heap.size === 0
    return run.isBefore(
      f64(run.times, run.head),
      i32(run.records, run.head),
      f64(heap.times, 0),
      i32(heap.records, 0)
    )
  }

  /** An event leaves the queue; true when it was pending. */
  private leave(record: number): boolean {
    const order = this.pool.orderOf(record)
    if (this.pool.isSingle(record)) this.pool.releaseSingle(record)
    return this.pending.remove(order)
  }

  /** An event that comes before every bucket: at the end of the run if it is the last there, else into the heap. */
  private addLate(timeMs: number, order: number, kind: number, subject: number): void {
    const { pool, run, heap } = this
    const record = pool.takeSingle()
    pool.write(record, timeMs, order, kind, subject, 1)
    const last = run.end - 1
    if (!run.isEmpty && !run.isBefore(timeMs, record, f64(run.times, last), i32(run.records, last)))
      run.push(timeMs, record)
    else {
      heap.push(timeMs, record)
      if (heap.size > this.lateLimit + run.end - run.head) this.takeHeapIn()
    }
  }

  /** Sorts the next bucket into the run; false when there is nothing left at all. */
  private refill(): boolean {
    const { pool, rungs, run } = this
    this.releaseBatch()
    run.clear()
    this.lateLimit = LATE
    for (;;) {
      const list = rungs.open(this.isEmptyList)
      let expected = 0
      if (list !== BEFORE) {
        this.gather(list)
        expected = rungs.expected(list, this.pending.next - this.size - this.cancelled)
      } else if (pool.isEmpty(FAR)) {
        this.horizonMs = -Infinity
        return false
      } else if (this.divideFar()) continue
      const isBusy = expected > BUSY && expected > 2 * run.end
      if ((isBusy || run.end > MANY) && this.divideRun(Math.max(expected, run.end))) continue
      run.sort()
      return true
    }
  }

  /** Fills the run from a list, unsorted. */
  private gather(list: number): void {
    const { pool, run } = this
    const end = pool.endOf(list)
    this.batch = pool.detach(list)
    for (let chunk = this.batch; chunk !== 0; chunk = pool.nextOf(chunk))
      run.pushAll(pool.startOfChunk(chunk), pool.endOfChunk(chunk, end))
  }

  private releaseBatch(): void {
    while (this.batch !== 0) this.batch = this.pool.releaseChunk(this.batch)
  }

  /** Makes the nearer ones of the far events the first rung; false when they are too few, or alike: they are the run then. */
  private divideFar(): boolean {
    const { pool, rungs, run } = this
    this.gather(FAR)
    const { minMs, maxMs } = run.range()
    const horizonMs = this.reach(minMs, maxMs)
    if (run.end <= FEW || !rungs.add(minMs, horizonMs, run.end)) {
      this.horizonMs = maxMs
      return false
    }
    this.horizonMs = horizonMs
    for (let i = 0; i < run.end; i++) {
      const timeMs = f64(run.times, i)
      pool.move(i32(run.records, i), timeMs > horizonMs ? FAR : rungs.bucketOf(timeMs))
    }
    this.releaseBatch()
    run.clear()
    return true
  }

  /** Where a rung for the run should end. */
  private reach(minMs: number, maxMs: number): number {
    const reachMs = minMs + REACH * (this.run.medianMs() - minMs)
    // Half of the events may be at the same time: then the others say how far.
    return reachMs > minMs && reachMs < maxMs ? reachMs : maxMs
  }

  /** Makes the run a rung; false when that cannot be. */
  private divideRun(expected: number): boolean {
    const { pool, rungs, run } = this
    const { minMs, maxMs } = run.range()
    if (!rungs.add(minMs, this.reach(minMs, maxMs), expected)) return false
    for (let i = run.head; i < run.end; i++) pool.move(i32(run.records, i), rungs.bucketOf(f64(run.times, i)))
    this.releaseBatch()
    run.clear()
    return true
  }

  /** Takes an onrush of late events into the run. Each time twice as many must come, so it is O(log n) for each of them. */
  private takeHeapIn(): void {
    const { run, heap } = this
    run.compact()
    for (let i = 0; i < heap.size; i++) run.push(f64(heap.times, i), i32(heap.records, i))
    heap.size = 0
    if (run.end > MANY && this.divideRun(run.end)) return
    this.lateLimit = 2 * run.end
    run.sort()
  }

  /** Drops the cancelled events: O(n), paid for by as many cancellations. */
  private sweep(): void {
    const { pool, rungs, run, heap, pending } = this
    const keep = (record: number): boolean => pending.has(pool.orderOf(record)) || this.leave(record)
    pool.filter(1 + rungs.lists, keep)
    run.filter(keep)
    heap.filter(keep)
    this.leftovers = 0
  }

  private refuseTime(timeMs: number): void {
    invariant(Number.isFinite(timeMs), "an event needs a finite time", { timeMs })
    invariant(false, "an event cannot be scheduled before the one popped last", {
      timeMs,
      lastMs: this.timeMs
    })
  }

  private refuseMore(): void {
    this.size--
    invariant(false, "too many events are pending; does something schedule itself without end?", {
      limit: Limits.pendingEvents,
      atMs: this.timeMs
    })
  }
}

const refuseFields = (kind: number, subject: number, lane: number): void => {
  invariant((lane & 255) === lane, "a lane is an integer from 0 to 255", { lane })
  invariant(false, "kind and subject are 32-bit integers", { kind, subject })
}
