import { f64, i32 } from "@hotbag/core"
import { rise } from "./rise.ts"
import type { State } from "./State.ts"
import { cellsNear } from "./Tops.ts"

/** How many bids each column may make on average before the exact searches take over. */
const BIDS_PER_COLUMN = 8

/**
 * The mirror of `bid`, for the first `count` columns of `queue`, which have no partner although their duals are below
 * their prices: each takes the row that gains most by it, for what the second best would give; the column that the row
 * leaves is next. A column that no row gains by is left out. Those that still need a search are moved to the front of `queue`; returns how
 * many they are.
 */
export const bidOfColumns = (state: State, queue: Int32Array, count: number): number => {
  const { rows, columns } = state
  let waiting = 0
  let bidsLeft = 0
  for (let index = 0; index < count; index++) {
    let column = i32(queue, index)
    bidsLeft += BIDS_PER_COLUMN
    while (column >= 0 && f64(columns.dual, column) < f64(columns.leave, column)) {
      if (bidsLeft-- <= 0) {
        bidsLeft = 0
        queue[waiting++] = column
        break
      }
      choose(state, column)
      const { row } = choice
      if (row < 0) {
        rise(state, column, f64(columns.leave, column) - f64(columns.dual, column))
        columns.dual[column] = f64(columns.leave, column)
        break
      }
      if (choice.second <= choice.best) {
        queue[waiting++] = column
        break
      }
      rise(state, column, choice.second - f64(columns.dual, column))
      rows.dual[row] = f64(rows.dual, row) - (choice.second - choice.best)
      const left = i32(rows.partner, row)
      rows.partner[row] = column
      columns.partner[column] = row
      if (left >= 0) columns.partner[left] = -1
      column = left
    }
  }
  return waiting
}

/** The two best choices of a column: cost - dual of the row; row -1 is being left out. */
const choice = { best: 0, row: -1, second: 0 }

const choose = (state: State, column: number): void => {
  const { rows, columns, costs, mPerCost, farM } = state
  const { start, points } = rows.cells
  const x = f64(columns.x, column)
  const y = f64(columns.y, column)
  let best = f64(columns.leave, column)
  let second = Infinity
  let bestRow = -1
  const near = cellsNear(rows.tops, rows.cells, x, y, best, mPerCost, farM)
  for (let index = 0; index < near; index++) {
    const cell = i32(rows.tops.near, index)
    const end = i32(start, cell + 1)
    for (let at = i32(start, cell); at < end; at++) {
      const row = i32(points, at)
      const dual = f64(rows.dual, row)
      const dx = f64(rows.x, row) - x
      const dy = f64(rows.y, row) - y
      const squareM = dx * dx + dy * dy
      const withinM = Math.min((Math.min(second, f64(columns.leave, column)) + dual) * mPerCost, farM)
      if (withinM < 0 || squareM > withinM * withinM) continue
      const cost = costs.cost(row, column, Math.sqrt(squareM))
      if (cost > costs.most) continue
      const reduced = cost - dual
      if (reduced >= second) continue
      if (reduced < best) {
        second = best
        best = reduced
        bestRow = row
      } else second = reduced
    }
  }
  choice.best = best
  choice.row = bestRow
  choice.second = second
}
