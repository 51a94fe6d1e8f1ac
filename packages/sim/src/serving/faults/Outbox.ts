/**
 * What the relay has before it. A process runs the errands of so many commits side by side (`Limits.relayLanes`); what is more
 * waits its turn, first come first served (P7), so that a backlog does not push everything else aside. Lanes are only a matter
 * of days on which something fails: without a backlog there are always free ones.
 */
export class Outbox {
  readonly #waiting: Array<number> = []
  #first = 0
  #inLanes = 0
  /** Pieces that wait for a bus that is down. */
  held = 0
  /** Pieces whose question the gateway leaves unanswered. */
  asking = 0

  /** How many wait for a lane. */
  get waiting(): number {
    return this.#waiting.length - this.#first
  }

  /** Whether something has failed and is not made up for yet. */
  get isBehind(): boolean {
    return this.held > 0 || this.asking > 0 || this.waiting > 0
  }

  /** The piece wants a lane, of which there are so many. `true`: it has one; `false`: it waits, and `next` will name it. */
  enter(slot: number, lanes: number): boolean {
    if (this.waiting > 0 || (this.isBehind && this.#inLanes >= lanes)) {
      this.#waiting.push(slot)
      return false
    }
    this.#inLanes++
    return true
  }

  /** A piece that had a lane is done. */
  leave(): void {
    this.#inLanes--
  }

  /** Who has a lane now that waited for one, or -1. Amortised O(1). */
  next(lanes: number): number {
    if (this.waiting === 0 || this.#inLanes >= lanes) return -1
    const next = this.#waiting[this.#first++] ?? -1
    if (this.#first > 1_024 && this.#first * 2 > this.#waiting.length) {
      this.#waiting.splice(0, this.#first)
      this.#first = 0
    }
    this.#inLanes++
    return next
  }

  /** Whoever waits, first come first. */
  each(look: (slot: number) => void): void {
    for (let i = this.#first; i < this.#waiting.length; i++) look(this.#waiting[i] ?? 0)
  }
}
