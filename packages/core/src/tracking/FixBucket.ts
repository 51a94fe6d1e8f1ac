import { Limits } from "../Limits.ts"

/**
 * How often one courier may send (C20): a token bucket of `Limits.fixRate`. What a phone kept while it was out of reach comes many fixes at
 * once and is let in on credit, so that nothing is lost; it is paid back before more is let in. O(1).
 */
export class FixBucket {
  #tokens: number = Limits.fixRate.burst
  #atMs = Number.NaN

  /**
   * Takes `tokens` at `nowMs` if there is at least one. Answers 0, or the ms until there is one again. A clock that was set back gives nothing and
   * takes nothing.
   */
  take(tokens: number, nowMs: number): number {
    const { burst, perSecond } = Limits.fixRate
    const passedMs = Number.isNaN(this.#atMs) ? 0 : Math.max(0, nowMs - this.#atMs)
    this.#atMs = nowMs
    this.#tokens = Math.min(burst, this.#tokens + (passedMs * perSecond) / 1_000)
    if (this.#tokens < 1) return this.waitMs(nowMs)
    this.#tokens -= tokens
    return 0
  }

  /** The ms until there is a token again, 0 when there is one. */
  waitMs(nowMs: number): number {
    const passedMs = Number.isNaN(this.#atMs) ? 0 : Math.max(0, nowMs - this.#atMs)
    const missing = 1 - this.#tokens - (passedMs * Limits.fixRate.perSecond) / 1_000
    return missing <= 0 ? 0 : Math.ceil((missing * 1_000) / Limits.fixRate.perSecond)
  }
}

/** What so many fixes in one message cost: one for a single fix, less than one each for those that were kept. */
export const tokensOf = (fixes: number): number => Math.max(1, fixes / Limits.keptFixesPerToken)
