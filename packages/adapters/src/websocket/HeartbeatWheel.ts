/** Whoever is visited by the wheel. */
export interface Heart {
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
 * Visits everybody once in four seconds, an eightieth of them in each turn of a twentieth of a second, so that ten thousand connections need one
 * timer and no turn is long (L5: heartbeat 4 s, dead at 7 s): most visits write a question, and an order that comes meanwhile waits for all of a turn.
 * O(hearts / 80) for each turn.
 */
export class HeartbeatWheel {
  readonly #slots: ReadonlyArray<Array<Heart>> = Array.from({ length: SLOTS }, () => [])
  #turn = 0
  #next = 0

  /** Takes somebody on. */
  add(heart: Heart): void {
    const slot = this.#next
    this.#next = (this.#next + 1) % SLOTS
    const hearts = this.#slots[slot] ?? []
    heart.slot = slot
    heart.place = hearts.push(heart) - 1
  }

  /** Lets somebody go. */
  remove(heart: Heart): void {
    const hearts = this.#slots[heart.slot]
    if (hearts === undefined || hearts[heart.place] !== heart) return
    const last = hearts.pop()
    if (last === undefined || last === heart) return
    hearts[heart.place] = last
    last.place = heart.place
  }

  /** One turn; to be called every `TURN_MS`. */
  turn(nowMs: number): void {
    this.#turn = (this.#turn + 1) % SLOTS
    this.#visit(this.#turn, (heart) => heart.ask(nowMs))
    this.#visit(this.#turn - ASK_AT_LAST, (heart) => heart.askAtLast())
    this.#visit(this.#turn - JUDGE, (heart) => heart.judge(nowMs))
  }

  #visit(turn: number, what: (heart: Heart) => void): void {
    const hearts = this.#slots[(turn + SLOTS) % SLOTS]
    if (hearts === undefined) return
    // From the end, since who is judged may go.
    for (let i = hearts.length - 1; i >= 0; i--) {
      const heart = hearts[i]
      if (heart !== undefined) what(heart)
    }
  }
}

const SLOTS = 80
/** How often the wheel turns, in ms. */
export const TURN_MS = 50
/** Turns after the question. */
const ASK_AT_LAST = 15
const JUDGE = 60
