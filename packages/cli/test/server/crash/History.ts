import { appendFileSync } from "node:fs"

/** What became of a request: done, refused, or nobody knows. */
export type Outcome = "ok" | "fail" | "info"

/** One request as its sender saw it. */
export interface Line {
  readonly process: string
  readonly op: string
  /** Its `Idempotency-Key`, or what it was about. */
  readonly key: string
  /** When it was sent and when it was answered or given up, in ms since the history began. */
  readonly invoke: number
  readonly at: number
  readonly outcome: Outcome
  /** Null: no answer. */
  readonly status: number | null
  readonly retryAfter: string | null
  /** The body of the answer, where it matters. */
  readonly answer: string | null
}

/** Everything that was asked and answered, in memory and as JSON lines in a file. */
export class History {
  readonly lines: Array<Line> = []
  readonly #path: string
  readonly #beganAt = performance.now()

  constructor(path: string) {
    this.#path = path
  }

  /** Ms since the history began. */
  nowMs(): number {
    return Math.round(performance.now() - this.#beganAt)
  }

  add(line: Line): void {
    this.lines.push(line)
    appendFileSync(this.#path, `${JSON.stringify(line)}\n`)
  }

  /** Something that was done to the system, to be seen between the requests. */
  note(op: string, key: string): void {
    const at = this.nowMs()
    this.add({
      process: "nemesis",
      op,
      key,
      invoke: at,
      at,
      outcome: "ok",
      status: null,
      retryAfter: null,
      answer: null
    })
  }
}
