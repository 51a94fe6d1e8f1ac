import type { Line } from "./History.ts"

/** How many orders are on their way, as their senders know it. Reads each line once. */
export class OpenOrders {
  readonly #lines: ReadonlyArray<Line>
  readonly #placed = new Set<string>()
  readonly #ended = new Set<string>()
  #read = 0

  constructor(lines: ReadonlyArray<Line>) {
    this.#lines = lines
  }

  count(): number {
    for (const { key, op, outcome } of this.#lines.slice(this.#read)) {
      if (outcome !== "ok") continue
      if (op === "place") this.#placed.add(key)
      else if (ENDS.has(op)) this.#ended.add(key)
    }
    this.#read = this.#lines.length
    return this.#placed.size - this.#ended.size
  }
}

const ENDS: ReadonlySet<string> = new Set(["cancel", "complete", "fail"])
