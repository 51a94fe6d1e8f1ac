/** Answers in a row that were too late, before nobody is let through: fewer may be one slow moment. */
const LATE_IN_A_ROW = 5

/** How long nobody is let through after the latest late answer; then one is, to see, in ms. */
const OPEN_MS = 1_000

/**
 * Keeps callers from waiting for a database that has stopped answering, and the database from being buried in what they ask:
 * after some late answers in a row only one call a second goes through until one is in time. Plain and mutable; time is an argument.
 */
export class Breaker {
  #late = 0
  #closedUntilMs = 0

  /** Whether a call may go through at `nowMs`; asking counts as the one call of this second. */
  admits(nowMs: number): boolean {
    if (this.#late < LATE_IN_A_ROW) return true
    if (nowMs < this.#closedUntilMs) return false
    this.#closedUntilMs = nowMs + OPEN_MS
    return true
  }

  /** A call was answered, whatever the answer. */
  answered(): void {
    this.#late = 0
  }

  /** A call was not answered in time. */
  late(nowMs: number): void {
    this.#late += 1
    this.#closedUntilMs = nowMs + OPEN_MS
  }
}
