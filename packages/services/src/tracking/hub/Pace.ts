import { Limits } from "@hotbag/core"

/** What the pace is set by. */
export interface Strain {
  /** How late the last turn of the loop came, in ms. */
  readonly lateMs: number
  /** Bytes that wait for all watchers together. */
  readonly bufferedBytes: number
}

/**
 * How often positions are told (S94): as they come while all is well; when the loop comes late or too much waits for watchers, every 2 s, then
 * 3.5 s, then 5 s. Wider after `Limits.strainedMs` of strain, closer only after `Limits.relievedMs` without, so that it does not flap.
 */
export class Pace {
  #level = 0
  /** Since when it has been strained or relieved without a break; null: neither. */
  #strainedSinceMs: number | null = null
  #relievedSinceMs: number | null = null
  /** Lateness, smoothed over some ten turns: one pause of the collector is no overload. */
  #lateMs = 0

  /** 0: as positions come. */
  get level(): number {
    return this.#level
  }

  /** Shortest pause between two positions of one delivery, in ms. */
  get intervalMs(): number {
    return INTERVALS_MS[this.#level] ?? Limits.positionIntervalsMs.widest
  }

  /** How late the loop comes, smoothed, in ms. */
  get lateMs(): number {
    return this.#lateMs
  }

  /** Takes what was measured at `nowMs`; whether the interval has changed. */
  note({ bufferedBytes, lateMs }: Strain, nowMs: number): boolean {
    this.#lateMs += (Math.max(0, lateMs) - this.#lateMs) * SMOOTHING
    const strained = this.#lateMs > Limits.strainedLateMs || bufferedBytes > Limits.strainedBytes
    const relieved = this.#lateMs < Limits.strainedLateMs / 4 && bufferedBytes < Limits.strainedBytes / 4
    this.#strainedSinceMs = strained ? (this.#strainedSinceMs ?? nowMs) : null
    this.#relievedSinceMs = relieved ? (this.#relievedSinceMs ?? nowMs) : null
    if (this.#strainedSinceMs !== null && nowMs - this.#strainedSinceMs >= Limits.strainedMs)
      return this.#go(1, nowMs)
    if (this.#relievedSinceMs !== null && nowMs - this.#relievedSinceMs >= Limits.relievedMs)
      return this.#go(-1, nowMs)
    return false
  }

  #go(by: 1 | -1, nowMs: number): boolean {
    const next = Math.min(INTERVALS_MS.length - 1, Math.max(0, this.#level + by))
    const changed = next !== this.#level
    this.#level = next
    if (by === 1) this.#strainedSinceMs = nowMs
    else this.#relievedSinceMs = nowMs
    return changed
  }
}

const { least, widened, wider, widest } = Limits.positionIntervalsMs
const INTERVALS_MS: ReadonlyArray<number> = [least, widened, wider, widest]
const SMOOTHING = 0.1
