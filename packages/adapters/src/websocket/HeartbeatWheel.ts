/** Whoever is visited by the wheel. */
export interface Rider {
  /** Which slot, and where in it; the wheel's own. */
  slot: number
  place: number
  /** Every four seconds: ask for a sign of life. */
  readonly ask: (nowMs: number) => void
  /** Three quarters of a second later: nothing was sent meanwhile that the question could go with. */
  readonly askAtLast: () => void
  /** Three seconds after the question: whether there was a sign. */
  readonly judge: (nowMs: number) => void
}

/**
 * Visits everybody once in four seconds, a sixteenth of them in each turn of a quarter of a second, so that ten thousand connections need one
 * timer and no turn is long (L5: heartbeat 4 s, dead at 7 s). O(riders / 16) for each turn.
 */
export class HeartbeatWheel {
  readonly #slots: ReadonlyArray<Array<Rider>> = Array.from({ length: SLOTS }, () => [])
  #turn = 0
  #next = 0

  /** Takes somebody on. */
  add(rider: Rider): void {
    const slot = this.#next
    this.#next = (this.#next + 1) % SLOTS
    const riders = this.#slots[slot] ?? []
    rider.slot = slot
    rider.place = riders.push(rider) - 1
  }

  /** Lets somebody go. */
  remove(rider: Rider): void {
    const riders = this.#slots[rider.slot]
    if (riders === undefined || riders[rider.place] !== rider) return
    const last = riders.pop()
    if (last === undefined || last === rider) return
    riders[rider.place] = last
    last.place = rider.place
  }

  /** One turn; to be called every `TURN_MS`. */
  turn(nowMs: number): void {
    this.#turn = (this.#turn + 1) % SLOTS
    this.#visit(this.#turn, (rider) => rider.ask(nowMs))
    this.#visit(this.#turn - ASK_AT_LAST, (rider) => rider.askAtLast())
    this.#visit(this.#turn - JUDGE, (rider) => rider.judge(nowMs))
  }

  #visit(turn: number, what: (rider: Rider) => void): void {
    const riders = this.#slots[(turn + SLOTS) % SLOTS]
    if (riders === undefined) return
    // From the end, since who is judged may go.
    for (let i = riders.length - 1; i >= 0; i--) {
      const rider = riders[i]
      if (rider !== undefined) what(rider)
    }
  }
}

const SLOTS = 16
/** How often the wheel turns, in ms. */
export const TURN_MS = 250
/** Turns after the question. */
const ASK_AT_LAST = 3
const JUDGE = 12
