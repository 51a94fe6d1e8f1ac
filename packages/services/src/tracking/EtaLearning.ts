import { at, type Calibration, calibration, Limits, NORMAL_SCORES, SHOWN_SHARES } from "@hotbag/core"
import type { KeptCell } from "./CalibrationStore.ts"

/**
 * What live estimates learn from how deliveries end: the calibration itself, how often it kept its word, and what of it is not written yet.
 * Plain code.
 */
export class EtaLearning {
  readonly #learned: Calibration = calibration({
    ...QUICK_STEPS,
    shares: SHOWN_SHARES,
    begin: NORMAL_SCORES,
    cells: Limits.calibrationCells
  })
  readonly #within = SHOWN_SHARES.map(() => 0)
  readonly #changed = new Set<string>()
  #outcomes = 0

  /** The scores of the shown quantiles for a cell, given from coarse to fine. */
  scores(path: ReadonlyArray<string>): ReadonlyArray<number> {
    return this.#learned.scores(path)
  }

  /** A delivery has ended at `score` on the scale of an estimate that was shown with `scores`. */
  observe(path: ReadonlyArray<string>, scores: ReadonlyArray<number>, score: number): void {
    this.#learned.observe(path, score)
    for (const cell of path) this.#changed.add(cell)
    this.#outcomes += 1
    SHOWN_SHARES.forEach((_, index) => {
      if (score <= at(scores, index)) this.#within[index] = at(this.#within, index) + 1
    })
  }

  /** Goes on from what was kept, but where more has been seen here; how many cells were of another kind, or made no sense. */
  adopt(kept: ReadonlyArray<KeptCell>): number {
    const own = kept.filter(({ kind }) => kind === KIND)
    const refused = this.#learned.adopt(own.map(({ cell, parts, seen }) => [cell, seen, ...parts]))
    return kept.length - own.length + refused
  }

  /** Some of the cells that have learned something since they were taken last; none: all is written. */
  takeChanged(): ReadonlyArray<KeptCell> {
    const some = new Set([...this.#changed].slice(0, Limits.calibrationCellsPerWrite))
    for (const cell of some) this.#changed.delete(cell)
    return this.#learned.state(some).map(([cell, seen, ...parts]) => ({ cell, kind: KIND, seen, parts }))
  }

  /** Cells that could not be written. */
  giveBack(cells: ReadonlyArray<KeptCell>): void {
    for (const { cell } of cells) this.#changed.add(cell)
  }

  /** How often what was said came true, in the text format of Prometheus. */
  metrics(): string {
    return [
      "# HELP hotbag_eta_outcomes_total Estimates of deliveries in progress that were compared with what happened.",
      "# TYPE hotbag_eta_outcomes_total counter",
      `hotbag_eta_outcomes_total ${this.#outcomes}`,
      "# HELP hotbag_eta_within_total Those where the food was there by the quantile that was shown.",
      "# TYPE hotbag_eta_within_total counter",
      ...SHOWN_SHARES.map(
        (share, index) => `hotbag_eta_within_total{quantile="${share}"} ${at(this.#within, index)}`
      ),
      "# HELP hotbag_eta_cells Regions, hours and phases that calibration knows something of, from before a restart too.",
      "# TYPE hotbag_eta_cells gauge",
      `hotbag_eta_cells ${this.#learned.size()}`
    ].join("\n")
  }
}

/** The rules are an operator's guess, not a fitted model: a region that is twice as slow is to be believed within its first hundred deliveries. */
const QUICK_STEPS = { firstStep: 0.5, leastStep: 0.03, reach: 6 } as const

/** What the numbers of a cell mean: scores on the logarithm of a duration, one for each share that is shown. Other numbers are another kind. */
const KIND = `log-duration ${SHOWN_SHARES.join(" ")}`
