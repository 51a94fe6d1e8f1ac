import { at } from "../At.ts"
import { invariant } from "../Invariant.ts"

/**
 * On-line calibration of quantiles: for each cell (say, a region in an hour) and each share it keeps a score that a share `p` of the outcomes
 * does not exceed, and moves it a little with every outcome: up by `step·p` when the outcome was above, down by `step·(1 − p)` otherwise.
 *
 * That is on-line gradient descent on the pinball loss, known as adaptive conformal inference (I. Gibbs and E. Candès 2021) in its form on
 * scores ("quantile tracking", A. Angelopoulos, E. Candès and R. Tibshirani 2023), with steps that fall at first (A. Angelopoulos, R. Barber
 * and S. Bates 2024). Whatever the outcomes, as long as scores lie within ±b, after T of them the coverage of a single cell is off by at
 * most (2b + firstStep)/(leastStep·T); each outcome that is waited for adds two steps to the numerator.
 *
 * A cell's score is the sum of its own part and those of its coarser cells (region, everything): these learn first, from all of
 * the outcomes, so that a cell that nobody has seen yet begins with what is known around it.
 *
 * Feed outcomes when they are known, not when they are predicted; the same order gives the same state. O(shares × depth) each.
 */
export interface Calibration {
  /** The scores of the shares for a cell, given from coarse to fine: `["all", "north", "north/19"]`. Not necessarily in order. */
  readonly scores: (path: ReadonlyArray<string>) => ReadonlyArray<number>
  /** An outcome: its score on the scale of its prediction. Counts as ±`reach` beyond that, and as nothing when it is not a number. */
  readonly observe: (path: ReadonlyArray<string>, outcome: number) => void
  /** Cells that something was learned of. */
  readonly size: () => number
  /** The state as data, to be kept, of the cells named or of all: `calibration({ ...rules, from })` goes on from there. */
  readonly state: (named?: ReadonlySet<string>) => CalibrationState
  /**
   * Takes over cells of a kept state that have seen more than they have here. What no calibration of these rules comes to is left out: how
   * many cells that were. O(cells).
   */
  readonly adopt: (kept: CalibrationState) => number
}

/** What is learned: by cell, how often it was seen and its own part of the score of each share. */
export type CalibrationState = ReadonlyArray<
  readonly [cell: string, seen: number, ...parts: ReadonlyArray<number>]
>

/** How it learns. */
export interface CalibrationRules {
  /** Shares, each in (0, 1). */
  readonly shares: ReadonlyArray<number>
  /** Scores to begin with, one for each share: those of the model if it were right. */
  readonly begin: ReadonlyArray<number>
  /** Sum of the steps of a path at its first outcome. */
  readonly firstStep: number
  /** What the steps fall to, with one over the root of the outcomes seen. */
  readonly leastStep: number
  /** Outcomes beyond this count as this. */
  readonly reach: number
  /** Cells kept; the one that was made first goes first. */
  readonly cells: number
  readonly from?: CalibrationState | undefined
}

/** Rules that did well on days of real deliveries; the scores are standard deviations of the logarithm of a duration. */
export const DEFAULT_CALIBRATION = { firstStep: 0.1, leastStep: 0.01, reach: 6 } as const

interface Cell {
  seen: number
  readonly parts: Array<number>
}

/** A calibration that has learned nothing, or goes on from a state. @throws InvariantViolation when a rule makes no sense. */
export const calibration = (rules: CalibrationRules): Calibration => {
  const { begin, cells: most, firstStep, leastStep, reach, shares } = rules
  checkRules(rules)
  const cells = new Map<string, Cell>()
  const scores = (path: ReadonlyArray<string>): ReadonlyArray<number> => {
    const sums = [...begin]
    for (const name of path) {
      const cell = cells.get(name)
      if (cell === undefined) continue
      for (let index = 0; index < sums.length; index += 1)
        sums[index] = at(sums, index) + at(cell.parts, index)
    }
    return sums
  }
  const cellOf = (name: string): Cell => {
    const known = cells.get(name)
    if (known !== undefined) return known
    const oldest = cells.size >= most ? cells.keys().next() : { done: true as const, value: undefined }
    if (oldest.done !== true) cells.delete(oldest.value)
    const cell = { seen: 0, parts: shares.map(() => 0) }
    cells.set(name, cell)
    return cell
  }
  const adopt = (kept: CalibrationState): number => {
    let refused = 0
    for (const [name, seen, ...parts] of kept) {
      if (!isSound(rules, seen, parts)) {
        refused += 1
        continue
      }
      const cell = cellOf(name)
      if (seen <= cell.seen) continue
      cell.seen = seen
      cell.parts.splice(0, parts.length, ...parts)
    }
    return refused
  }
  adopt(rules.from ?? [])
  return {
    scores,
    adopt,
    size: () => cells.size,
    observe: (path, outcome) => {
      if (Number.isNaN(outcome)) return
      const score = Math.min(reach, Math.max(-reach, outcome))
      const before = scores(path)
      for (const name of path) {
        const cell = cellOf(name)
        cell.seen += 1
        const step = Math.max(leastStep, firstStep / Math.sqrt(cell.seen)) / path.length
        shares.forEach((share, index) => {
          const miss = score > at(before, index) ? share : share - 1
          cell.parts[index] = at(cell.parts, index) + step * miss
        })
      }
    },
    state: (named) =>
      [...cells].flatMap(([name, { parts, seen }]) =>
        named === undefined || named.has(name) ? [[name, seen, ...parts] as const] : []
      )
  }
}

const checkRules = ({ begin, firstStep, leastStep, reach, shares }: CalibrationRules): void => {
  invariant(shares.length > 0 && shares.length === begin.length, "a calibration needs a score for each share")
  invariant(
    shares.every((share) => share > 0 && share < 1),
    "shares lie between 0 and 1"
  )
  invariant(
    firstStep >= leastStep && leastStep > 0 && firstStep < Infinity && reach > 0,
    "steps must be positive"
  )
}

/** A score stays within reach; no part of it is farther off than what the others may have to make good. */
const isSound = ({ reach, shares }: CalibrationRules, seen: number, parts: ReadonlyArray<number>): boolean =>
  Number.isSafeInteger(seen) &&
  seen > 0 &&
  parts.length === shares.length &&
  parts.every((part) => Math.abs(part) <= FARTHEST_X * reach)

/** Parts of a score, in multiples of the reach. */
const FARTHEST_X = 4
