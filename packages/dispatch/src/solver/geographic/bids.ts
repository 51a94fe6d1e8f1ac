import { f64, i32 } from "@hotbag/core"
import { lookAround } from "./lookAround.ts"
import { raiseTop } from "./Tops.ts"
import type { State } from "./State.ts"

/** How many bids each row may make on average before the exact searches take over. */
const BIDS_PER_ROW = 10

/**
 * Augmenting row reduction (Jonker and Volgenant 1987) for the first `count` rows of `queue`: each takes its cheapest
 * column and pays it up to where its second choice (or being left out) is as good; a row that loses its column bids
 * again. The rows that still need a search are moved to the front of `queue`; returns how many they are.
 */
export const bid = (state: State, queue: Int32Array, count: number): number => {
  const { rows, columns } = state
  let waiting = 0
  let bidsLeft = 0
  for (let index = 0; index < count; index++) {
    let row = i32(queue, index)
    bidsLeft += BIDS_PER_ROW
    while (row >= 0) {
      if (bidsLeft-- <= 0) {
        bidsLeft = 0
        queue[waiting++] = row
        break
      }
      choose(state, row)
      // The second choice is what the row may come to pay, and no less than the best.
      raiseTop(
        rows.tops,
        rows.cells,
        i32(rows.cells.cellOf, row),
        choice.column < 0 ? choice.best : choice.second
      )
      rows.dual[row] = choice.best
      if (choice.column < 0) break
      let column = choice.column
      let loser = i32(columns.partner, column)
      if (choice.second > choice.best) {
        rows.dual[row] = choice.second
        columns.dual[column] = f64(columns.dual, column) - (choice.second - choice.best)
      } else if (loser >= 0) {
        // No room to outbid: taking the column would only hand the same question to its holder.
        if (choice.secondColumn < 0 || i32(columns.partner, choice.secondColumn) >= 0) {
          queue[waiting++] = row
          break
        }
        column = choice.secondColumn
        loser = -1
      }
      rows.partner[row] = column
      columns.partner[column] = row
      if (loser >= 0) rows.partner[loser] = -1
      row = loser
    }
  }
  return waiting
}

/** The two best choices of a row; column -1 is being left out, or somebody beyond the list. */
const choice = { best: 0, column: -1, second: 0, secondColumn: -1 }

const choose = (state: State, row: number): void => {
  const { rows, columns, lists, margin } = state
  for (;;) {
    const { column, cost } = lists
    let best = f64(rows.leave, row)
    let bestColumn = -1
    let second = Infinity
    let secondColumn = -1
    const first = i32(lists.first, row)
    const end = first + i32(lists.count, row)
    for (let at = first; at < end; at++) {
      const listed = i32(column, at)
      const reduced = f64(cost, at) - f64(columns.dual, listed)
      if (reduced >= second) continue
      if (reduced < best) {
        second = best
        secondColumn = bestColumn
        best = reduced
        bestColumn = listed
      } else {
        second = reduced
        secondColumn = listed
      }
    }
    const bound = f64(lists.bound, row)
    if (best > bound) {
      lookAround(state, row, Math.max(bound, Math.min(best, bound + 8 * margin)) + margin, 0)
      continue
    }
    choice.best = best
    choice.column = bestColumn
    choice.second = Math.min(second, bound)
    choice.secondColumn = second > bound ? -1 : secondColumn
    return
  }
}
