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
    const { burst, perSecond } = Limits.frameRate
    this.#left = Math.min(burst, this.#left + (Math.max(0, nowMs - this.#atMs) * perSecond) / 1_000)
    this.#atMs = nowMs
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
