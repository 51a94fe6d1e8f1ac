import { countText, decimalText } from "@hotbag/sim"
import { kebabCase } from "./readEvents.ts"
import type { LoggedEvent } from "./readEvents.ts"

/** Why an offer went where it went. */
export type Reasons = NonNullable<LoggedEvent["reasons"]>[number]

/**
 * Who was considered, as a small table: what each would have cost, in minutes, term by term; and the verdict, which
 * for all but the chosen one says why not. Terms that cost nobody anything are left out.
 * Below it, where the policy remembers its last plan, what it plans otherwise than then.
 */
export const candidateLines = (why: Reasons): ReadonlyArray<string> => [
  ...consideredLines(why),
  ...(why.changed === undefined ? [] : [`changed since the last round: ${why.changed.words}`])
]

const consideredLines = ({ candidates, considered, policy, searchedM }: Reasons): ReadonlyArray<string> => {
  const terms = [...new Set(candidates.flatMap((candidate) => Object.keys(candidate.terms)))].filter((term) =>
    candidates.some((candidate) => Math.abs(candidate.terms[term] ?? 0) >= LEAST_SHOWN)
  )
  const rows = [
    ["courier", ...terms.map(kebabCase), "cost", "verdict"],
    ...candidates.map((candidate) => [
      candidate.courier,
      ...terms.map((term) => decimalText(candidate.terms[term] ?? Number.NaN, 2)),
      decimalText(candidate.cost, 2),
      candidate.verdict
    ])
  ]
  const reached = `${policy} considered ${counted(considered, "courier")} within ${countText(searchedM)} m`
  if (candidates.length === 0) return [reached]
  const shown = considered > candidates.length ? `best ${candidates.length}` : "costs"
  return [`${reached}; ${shown} in minutes:`, ...inColumns(rows)]
}

/** Rounds to a figure with two decimals that is not nothing. */
const LEAST_SHOWN = 0.005

const counted = (count: number, what: string) => `${countText(count)} ${what}${count === 1 ? "" : "s"}`

/** First and last column to the left, figures to the right. */
const inColumns = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> =>
  rows.map((row) =>
    row
      .map((cell, column) => {
        const width = Math.max(...rows.map((other) => other[column]?.length ?? 0))
        if (column === row.length - 1) return cell
        return column === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join("  ")
  )
