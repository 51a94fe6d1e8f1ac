import { i32 as checkedI32, f64 as checkedF64, invariant, Limits } from "@hotbag/core"
import type { EventQueue } from "../EventQueue.ts"
import { EventHeap } from "./EventHeap.ts"
import { EventPool } from "./EventPool.ts"
import { Ladder, RUN } from "./Ladder.ts"
import { EVENTS_IN_PAGE, PendingEvents } from "./PendingEvents.ts"

// Under names of this file: the engine looks imported ones up each time.
const f64 = checkedF64
const i32 = checkedI32
const MOST = Limits.pendingEvents
const WITHIN_PAGE = EVENTS_IN_PAGE - 1

/** Lists behind the run: what comes after all of a run that is read by an index, and one for the moment. */
const TAIL = RUN + 1
const MOMENT = RUN + 2
const LISTS = RUN + 3
/** Chunk 0 of the pool has no records. */
const NO_RECORD = 0
/** Ints of an event of now. */
const NOW = 4
/** Late events that the heap takes before it and the run are put in order anew; or twice as many as they then hold. */
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
 *     far events     in the sequence they came, beyond the horizon
 *       rungs        buckets of time; a bucket that holds or expects too much becomes a rung of finer buckets
 *         run        the bucket opened last, in sequence
 *         heap       events scheduled into that bucket since
 *         now        events scheduled for the very time that it is
 *
 * `schedule` and `pop` are O(1) for schedules of any usual shape. Whatever cannot be divided (times too close to tell apart,
 * rungs used up, an onrush into the open bucket) is left to the run and the heap: O(log n), as in any heap.
 */
export class LadderEventQueue implements EventQueue {
  timeMs = -Number.MAX_VALUE
  kind = 0
  subject = 0
  /** Events that were ever scheduled: the number of the next. Those that left, popped or cancelled, and those cancelled. */
  private next = 0
  /** The number at which to look again whether a page begins and whether the queue is full. */
  private turn = 0
  private left = 0
  private cancelled = 0
  private readonly pool: EventPool
  private readonly pending = new PendingEvents()
  private readonly ladder: Ladder
  private readonly heap = new EventHeap()

  /**
   * Whether the run is read by the sorter's index; then `head` is the next place in it, and `stop` one past the last. If
   * not, they are records, of the run's first chunk, which is `chunk`.
   */
  private isIndexed = false
  private head = 0
  private stop = 0
  private chunk = 0
  /** What of the run up to `head` is known to be pending no more ends here. */
  private settled = 0
  /** Where an event goes that comes after all of the run; time and order of the last one. */
  private lateList = RUN
  private lastMs = 0
  private lastOrder = 0
  /** Late events since the run began, and how many there may be. */
  private late = 0
  private lateLimit = LATE

  /**
   * Events of now in a ring, because they come in the sequence in which they are scheduled: kind, subject and the lower half
   * of the number. Where the next is read, where one more goes, and how many there are.
   */
  private nowRing = new Int32Array(NOW * 64)
  private nowHead = 0
  private nowEnd = 0
  private nowCount = 0
  /** 1 when the next event is the first of those of now, for certain. */
  private isNowNext = 0
  /** Cancelled events still in the queue; and with them the late ones: what keeps `pop` from just going on in the run. */
  private leftovers = 0
  private others = 0
  /** Time of the event that was found last. */
  private nextMs = 0

  constructor(capacity: number) {
    const room = capacity >= 0 ? Math.min(capacity, MOST) : 0
    this.pool = new EventPool(room, LISTS)
    this.ladder = new Ladder(this.pool)
  }

  get size(): number {
    return this.next - this.left
  }

  /** Kilobytes of events that were ever needed at once. */
  get kilobytes(): number {
    return this.pool.kilobytes
  }

  schedule(timeMs: number, kind: number, subject: number, lane = 0): number {
    const number = this.next
    const isWell =
      timeMs >= this.timeMs && timeMs < Infinity && (kind | 0) === kind && (subject | 0) === subject
    if (!isWell || (lane & 255) !== lane || number === this.turn) this.turnTo(timeMs, kind, subject, lane)
    this.next = number + 1
    if (timeMs !== this.timeMs || lane !== 0) this.place(timeMs, lane, number, kind, subject)
    else this.placeNow(number, kind, subject)
    return number
  }

  cancel(ticket: number): boolean {
    if (!this.pending.hasBegun) this.beginPending()
    this.settle()
    if (!(ticket < this.next) || !this.pending.cancel(ticket)) return false
    this.isNowNext = 0
    this.left++
    this.cancelled++
    this.others++
    if (++this.leftovers > this.size + SPARE) this.sweep()
    return true
  }

  pop(): boolean {
    if (this.isNowNext !== 0) {
      const { nowRing, nowHead } = this
      this.kind = i32(nowRing, nowHead)
      this.subject = i32(nowRing, nowHead + 1)
      this.nowHead = (nowHead + NOW) & (nowRing.length - 1)
      if (--this.nowCount === 0) this.isNowNext = 0
      this.left++
      return true
    }
    return (this.others | this.nowCount) === 0 ? this.popRun() : this.find(true)
  }

  peekTimeMs(): number {
    return this.find(false) ? this.nextMs : Infinity
  }

  /** Takes out the next event of the run: that is the next of all while nothing else is in sight. */
  private popRun(): boolean {
    if (this.head === this.stop && !this.advance()) return false
    const record = this.isIndexed ? i32(this.ladder.sorter.records, this.head++) : this.head++
    const { floats, ints } = this.pool
    this.timeMs = f64(floats, 3 * record)
    this.kind = i32(ints, 6 * record + 4)
    this.subject = i32(ints, 6 * record + 5)
    this.left++
    return true
  }

  private placeNow(number: number, kind: number, subject: number): void {
    const { nowRing, nowEnd } = this
    nowRing[nowEnd] = kind
    nowRing[nowEnd + 1] = subject
    nowRing[nowEnd + 2] = number | 0
    this.nowEnd = (nowEnd + NOW) & (nowRing.length - 1)
    this.nowCount++
    if (this.nowEnd === this.nowHead) this.growNow()
  }

  /**
   * What `schedule` has to look at once in a page, or not at all; together, because an engine inlines only what is short.
   *
   * @throws InvariantViolation when the next event cannot be scheduled.
   */
  private turnTo(timeMs: number, kind: number, subject: number, lane: number): void {
    const { next } = this
    this.refuseUnless(timeMs, kind, subject, lane)
    if ((next & WITHIN_PAGE) === 0) this.pending.turnTo(next)
    this.turn = Math.min(next - (next & WITHIN_PAGE) + EVENTS_IN_PAGE, this.left + MOST)
  }

  /** Puts an event into the list of its time, or into the heap. */
  private place(timeMs: number, lane: number, number: number, kind: number, subject: number): void {
    const order = lane === 0 ? number : lane * NUMBERS + number
    let list = this.ladder.listOf(timeMs)
    if (list < 0) list = this.listOfLate(timeMs, order, kind, subject)
    if (list < 0) return
    const { pool } = this
    const record = pool.append(list)
    const { floats, ints } = pool
    floats[3 * record] = timeMs
    floats[3 * record + 1] = order
    ints[6 * record + 4] = kind
    ints[6 * record + 5] = subject
  }

  /**
   * The end of the run, if an event comes after all of it; if not, puts it into the heap, and returns a number below 0. What
   * is in the run was scheduled before, so at the same time only an event of a lower lane goes in front of its last.
   */
  private listOfLate(timeMs: number, order: number, kind: number, subject: number): number {
    if (timeMs > this.lastMs || (timeMs === this.lastMs && order > this.lastOrder)) {
      this.lastMs = timeMs
      this.lastOrder = order
      return this.lateList
    }
    this.heap.push(timeMs, order, kind, subject)
    this.others++
    if (++this.late > this.lateLimit) this.takeHeapIn()
    return -1
  }

  /**
   * Finds the next event among the run, the late events and those of now, notes its time, and takes it out if `isTaken`.
   * Drops cancelled ones on the way. False when there is none.
   */
  private find(isTaken: boolean): boolean {
    const { heap, pool, pending, nowRing } = this
    for (;;) {
      let record = NO_RECORD
      let timeMs = Infinity
      let order = Infinity
      const others = heap.size + this.nowCount
      if (this.head !== this.stop || this.advanceRun() || (others === 0 && this.refill())) {
        record = this.isIndexed ? i32(this.ladder.sorter.records, this.head) : this.head
        timeMs = pool.timeMsOf(record)
        order = pool.orderOf(record)
      } else if (others === 0) return false
      const isLate = heap.size > 0 && (heap.timeMs < timeMs || (heap.timeMs === timeMs && heap.order < order))
      if (isLate) {
        timeMs = heap.timeMs
        order = heap.order
      }
      // Whoever is in lane 0 of this time and not of now was scheduled before.
      const isNow = this.nowCount > 0 && (timeMs > this.timeMs || order >= NUMBERS)
      if (isNow) {
        timeMs = this.timeMs
        order = this.nowNumber(this.nowHead)
      }
      const isCancelled = this.leftovers > 0 && !pending.has(order)
      if (!isTaken && !isCancelled) {
        this.nextMs = timeMs
        return true
      }
      if (isCancelled) {
        this.leftovers--
        this.others--
      } else {
        this.timeMs = timeMs
        this.kind = isNow ? i32(nowRing, this.nowHead) : isLate ? heap.kind : pool.kindOf(record)
        this.subject = isNow ? i32(nowRing, this.nowHead + 1) : isLate ? heap.subject : pool.subjectOf(record)
        this.left++
      }
      if (!isNow && !isLate) this.head++
      else if (pending.hasBegun) pending.remove(order)
      if (isNow) {
        this.nowHead = (this.nowHead + NOW) & (nowRing.length - 1)
        this.nowCount--
      } else if (isLate) {
        heap.removeFirst()
        this.others--
      }
      this.isNowNext = isNow && this.nowCount > 0 && !pending.hasBegun ? 1 : 0
      if (!isCancelled) return true
    }
  }

  /** Goes on in the run, or to the next bucket; false when nothing is left but late events. */
  private advance(): boolean {
    return this.advanceRun() || this.refill()
  }

  /** Goes on to the next part of the run; false when it has been read. */
  private advanceRun(): boolean {
    const { pool } = this
    if (this.isIndexed) {
      if (this.head < this.stop) return true
      this.settle()
      pool.clear(RUN)
      this.isIndexed = false
      this.lateList = RUN
      if (!pool.isEmpty(TAIL)) pool.handOver(TAIL, RUN)
    } else if (this.chunk !== 0) {
      // More may have come since.
      this.stop = pool.endOfChunk(this.chunk, pool.endOf(RUN))
      if (this.head < this.stop) return true
      this.settle()
      pool.dropFirst(RUN)
    }
    this.chunk = pool.firstOf(RUN)
    this.head = pool.startOfChunk(this.chunk)
    this.settled = this.head
    this.stop = this.chunk === 0 ? this.head : pool.endOfChunk(this.chunk, pool.endOf(RUN))
    return this.chunk !== 0
  }

  private refill(): boolean {
    if (!this.ladder.handOver(this.left - this.cancelled)) return false
    this.beginRun()
    return this.advanceRun()
  }

  /** Begins to read the run that the ladder has made. */
  private beginRun(): void {
    const { ladder, pool } = this
    this.isIndexed = ladder.isIndexed
    if (this.isIndexed) {
      this.lateList = TAIL
      this.head = 0
      this.settled = 0
      this.stop = ladder.count
    }
    const last = this.isIndexed ? i32(ladder.sorter.records, ladder.count - 1) : pool.endOf(RUN) - 1
    this.lastMs = pool.timeMsOf(last)
    this.lastOrder = pool.orderOf(last)
    this.late = 0
    this.lateLimit = Math.max(LATE, 2 * ladder.count)
  }

  /**
   * Puts an onrush of late events in order with the run: as a run again, or as a rung when they come and go. As many must
   * have come as are moved, so it is O(log n) for each of them.
   */
  private takeHeapIn(): void {
    const { late } = this
    this.moveRunTo(MOMENT)
    this.others -= this.heap.size
    this.heap.pour(this.pool, MOMENT)
    this.late = 0
    if (this.ladder.makeRun(MOMENT, late)) this.beginRun()
  }

  /** Moves what is left of the run to a list, in sequence. */
  private moveRunTo(list: number): void {
    const { pool } = this
    this.settle()
    if (this.isIndexed)
      for (let i = this.head; i < this.stop; i++) pool.copy(i32(this.ladder.sorter.records, i), list)
    else pool.copyAll(RUN, this.head, list)
    pool.clear(RUN)
    pool.copyAll(TAIL, NO_RECORD, list)
    pool.clear(TAIL)
    this.isIndexed = false
    this.lateList = RUN
    this.head = 0
    this.stop = 0
    this.settled = 0
    this.chunk = 0
  }

  /** Notes which events of the run are pending no more. */
  private settle(): void {
    const { pool, pending, isIndexed } = this
    const { records } = this.ladder.sorter
    if (pending.hasBegun)
      for (let place = this.settled; place < this.head; place++)
        pending.remove(pool.orderOf(isIndexed ? i32(records, place) : place))
    this.settled = this.head
  }

  /** Asks for the first time what is pending: all that is in the queue. */
  private beginPending(): void {
    const { pending, next } = this
    const numbers: Array<number> = []
    this.filter((order) => numbers.push(order % NUMBERS) > 0)
    pending.begin(
      numbers.reduce((least, number) => Math.min(least, number), next),
      next
    )
    for (const number of numbers) pending.mark(number)
    this.isNowNext = 0
  }

  /** Drops the cancelled events: O(n), paid for by as many cancellations. */
  private sweep(): void {
    const { pending } = this
    this.filter((order) => pending.has(order))
    this.leftovers = 0
    this.others = this.heap.size
  }

  /** Drops every event whose order `keep` does not want. */
  private filter(keep: (order: number) => boolean): void {
    const { pool, ladder } = this
    const keepRecord = (record: number): boolean => keep(pool.orderOf(record))
    this.moveRunTo(MOMENT)
    pool.filter(MOMENT, keepRecord)
    ladder.filter(keepRecord)
    this.heap.filter(keep)
    this.filterNow(keep)
    if (!pool.isEmpty(MOMENT) && ladder.makeRun(MOMENT, 0)) this.beginRun()
  }

  private filterNow(keep: (order: number) => boolean): void {
    const { nowRing } = this
    const mask = nowRing.length - 1
    let end = this.nowHead
    let kept = 0
    for (let i = 0, at = this.nowHead; i < this.nowCount; i++, at = (at + NOW) & mask) {
      if (!keep(this.nowNumber(at))) continue
      nowRing.copyWithin(end, at, at + NOW)
      end = (end + NOW) & mask
      kept++
    }
    this.nowEnd = end
    this.nowCount = kept
  }

  /** The number of an event of now: since it was scheduled, far fewer than 2^32 others were. */
  private nowNumber(at: number): number {
    return this.next - (((this.next >>> 0) - (i32(this.nowRing, at + 2) >>> 0)) >>> 0)
  }

  private growNow(): void {
    const { nowRing, nowHead } = this
    this.nowRing = new Int32Array(2 * nowRing.length)
    this.nowRing.set(nowRing.subarray(nowHead))
    this.nowRing.set(nowRing.subarray(0, nowHead), nowRing.length - nowHead)
    this.nowHead = 0
    this.nowEnd = nowRing.length
  }

  private refuseUnless(timeMs: number, kind: number, subject: number, lane: number): void {
    invariant(Number.isFinite(timeMs), "an event needs a finite time", { timeMs })
    const lastMs = this.timeMs
    invariant(timeMs >= lastMs, "an event cannot be scheduled before the one popped last", { timeMs, lastMs })
    invariant((lane & 255) === lane, "a lane is an integer from 0 to 255", { lane })
    const areInts = (kind | 0) === kind && (subject | 0) === subject
    invariant(areInts, "kind and subject are 32-bit integers", { kind, subject })
    const message = "too many events are pending; does something schedule itself without end?"
    invariant(this.size < MOST, message, { limit: MOST, atMs: lastMs })
  }
}
