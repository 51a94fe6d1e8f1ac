import { LadderEventQueue } from "./queue/LadderEventQueue.ts"

/**
 * The kernel's queue of future events, ordered by `(time, lane, sequence)`: earlier time first; at the same time the
 * lower lane first; in the same lane first scheduled, first served. O(1) amortised for schedules of any usual shape,
 * O(log n) at worst. Nothing is allocated per event once the queue has grown: `pop` leaves the event in the fields
 * `timeMs`, `kind` and `subject` of the queue itself.
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
   * Takes an event back; O(1) amortised. False when it was popped or cancelled before: a ticket is the number of the event
   * (0, 1, 2 … as scheduled) and never means another one.
   */
  readonly cancel: (ticket: number) => boolean
  /** Takes the next event out and shows it in the fields; false when there is none (the fields stay as they are). */
  readonly pop: () => boolean
  /** Time of the next event; `Infinity` when there is none. */
  readonly peekTimeMs: () => number
}

/** An empty queue. `capacity` is the number of pending events to make room for at first; it grows by doubling. */
export const makeEventQueue = (options?: { readonly capacity?: number }): EventQueue =>
  new LadderEventQueue(options?.capacity ?? 1_024)
