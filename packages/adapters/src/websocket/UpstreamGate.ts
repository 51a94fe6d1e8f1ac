import { Limits } from "@hotbag/core"

/** Somebody whose positions come through the gate. */
export interface Upstream {
  /** Takes a message and answers it, now. */
  readonly take: (text: string) => void
  /** Reads nothing more from the other side, or goes on. */
  readonly holdBack: (isHeld: boolean) => void
  /** Says that a message was not taken, and when it may come again. */
  readonly putOff: (retryAfterMs: number) => void
}

/**
 * Lets positions in, so that orders do not wait behind them (P8, S93). Positions get a share of the loop's time and no more than a few
 * milliseconds in one go; what reading them costs is counted where it is more than usual. Beyond, a message waits: its sender is not read from meanwhile, and a newer position takes the place of an older one
 * that still waits, since only the newest counts. Everybody who waits gets their turn in the order in which they came. Memory: one message for
 * each connection. O(1) for a message.
 */
export class UpstreamGate {
  /** Positions that gave way to newer ones before they were looked at. */
  gaveWay = 0
  /** Messages of several positions that were put off. */
  putOff = 0
  readonly #waiting = new Map<Upstream, string>()
  readonly #clock: () => number
  readonly #later: (turn: () => void, afterMs: number) => void
  #leftMs: number = Limits.positionsAtOnceMs
  #filledAtMs: number
  #isTurnDue = false
  #waitsSinceMs: number | null = null

  /** `clock`: ms with a fraction that never go back. `later`: calls back after so long. */
  constructor(clock: () => number, later: (turn: () => void, afterMs: number) => void) {
    this.#clock = clock
    this.#later = later
    this.#filledAtMs = clock()
  }

  /** Senders whose messages wait. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Whether somebody has been waiting for so long, without a break, that this is no burst. */
  get isStrained(): boolean {
    return this.#waitsSinceMs !== null && this.#clock() - this.#waitsSinceMs >= Limits.strainedMs
  }

  /** A message has come: it is taken at once, or waits. */
  offer(from: Upstream, text: string): void {
    const before = this.#waiting.get(from)
    if (before !== undefined) {
      this.#join(from, before, text)
      return
    }
    this.#fill()
    if (this.#waiting.size === 0 && this.#leftMs > 0) {
      this.#take(from, text)
      return
    }
    this.#waiting.set(from, text)
    this.#waitsSinceMs ??= this.#filledAtMs
    from.holdBack(true)
    this.#callLater()
  }

  /** A connection is gone, and its message with it. */
  forget(from: Upstream): void {
    this.#waiting.delete(from)
    if (this.#waiting.size === 0) this.#waitsSinceMs = null
  }

  /** Several positions in one message are a way that nobody else knows: it gives way to nothing, and a second one has to come again. */
  #join(from: Upstream, before: string, text: string): void {
    if (isWay(before) && isWay(text)) {
      this.putOff += 1
      from.putOff(Limits.strainedMs)
      return
    }
    this.gaveWay += 1
    this.#leftMs -= Limits.positionsReadMs.gaveWay
    if (!isWay(before)) this.#waiting.set(from, text)
  }

  #turn(): void {
    this.#fill()
    for (const [from, text] of this.#waiting) {
      if (this.#leftMs <= 0) break
      this.#waiting.delete(from)
      this.#take(from, text)
      from.holdBack(false)
      this.#leftMs -= Limits.positionsReadMs.again
    }
    if (this.#waiting.size > 0) this.#callLater()
    else this.#waitsSinceMs = null
  }

  #take(from: Upstream, text: string): void {
    const fromMs = this.#clock()
    from.take(text)
    this.#leftMs -= this.#clock() - fromMs
  }

  #fill(): void {
    const nowMs = this.#clock()
    const earnedMs = (nowMs - this.#filledAtMs) * Limits.positionsShare
    this.#leftMs = Math.min(Limits.positionsAtOnceMs, this.#leftMs + earnedMs)
    this.#filledAtMs = nowMs
  }

  #callLater(): void {
    if (this.#isTurnDue) return
    this.#isTurnDue = true
    this.#later(() => {
      this.#isTurnDue = false
      this.#turn()
    }, TURN_MS)
  }
}

/** Least pause that Node's timers know. */
const TURN_MS = 1

const isWay = (text: string): boolean => text.trimStart().startsWith("[")
