import { at, f64 } from "@hotbag/core"

/** A piece of work on its way through the stations. */
export interface Piece {
  /** What it is, an index into the serving model's kinds. */
  kind: number
  /** Next step of its kind. */
  step: number
  region: number
  /** When it came in, ms. */
  cameAtMs: number
  /** How long it waited so far, all stations, ms. */
  waitedMs: number
  /** Names its draws. */
  number: number
  /** What a round takes, how many a probe stands for, or which order it is about. */
  amount: number
  /** It was turned away. */
  refused: boolean
  /** How far it is in waiting for what fails (`waitsForFault`); 0: it has not been asked for. */
  stage: number
  /** Since when it waits for a turn, ms. */
  sinceMs: number
  /** How long a call of the database was kept waiting by a slow one, ms. */
  calledMs: number
  /** Objectives with a threshold up to this have been told already that it is late, ms. */
  judgedMs: number
}

/** Pieces by the time of their next step; ties in the sequence in which they were put in. A binary heap; pieces are used again. */
export class InFlight {
  readonly #pieces: Array<Piece> = []
  readonly #free: Array<number> = []
  #times = new Float64Array(256)
  #sequence = new Float64Array(256)
  #slots = new Int32Array(256)
  #size = 0
  #put = 0

  /** Time of the next step; `Infinity` without any. */
  get nextAtMs(): number {
    return this.#size === 0 ? Infinity : f64(this.#times, 0)
  }

  get size(): number {
    return this.#size
  }

  /** A piece that comes in at `atMs`. */
  begin(kind: number, atMs: number, region: number, number: number, amount = 0): void {
    const slot = this.#free.pop() ?? this.#pieces.length
    const piece = this.#pieces[slot]
    if (piece === undefined) {
      this.#pieces.push({
        kind,
        step: 0,
        region,
        cameAtMs: atMs,
        waitedMs: 0,
        number,
        amount,
        refused: false,
        stage: 0,
        sinceMs: atMs,
        calledMs: 0,
        judgedMs: 0
      })
    } else {
      piece.kind = kind
      piece.step = 0
      piece.region = region
      piece.cameAtMs = atMs
      piece.waitedMs = 0
      piece.number = number
      piece.amount = amount
      piece.refused = false
      piece.stage = 0
      piece.sinceMs = atMs
      piece.calledMs = 0
      piece.judgedMs = 0
    }
    this.#push(atMs, slot)
  }

  /** Takes the next piece; it is to go on (`again`) or to end (`end`) before another is taken. */
  take(): number {
    const slot = this.#slots[0] ?? 0
    this.#size--
    if (this.#size > 0) this.#sink()
    return slot
  }

  piece(slot: number): Piece {
    return at(this.#pieces, slot)
  }

  /** The piece's next step is at `atMs`. */
  again(slot: number, atMs: number): void {
    this.#push(atMs, slot)
  }

  end(slot: number): void {
    this.#free.push(slot)
  }

  /** Every piece that waits for its next step, in no sequence. O(in flight). */
  each(look: (piece: Piece) => void): void {
    for (let place = 0; place < this.#size; place++) look(this.piece(this.#slots[place] ?? 0))
  }

  #push(atMs: number, slot: number): void {
    if (this.#size === this.#times.length) this.#grow()
    const sequence = this.#put++
    let hole = this.#size++
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (f64(this.#times, parent) <= atMs) break
      this.#move(parent, hole)
      hole = parent
    }
    this.#times[hole] = atMs
    this.#sequence[hole] = sequence
    this.#slots[hole] = slot
  }

  #sink(): void {
    const last = this.#size
    const [time, sequence] = [f64(this.#times, last), f64(this.#sequence, last)]
    const slot = this.#slots[last] ?? 0
    let hole = 0
    for (let child = 1; child < last; child = 2 * hole + 1) {
      if (child + 1 < last && this.#before(child + 1, f64(this.#times, child), f64(this.#sequence, child)))
        child++
      if (!this.#before(child, time, sequence)) break
      this.#move(child, hole)
      hole = child
    }
    this.#times[hole] = time
    this.#sequence[hole] = sequence
    this.#slots[hole] = slot
  }

  #before(place: number, time: number, sequence: number): boolean {
    const own = f64(this.#times, place)
    return own < time || (own === time && f64(this.#sequence, place) < sequence)
  }

  #move(from: number, to: number): void {
    this.#times[to] = f64(this.#times, from)
    this.#sequence[to] = f64(this.#sequence, from)
    this.#slots[to] = this.#slots[from] ?? 0
  }

  #grow(): void {
    const size = this.#times.length * 2
    const [times, sequence, slots] = [new Float64Array(size), new Float64Array(size), new Int32Array(size)]
    times.set(this.#times)
    sequence.set(this.#sequence)
    slots.set(this.#slots)
    this.#times = times
    this.#sequence = sequence
    this.#slots = slots
  }
}
