import { Limits } from "../Limits.ts"

/** What a message says of the phone's clock: see {@link PhoneClock.hear}. */
export type Heard = "usual" | "late" | "early" | "stepped"

/**
 * How far a phone's clock is from ours, estimated from when fixes were measured (its time) and when they came (ours). A
 * message takes time, never less than none: the least difference seen is nearest to the truth, as in the clock filter of
 * NTP (RFC 5905, section 10). So one message may lower the estimate and none may raise it: what is late was under way, or is the
 * repetition of what came before. A clock that was set (or ours that jumped) shows as messages that go on in step with real time, all off by
 * the same amount: after {@link Limits.clockStepMs} of them it is believed. Fixes that were kept while the phone was out of
 * reach come faster than they were measured, so they prove nothing about the clock. O(1), no allocation.
 */
export class PhoneClock {
  /** Ours − the phone's, in ms. */
  offsetMs = 0
  /** When the offset was last confirmed or lowered, by our clock. */
  #heardAtMs = Number.NaN
  /** The least difference that is believed at once: as long as an estimate is young, what it was made from may have been under way for long. */
  #leastMs: number = -Limits.phoneSkewMs
  #youngSinceMs = Number.NaN
  #candidateMs = 0
  #candidateAtMs = 0
  #candidates = 0

  /**
   * Hears that what was measured at `atMs` by the phone came at `receivedAtMs`. `early`: the phone's clock would have to
   * run ahead of what is known. `stepped`: the clock was set, and is known anew; what was believed of earlier times means nothing
   * now. `late`: it was under way or kept for long. `usual`: as expected.
   */
  hear(atMs: number, receivedAtMs: number): Heard {
    const sampleMs = receivedAtMs - atMs
    const aboveMs = sampleMs - this.offsetMs
    if (sampleMs < this.#leastMs || aboveMs > Limits.clockToleranceMs) {
      if (this.#isConfirmed(atMs, sampleMs)) {
        // What looks like a clock that was set back may be a queue that was long for long: it is not held against what comes faster again.
        if (aboveMs < 0) this.#leastMs = sampleMs - Limits.clockToleranceMs
        this.#believe(sampleMs, receivedAtMs)
        this.#youngSinceMs = receivedAtMs
        return "stepped"
      }
      return sampleMs < this.#leastMs ? "early" : "late"
    }
    this.#candidates = 0
    if (Number.isNaN(this.#heardAtMs)) this.#youngSinceMs = receivedAtMs
    if (aboveMs < 0 || Number.isNaN(this.#heardAtMs))
      this.#believe(Math.min(sampleMs, this.offsetMs), receivedAtMs)
    else {
      // Crystals drift: by so little a raised estimate cannot be wrong for long.
      const passedMs = Math.max(0, receivedAtMs - this.#heardAtMs)
      this.offsetMs += Math.min(aboveMs, passedMs * Limits.clockDrift)
      this.#heardAtMs = receivedAtMs
    }
    if (receivedAtMs - this.#youngSinceMs >= Limits.clockYoungMs)
      this.#leastMs = this.offsetMs - Limits.clockToleranceMs
    return "usual"
  }

  /**
   * Hears that the phone's clock showed `sentAtMs` when it sent what came at `receivedAtMs`. Believed at once when nothing is known yet, or when it
   * comes to less than what is; a later one was under way for long, or is a repetition, and counts as {@link hear} says.
   */
  hearSent(sentAtMs: number, receivedAtMs: number): Heard {
    const sampleMs = receivedAtMs - sentAtMs
    const isFirst = Number.isNaN(this.#heardAtMs)
    if (!isFirst && sampleMs >= this.offsetMs) return this.hear(sentAtMs, receivedAtMs)
    if (isFirst) this.#youngSinceMs = receivedAtMs
    this.#believe(sampleMs, receivedAtMs)
    return "usual"
  }

  /** Whether what was measured at `atMs` and came at `receivedAtMs` is ahead of what the phone's clock is known to show. */
  isAhead(atMs: number, receivedAtMs: number): boolean {
    return receivedAtMs - atMs < this.#leastMs
  }

  #believe(offsetMs: number, receivedAtMs: number): void {
    this.offsetMs = offsetMs
    this.#leastMs = Math.min(this.#leastMs, offsetMs - Limits.clockToleranceMs)
    this.#heardAtMs = receivedAtMs
    this.#candidates = 0
  }

  #isConfirmed(atMs: number, sampleMs: number): boolean {
    const isSame =
      this.#candidates > 0 &&
      Math.abs(sampleMs - this.#candidateMs) <= Limits.clockStepSpreadMs &&
      atMs >= this.#candidateAtMs
    if (!isSame) {
      this.#candidates = 1
      this.#candidateMs = sampleMs
      this.#candidateAtMs = atMs
      return false
    }
    this.#candidates += 1
    return this.#candidates >= Limits.clockStepFixes && atMs - this.#candidateAtMs >= Limits.clockStepMs
  }
}
