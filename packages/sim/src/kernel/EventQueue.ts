import { f64, i32, invariant } from "@hotbag/core"

/**
 * The kernel's queue of future events, ordered by `(time, lane, sequence)`: earlier time first; at the same time the
 * lower lane first; in the same lane first scheduled, first served. Nothing is allocated per event: `pop` leaves the
 * event in the fields `timeMs`, `kind` and `subject` of the queue itself.
 *
 * @example
 * const queue = makeEventQueue()
 * queue.schedule(5_000, 1, 42)
 * while (queue.pop()) handle(queue.timeMs, queue.kind, queue.subject)
 */
export interface EventQueue {
  /** Time of the event popped last, ms. Before the first `pop`: the lowest finite number. */
  readonly timeMs: number
  /** Kind of the event popped last. */
  readonly kind: number
  /** Subject of the event popped last. */
  readonly subject: number
  /** Events that are scheduled and neither popped nor cancelled. */
  readonly size: number
  /**
   * Adds an event and returns its ticket, good for `cancel`.
   *
   * @param timeMs finite, and not before the event popped last
   * @param kind what happens, a 32-bit integer
   * @param subject to whom, a 32-bit integer
   * @param lane 0 (default) to 255; a higher lane comes later at the same time
   * @throws InvariantViolation for anything else, or when `Limits.pendingEvents` are pending.
   */
  readonly schedule: (timeMs: number, kind: number, subject: number, lane?: number) => number
  /**
   * Takes an event back; O(1) amortised. False when it was popped or cancelled before, even if its place in memory
   * has been reused since.
   */
  readonly cancel: (ticket: number) => boolean
  /** Takes the next event out and shows it in the fields; false when there is none (the fields stay as they are). */
  readonly pop: () => boolean
  /** Time of the next event; `Infinity` when there is none. */
  readonly peekTimeMs: () => number
}

/** An empty queue. `capacity` is the number of pending events to make room for at first; it grows by doubling. */
export const makeEventQueue = (options?: { readonly capacity?: number }): EventQueue =>
  new HeapEventQueue(options?.capacity ?? 1_024)

/** Slots are numbered in 24 bits, the rest of a safe integer counts how often a slot was used: 2^29 times. */
const SLOTS = 2 ** 24
const USES = 2 ** 29
/** Lane and sequence in one number, so that a tie costs one comparison: 2^45 events last for a year at 10^6 a second. */
const SEQUENCES = 2 ** 45
const NONE = -1

/**
 * A 4-ary heap of slots. A slot holds one event; its generation is even while the event is pending and odd otherwise,
 * so that a ticket (generation and slot) of the past never matches. A cancelled event stays in the heap until it comes
 * up or until there are more of them than live ones.
 */
class HeapEventQueue implements EventQueue {
  timeMs = -Number.MAX_VALUE
  kind = 0
  subject = 0
  size = 0
  private sequence = 0
  private heapSize = 0
  private heap: Int32Array
  private times: Float64Array
  private orders: Float64Array
  private kinds: Int32Array
  private subjects: Int32Array
  private generations: Int32Array
  private nextFree: Int32Array
  private free = NONE
  private used = 0

  constructor(capacity: number) {
    const room = Math.max(16, Math.min(SLOTS, Math.trunc(capacity)))
    this.heap = new Int32Array(room)
    this.times = new Float64Array(room)
    this.orders = new Float64Array(room)
    this.kinds = new Int32Array(room)
    this.subjects = new Int32Array(room)
    this.generations = new Int32Array(room)
    this.nextFree = new Int32Array(room)
  }

  readonly schedule = (timeMs: number, kind: number, subject: number, lane = 0): number => {
    if (!(timeMs >= this.timeMs && timeMs < Infinity)) this.refuseTime(timeMs)
    if ((kind | 0) !== kind || (subject | 0) !== subject || (lane & 255) !== lane)
      this.refuseFields(kind, subject, lane)
    const slot = this.take()
    this.times[slot] = timeMs
    this.orders[slot] = lane * SEQUENCES + this.sequence++
    this.kinds[slot] = kind
    this.subjects[slot] = subject
    const generation = i32(this.generations, slot) + 1
    this.generations[slot] = generation
    this.size++
    this.siftUp(this.heapSize++, slot)
    return (generation >> 1) * SLOTS + slot
  }

  readonly cancel = (ticket: number): boolean => {
    const slot = ticket % SLOTS
    if (!(slot >= 0 && slot < this.used && Number.isInteger(slot))) return false
    const generation = i32(this.generations, slot)
    if ((generation & 1) === 1 || (generation >> 1) * SLOTS + slot !== ticket) return false
    this.generations[slot] = generation + 1
    this.size--
    if (this.heapSize > 2 * this.size + 64) this.sweep()
    return true
  }

  readonly pop = (): boolean => {
    if (!this.settle()) return false
    const slot = i32(this.heap, 0)
    this.timeMs = f64(this.times, slot)
    this.kind = i32(this.kinds, slot)
    this.subject = i32(this.subjects, slot)
    this.generations[slot] = i32(this.generations, slot) + 1
    this.size--
    this.removeFirst()
    return true
  }

  readonly peekTimeMs = (): number => (this.settle() ? f64(this.times, i32(this.heap, 0)) : Infinity)

  /** Drops cancelled events from the front; false when nothing is left. */
  private settle(): boolean {
    while (this.heapSize > 0) {
      if ((i32(this.generations, i32(this.heap, 0)) & 1) === 0) return true
      this.removeFirst()
    }
    return false
  }

  private removeFirst(): void {
    this.release(i32(this.heap, 0))
    this.heapSize--
    if (this.heapSize > 0) this.siftDown(0, i32(this.heap, this.heapSize))
  }

  /** Rebuilds the heap without the cancelled events. */
  private sweep(): void {
    let kept = 0
    for (let i = 0; i < this.heapSize; i++) {
      const slot = i32(this.heap, i)
      if ((i32(this.generations, slot) & 1) === 0) this.heap[kept++] = slot
      else this.release(slot)
    }
    this.heapSize = kept
    for (let i = (kept - 2) >> 2; i >= 0; i--) this.siftDown(i, i32(this.heap, i))
  }

  private before(a: number, b: number): boolean {
    const ta = f64(this.times, a)
    const tb = f64(this.times, b)
    return ta < tb || (ta === tb && f64(this.orders, a) < f64(this.orders, b))
  }

  private siftUp(from: number, slot: number): void {
    let hole = from
    while (hole > 0) {
      const parent = (hole - 1) >> 2
      const above = i32(this.heap, parent)
      if (!this.before(slot, above)) break
      this.heap[hole] = above
      hole = parent
    }
    this.heap[hole] = slot
  }

  private siftDown(from: number, slot: number): void {
    let hole = from
    for (;;) {
      const first = 4 * hole + 1
      if (first >= this.heapSize) break
      const end = Math.min(first + 4, this.heapSize)
      let child = first
      for (let i = first + 1; i < end; i++)
        if (this.before(i32(this.heap, i), i32(this.heap, child))) child = i
      const below = i32(this.heap, child)
      if (!this.before(below, slot)) break
      this.heap[hole] = below
      hole = child
    }
    this.heap[hole] = slot
  }

  private take(): number {
    const slot = this.free
    if (slot !== NONE) {
      this.free = i32(this.nextFree, slot)
      return slot
    }
    if (this.used === this.times.length) this.grow()
    // Odd: not pending.
    this.generations[this.used] = -1
    return this.used++
  }

  private release(slot: number): void {
    // A slot whose generations are used up is never used again: no ticket can come to life twice.
    if (i32(this.generations, slot) >> 1 >= USES - 2) return
    this.nextFree[slot] = this.free
    this.free = slot
  }

  private grow(): void {
    const room = 2 * this.times.length
    invariant(room <= SLOTS, "too many pending events", { limit: SLOTS, atMs: this.timeMs })
    const ints = (from: Int32Array) => {
      const to = new Int32Array(room)
      to.set(from)
      return to
    }
    const floats = (from: Float64Array) => {
      const to = new Float64Array(room)
      to.set(from)
      return to
    }
    this.heap = ints(this.heap)
    this.times = floats(this.times)
    this.orders = floats(this.orders)
    this.kinds = ints(this.kinds)
    this.subjects = ints(this.subjects)
    this.generations = ints(this.generations)
    this.nextFree = ints(this.nextFree)
  }

  private refuseTime(timeMs: number): void {
    invariant(Number.isFinite(timeMs), "an event needs a finite time", { timeMs })
    invariant(timeMs >= this.timeMs, "an event cannot be scheduled before the one popped last", {
      timeMs,
      lastMs: this.timeMs
    })
  }

  private refuseFields(kind: number, subject: number, lane: number): void {
    invariant((lane & 255) === lane, "a lane is an integer from 0 to 255", { lane })
    invariant(false, "kind and subject are 32-bit integers", { kind, subject })
  }
}
