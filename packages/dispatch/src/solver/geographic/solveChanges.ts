import { f64, i32 } from "@hotbag/core"
import { admit } from "./admit.ts"
import { bid } from "./bids.ts"
import { leastReduced } from "./leastReduced.ts"
import { forgetColumns } from "./lists.ts"
import { firstLook } from "./lookAround.ts"
import { pointCount } from "./PointCells.ts"
import { tellOfRises } from "./rise.ts"
import { searchOneByOne, settleColumns, sortPoints } from "./solveAnew.ts"
import { reserveWork, type State } from "./State.ts"
import { fillTops, raiseTop } from "./Tops.ts"

/** Nodes settled per row from which on it is better to solve anew. */
const PATIENCE = 12

/**
 * Solves again after some rows and columns came, went or changed, from the matching and the duals there are. Whoever
 * changed gets the best dual that the others leave, and keeps the partner where the pair is still tight; then paths are
 * searched for those without. False when it took too long: then it is better to solve anew.
 */
export const solveChanges = (state: State, rowChanged: Uint8Array, columnChanged: Uint8Array): boolean => {
  const { rows, columns, search } = state
  reserveWork(state)
  detach(state, rowChanged, columnChanged)
  forgetColumns(state, columnChanged)
  sortPoints(state, false)
  withdraw(state, rowChanged, columnChanged)
  tellOfRises(state, columnChanged)
  for (let index = 0; index < pointCount(columns.cells); index++) {
    const column = i32(columns.cells.points, index)
    if (columnChanged[column] === 1) priceColumn(state, column)
  }
  let waiting = 0
  for (let index = 0; index < pointCount(rows.cells); index++) {
    const row = i32(rows.cells.points, index)
    if (rowChanged[row] === 1) priceRow(state, row)
    if (i32(rows.partner, row) < 0 && f64(rows.dual, row) < f64(rows.leave, row)) {
      search.queue[waiting++] = row
    }
  }
  search.effort = 0
  waiting = bid(state, search.queue, waiting)
  if (!searchOneByOne(state, waiting, PATIENCE)) return false
  settleColumns(state)
  return true
}

/** Parts the pairs of whoever is gone, and those of which both have changed. */
const detach = ({ rows, columns }: State, rowChanged: Uint8Array, columnChanged: Uint8Array): void => {
  for (let row = 0; row < rows.size; row++) {
    const column = i32(rows.partner, row)
    if (column < 0) continue
    const isRowNew = rowChanged[row] === 1
    const isColumnNew = columnChanged[column] === 1
    if (!isRowNew && !isColumnNew) continue
    const isThere = rows.present[row] === 1 && columns.present[column] === 1
    if (isThere && !(isRowNew && isColumnNew)) continue
    rows.partner[row] = -1
    columns.partner[column] = -1
  }
}

/** Takes those who changed out of the duals, and the bounds of the others back to what they need. */
const withdraw = (state: State, rowChanged: Uint8Array, columnChanged: Uint8Array): void => {
  const { rows, columns, lists, margin } = state
  for (let row = 0; row < rows.size; row++) {
    if (rowChanged[row] === 1) {
      rows.dual[row] = -Infinity
      lists.bound[row] = -Infinity
    } else lists.bound[row] = Math.min(f64(lists.bound, row), f64(rows.dual, row) + margin)
  }
  for (let column = 0; column < columns.size; column++) {
    if (columnChanged[column] === 1) columns.dual[column] = -Infinity
  }
  fillTops(rows.tops, rows.cells, rows.dual)
  fillTops(columns.tops, columns.cells, columns.dual)
  fillTops(lists.boundTops, rows.cells, lists.bound)
}

/** The highest dual that all the rows allow; the partner stays if no row would have the column dearer. */
const priceColumn = (state: State, column: number): void => {
  const { rows, columns, costs } = state
  const [x, y] = [f64(columns.x, column), f64(columns.y, column)]
  const least = leastReduced(state, rows, rows.tops, x, y, f64(columns.leave, column), (row, distanceM) =>
    costs.cost(row, column, distanceM)
  )
  columns.dual[column] = least
  raiseTop(columns.tops, columns.cells, i32(columns.cells.cellOf, column), least)
  admit(state, column, Infinity)
  const partner = i32(columns.partner, column)
  if (partner < 0 || isTight(state, partner, column)) return
  columns.partner[column] = -1
  rows.partner[partner] = -1
}

/** The highest dual that all the columns allow; the partner stays if no column would be better. */
const priceRow = (state: State, row: number): void => {
  const { rows, columns } = state
  const dual = Math.min(firstLook(state, row), f64(rows.leave, row))
  rows.dual[row] = dual
  raiseTop(rows.tops, rows.cells, i32(rows.cells.cellOf, row), dual)
  const partner = i32(rows.partner, row)
  if (partner < 0 || isTight(state, row, partner)) return
  rows.partner[row] = -1
  columns.partner[partner] = -1
}

/** Whether neither could do better with somebody else. */
const isTight = ({ rows, columns, costs }: State, row: number, column: number): boolean => {
  const dx = f64(columns.x, column) - f64(rows.x, row)
  const dy = f64(columns.y, column) - f64(rows.y, row)
  const cost = costs.cost(row, column, Math.sqrt(dx * dx + dy * dy))
  if (cost > costs.most) return false
  const pays = f64(rows.dual, row)
  const adds = f64(columns.dual, column)
  // Either dual was found by one of these subtractions, and rounds like it.
  return cost - adds <= pays || cost - pays <= adds
}
