import { Limits } from "../Limits.ts"

/**
 * How far a phone's clock is from ours, estimated from when fixes were measured (its time) and when they came (ours). A
 * message takes time, never less than none: the least difference seen is nearest to the truth, as in the clock filter of
 * NTP (RFC 5905, section 10). A clock that was set (or ours that jumped) shows as fixes that go on in step with real time, all off by
 * the same amount: after {@link Limits.clockStepMs} of them it is believed. Fixes that were kept while the phone was out of
 * reach come faster than they were measured, so they prove nothing about the clock. O(1), no allocation.
 */
export class PhoneClock {
  /** Ours − the phone's, in ms. */
  offsetMs = 0
  /** When the offset was last confirmed or lowered, by our clock. */
  #heardAtMs = Number.NaN
  #candidateMs = 0
  #candidateAtMs = 0
  #candidates = 0

  /**
   * Hears that what was measured at `atMs` by the phone came at `receivedAtMs`. `early`: the phone's clock would have to
   * run ahead of what is known. `stepped`: the clock was set, and is known anew; what was believed of earlier times means nothing
   * now. `late`: it was under way or kept for long. `usual`: as expected.
   */
  hear(atMs: number, receivedAtMs: number): "usual" | "late" | "early" | "stepped" {
    const sampleMs = receivedAtMs - atMs
    const firstMs = Number.isNaN(this.#heardAtMs) ? Limits.phoneSkewMs : Limits.clockToleranceMs
    const aboveMs = sampleMs - this.offsetMs
    if (aboveMs < -firstMs || aboveMs > Limits.clockToleranceMs) {
      if (this.#isConfirmed(atMs, sampleMs)) {
        this.#believe(sampleMs, receivedAtMs)
        return "stepped"
      }
      return aboveMs < 0 ? "early" : "late"
    }
    this.#candidates = 0
    if (aboveMs < 0 || Number.isNaN(this.#heardAtMs))
      this.#believe(Math.min(sampleMs, this.offsetMs), receivedAtMs)
    else {
      // Crystals drift: by so little a raised estimate cannot be wrong for long.
      const passedMs = Math.max(0, receivedAtMs - this.#heardAtMs)
      this.offsetMs += Math.min(aboveMs, passedMs * Limits.clockDrift)
      this.#heardAtMs = receivedAtMs
    }
    return "usual"
  }

  /** The phone says what its clock showed when it sent: no guessing. */
  set(sentAtMs: number, receivedAtMs: number): void {
    this.#candidates = 0
    this.#believe(receivedAtMs - sentAtMs, receivedAtMs)
  }

  #believe(offsetMs: number, receivedAtMs: number): void {
    this.offsetMs = offsetMs
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
