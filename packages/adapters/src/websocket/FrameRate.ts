import { Limits } from "@hotbag/core"

/** How many frames a connection may still send: a token bucket in two numbers. */
export class FrameRate {
  #left: number = Limits.frameRate.burst
  #atMs: number

  constructor(nowMs: number) {
    this.#atMs = nowMs
  }

  /** Takes one; false: there is none left. */
  take(nowMs: number): boolean {
    this.#fill(nowMs, Limits.frameRate.burst)
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }

  /** The client was not read from until now: what it has sent meanwhile comes all at once, and is not held against it. */
  heldBack(nowMs: number): void {
    this.#fill(nowMs, Infinity)
  }

  #fill(nowMs: number, most: number): void {
    const more = (Math.max(0, nowMs - this.#atMs) * Limits.frameRate.perSecond) / 1_000
    // Credit from before is not taken away.
    this.#left = Math.max(this.#left, Math.min(most, this.#left + more))
    this.#atMs = nowMs
  }
}
