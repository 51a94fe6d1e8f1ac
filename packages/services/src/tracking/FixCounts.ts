import { FixVerdict } from "@hotbag/core"

/** What became of fixes that came: `too-often`, beyond the rate; `unknown-courier`, of nobody we know. */
export type TakeVerdict = FixVerdict | "too-often" | "unknown-courier"

const VERDICTS: ReadonlyArray<TakeVerdict> = [...FixVerdict.literals, "too-often", "unknown-courier"]

/** Counts fixes by what became of them. */
export class FixCounts {
  readonly #counts = new Map<TakeVerdict, number>(VERDICTS.map((verdict) => [verdict, 0]))

  /** Notes `fixes` of one verdict. */
  note(verdict: TakeVerdict, fixes = 1): void {
    this.#counts.set(verdict, this.of(verdict) + fixes)
  }

  /** Fixes of a verdict so far. */
  of(verdict: TakeVerdict): number {
    return this.#counts.get(verdict) ?? 0
  }

  /** All counts in the text format of Prometheus (S129), with the couriers tracked and the points that wait to be kept. */
  text(tracked: number, waiting: number): string {
    const lines = ["# TYPE hotbag_courier_fixes_total counter"]
    for (const [verdict, count] of this.#counts) {
      lines.push(`hotbag_courier_fixes_total{verdict="${verdict}"} ${count}`)
    }
    lines.push(
      "# TYPE hotbag_couriers_tracked gauge",
      `hotbag_couriers_tracked ${tracked}`,
      "# TYPE hotbag_positions_waiting gauge",
      `hotbag_positions_waiting ${waiting}`,
      ""
    )
    return lines.join("\n")
  }
}
