import { Limits } from "@hotbag/core"
import type { Sighting } from "./HubMessage.ts"

/** A topic that shows where somebody is. */
export interface Aging {
  /** Null: nobody knows. */
  readonly sighting: Sighting | null
  /** Whether it waits in the wheel; the wheel's own. */
  isAging: boolean
}

/**
 * Notices when positions come to be old (S100) without a timer for each: a topic is looked at when the position that it had would be old, and waits
 * anew when it has a newer one. O(1) for a topic every five seconds, however often its courier moves.
 */
export class AgeWheel<T extends Aging> {
  readonly #slots: ReadonlyArray<Array<T>> = Array.from({ length: SLOTS }, () => [])
  readonly #grewOld: (topic: T) => void
  #turn = Number.NaN

  /** `grewOld`: told once of each position that nothing newer came after. */
  constructor(grewOld: (topic: T) => void) {
    this.#grewOld = grewOld
  }

  /** The topic shows another position; nothing to do when it waits already, or when the position is old. */
  watch(topic: T, nowMs: number): void {
    if (topic.isAging || topic.sighting === null) return
    const leftMs = Math.min(Limits.freshMs, topic.sighting.atMs + Limits.freshMs - nowMs)
    if (leftMs < 0) return
    topic.isAging = true
    this.#slots[Math.ceil((nowMs + leftMs + 1) / SLOT_MS) % SLOTS]?.push(topic)
  }

  /** Looks at what is due; to be called often. */
  turn(nowMs: number): void {
    const turn = Math.floor(nowMs / SLOT_MS)
    // A clock that jumped says nothing of what is due: all are looked at in one round.
    const from = Math.abs(turn - this.#turn) < SLOTS ? this.#turn + 1 : turn - SLOTS + 1
    for (let each = from; each <= turn; each++) {
      const slot = this.#slots[each % SLOTS]
      if (slot !== undefined && slot.length > 0) this.#look(slot.splice(0), nowMs)
    }
    this.#turn = turn
  }

  #look(due: ReadonlyArray<T>, nowMs: number): void {
    for (const topic of due) {
      topic.isAging = false
      if (topic.sighting === null) continue
      if (nowMs - topic.sighting.atMs > Limits.freshMs) this.#grewOld(topic)
      else this.watch(topic, nowMs)
    }
  }
}

/** How exactly the moment is met, in ms. */
const SLOT_MS = 100
/** More than five seconds of them. */
const SLOTS = 64
