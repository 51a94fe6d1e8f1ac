import { f64, invariant } from "@hotbag/core"
import { Backlog } from "./Backlog.ts"

/**
 * Processors that share one queue, first come first served (G/G/c), with a part of their time taken by a steady stream of
 * tiny jobs that are counted and not told apart (GPS pings, messages to watchers).
 *
 * A job is a call of `serve`, and its wait is known at once: each processor remembers how much work is before a
 * newcomer (the workload process of Kiefer and Wolfowitz 1955), and the newcomer goes where least is. The stream adds work
 * to each at a rate below 1, so that workload drains at 1 − rate; with many tiny jobs that is exact (Pollaczek and
 * Khinchine with a second moment of 0 for the stream).
 *
 * Jobs come in sequence of time. A job costs O(log c).
 */
export class Pool {
  readonly #limits: PoolLimits
  /** Least first: when each processor is empty, on the clock of `#drainedMs`. */
  readonly #empty: Backlog
  /** The clock that workload drains by. */
  #drainedMs = 0
  #nowMs: number
  /** Work that the stream brings to each processor, in ms per ms. */
  #streamRate = 0
  #takenMs = 0
  #lostStreamMs = 0
  #startsAt = new Float64Array(64)
  #firstStart = 0
  #starts = 0

  /** @throws InvariantViolation without a processor or without room for a single job to wait. */
  constructor(processors: number, fromMs: number, limits: PoolLimits) {
    invariant(Number.isInteger(processors) && processors >= 1, "a pool has at least one processor", {
      processors
    })
    invariant(limits.waiting >= 0 && limits.streamMs > 0, "limits of a pool are not negative", { ...limits })
    this.#limits = limits
    this.#empty = new Backlog(processors)
    this.#nowMs = fromMs
  }

  get processors(): number {
    return this.#empty.size
  }

  /** Jobs that wait at `atMs`, those in service not counted. */
  waiting(atMs: number): number {
    const slots = this.#startsAt.length
    while (this.#starts > 0 && f64(this.#startsAt, this.#firstStart) <= atMs) {
      this.#firstStart = (this.#firstStart + 1) % slots
      this.#starts--
    }
    return this.#starts
  }

  /** How long a newcomer would wait, in ms. Lets time pass up to `atMs`. */
  waitMs(atMs: number): number {
    this.#advance(atMs)
    return Math.max(0, this.#empty.least - this.#drainedMs)
  }

  /**
   * Takes in a job that needs `workMs` of one processor; how long it waits for it, in ms, or -1: turned away, which only
   * happens to those that are `refusable`.
   */
  serve(atMs: number, workMs: number, refusable = true): number {
    const waitMs = this.waitMs(atMs)
    if (waitMs > 0) {
      if (refusable && this.waiting(atMs) >= this.#limits.waiting * this.processors) return -1
      this.#remember(atMs + waitMs)
    }
    this.#takenMs += workMs
    this.#empty.raiseLeast(this.#drainedMs + waitMs + workMs)
    return waitMs
  }

  /** From `atMs` on the stream brings `work` ms of work a ms, to all processors together. */
  stream(atMs: number, work: number): void {
    this.#advance(atMs)
    this.#empty.raiseAll(this.#drainedMs)
    this.#streamRate = work / this.processors
  }

  /** From `atMs` on there are so many processors. What one that goes had to do is left to the least busy of the others. */
  resize(atMs: number, processors: number): void {
    invariant(processors >= 1, "a pool keeps a processor", { processors })
    this.#advance(atMs)
    const work = this.#streamRate * this.processors
    this.#empty.raiseAll(this.#drainedMs)
    this.#empty.resize(processors, this.#drainedMs)
    this.#streamRate = work / processors
  }

  /** Work taken in but not done at `atMs`, all processors, in ms. */
  backlogMs(atMs: number): number {
    this.#advance(atMs)
    return this.#empty.above(this.#drainedMs)
  }

  /** Work taken in so far, jobs and stream, in ms; with `backlogMs` it says what was done. */
  get takenMs(): number {
    return this.#takenMs
  }

  /** Work of the stream that was dropped because too much of it was waiting, in ms. */
  get lostStreamMs(): number {
    return this.#lostStreamMs
  }

  #advance(atMs: number): void {
    const passedMs = atMs - this.#nowMs
    if (passedMs <= 0) return
    this.#nowMs = atMs
    const broughtMs = this.#streamRate * passedMs
    this.#takenMs += broughtMs * this.processors
    this.#drainedMs += passedMs - broughtMs
    if (broughtMs > passedMs) this.#dropStream()
  }

  /** Newest wins: positions that would wait for too long are replaced by newer ones. */
  #dropStream(): void {
    const excessMs = this.#empty.least - this.#drainedMs - this.#limits.streamMs
    if (excessMs <= 0) return
    this.#drainedMs += excessMs
    const lostMs = excessMs * this.processors
    this.#lostStreamMs += lostMs
    this.#takenMs -= lostMs
  }

  #remember(startsAtMs: number): void {
    const slots = this.#startsAt.length
    if (this.#starts === slots) {
      const grown = new Float64Array(slots * 2)
      for (let i = 0; i < slots; i++) grown[i] = f64(this.#startsAt, (this.#firstStart + i) % slots)
      this.#startsAt = grown
      this.#firstStart = 0
    }
    this.#startsAt[(this.#firstStart + this.#starts) % this.#startsAt.length] = startsAtMs
    this.#starts++
  }
}

/** What a pool refuses. */
export interface PoolLimits {
  /** Jobs that may wait, for each processor; the next one is turned away (429 or 503). `Infinity`: all. */
  readonly waiting: number
  /** Waits for the stream beyond this are cut, in ms: newer positions replace older ones. */
  readonly streamMs: number
}
