import { countText, decimalText } from "@hotbag/sim"
import { kebabCase } from "./readEvents.ts"
import type { LoggedEvent } from "./readEvents.ts"

/** Why an offer went where it went. */
export type Reasons = NonNullable<LoggedEvent["reasons"]>[number]

/**
 * Who was considered, as a small table: what each would have cost, in minutes, term by term; and the verdict, which
 * for all but the chosen one says why not.
 */
export const candidateLines = (why: Reasons): ReadonlyArray<string> => {
  const terms = [...new Set(why.candidates.flatMap((candidate) => Object.keys(candidate.terms)))]
  const rows = [
    ["courier", ...terms.map(kebabCase), "cost", "verdict"],
    ...why.candidates.map((candidate) => [
      candidate.courier,
      ...terms.map((term) => decimalText(candidate.terms[term] ?? Number.NaN, 2)),
      decimalText(candidate.cost, 2),
      candidate.verdict
    ])
  ]
  const shown = why.candidates.length
  const left = why.considered > shown ? `, the best ${shown} shown` : ""
  return [
    `${countText(why.considered)} couriers considered by ${why.policy}${left}; ` +
      `the search reached ${countText(why.searchedM)} m; costs in minutes`,
    ...(shown === 0 ? [] : inColumns(rows))
  ]
}

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
