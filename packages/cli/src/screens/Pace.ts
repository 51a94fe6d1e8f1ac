import { SECOND_MS } from "@hotbag/core"

/** Speeds that somebody may choose, in simulated ms for each real one; the last: as fast as the machine can. */
const SPEEDS = [1, 10, 60, 300, 900, 3_600, Infinity]

/** How long a paused run waits before it looks again whether it may go on, in ms. */
const LOOK_MS = SECOND_MS / 25

/** How fast a run is played in front of somebody: as fast as possible, at so many times real time, or not at all. */
export class Pace {
  readonly #clock: () => number
  #speed = SPEEDS.length - 1
  #paused = false
  /** Where real and simulated time were together when the speed was last chosen. */
  #since: { readonly realMs: number; readonly simulatedMs: number } | null = null

  /** @param clock real time in ms. */
  constructor(clock: () => number) {
    this.#clock = clock
  }

  get paused(): boolean {
    return this.#paused
  }

  /** Simulated ms for each real one; `Infinity`: as fast as possible. */
  get speed(): number {
    return SPEEDS[this.#speed] ?? Infinity
  }

  /** Stops the run, or lets it go on. */
  toggle(): void {
    this.#paused = !this.#paused
    this.#since = null
  }

  /** One step faster (1) or slower (-1), as far as there is one. */
  change(by: 1 | -1): void {
    this.#speed = Math.min(SPEEDS.length - 1, Math.max(0, this.#speed + by))
    this.#since = null
  }

  /** How long to wait before anything after `simulatedMs` may happen, in real ms; to be asked again afterwards. */
  holdMs(simulatedMs: number): number {
    if (this.#paused) return LOOK_MS
    if (this.speed === Infinity) return 0
    const realMs = this.#clock()
    this.#since ??= { realMs, simulatedMs }
    const dueMs = this.#since.realMs + (simulatedMs - this.#since.simulatedMs) / this.speed
    return Math.max(0, dueMs - realMs)
  }
}
