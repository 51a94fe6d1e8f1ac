import { f64, i32 } from "@hotbag/core"
import { keepFound, leastListed } from "./lists.ts"
import { columnAt, rowAt } from "./PointCells.ts"
import type { State } from "./State.ts"
import { cellsNear, raiseTop, sinkTop } from "./Tops.ts"

/**
 * Lists every column whose cost - dual is below `target`, wherever it is: pricing, with the cells that are too far for the
 * highest dual in them passed by. Within a search, `reach` is how far it has come: columns that it has settled are taken
 * with the duals they will have at least sunk to by its end.
 */
export const lookAround = (state: State, row: number, target: number, reach: number): void => {
  const { rows, columns, lists, search, costs, mPerCost, farM } = state
  const { start, points } = columns.cells
  const { foundColumn, foundCost } = lists
  const { distance } = search.heap
  const x = f64(rows.x, row)
  const y = f64(rows.y, row)
  const goal = Math.min(target, f64(rows.leave, row))
  const near = cellsNear(columns.tops, columns.cells, x, y, goal, mPerCost, farM)
  let isComplete = !columns.tops.passedBy
  let found = 0
  for (let index = 0; index < near; index++) {
    const cell = i32(columns.tops.near, index)
    const end = i32(start, cell + 1)
    let top = -Infinity
    for (let at = i32(start, cell); at < end; at++) {
      const column = i32(points, at)
      let dual = f64(columns.dual, column)
      const settledFor = reach - f64(distance, column)
      if (settledFor > 0) dual -= settledFor
      if (dual > top) top = dual
      const dx = f64(columns.x, column) - x
      const dy = f64(columns.y, column) - y
      const squareM = dx * dx + dy * dy
      const withinM = (goal + dual) * mPerCost
      if (withinM < farM && (withinM <= 0 || squareM > withinM * withinM)) {
        isComplete = false
        continue
      }
      if (squareM > farM * farM) continue
      const cost = costs.cost(row, column, Math.sqrt(squareM))
      if (cost > costs.most) continue
      foundColumn[found] = column
      foundCost[found] = cost
      found++
    }
    sinkTop(columns.tops, columns.cells, cell, top)
  }
  keepFound(lists, row, found)
  setBound(state, row, isComplete ? Infinity : goal)
}

/**
 * The first list of a row: whoever is in the square of cells around it, made wider until there are a few. Where duals
 * are high a wider look follows. Returns the least cost - dual of all columns; `Infinity` when the row has none.
 */
export const firstLook = (state: State, row: number): number => {
  const { rows, columns, costs } = state
  const { cells, tops } = columns
  const x = f64(rows.x, row)
  const y = f64(rows.y, row)
  const column = columnAt(cells, x)
  const line = rowAt(cells, y)
  for (let ring = 1; ; ring++) {
    const [west, east] = [Math.max(0, column - ring), Math.min(cells.columns - 1, column + ring)]
    const [south, north] = [Math.max(0, line - ring), Math.min(cells.rows - 1, line + ring)]
    // How far the square certainly reaches; the cells at the rim of the grid have no end.
    const insideM = Math.min(
      west > 0 ? x - (cells.xM + west * cells.sizeM) : Infinity,
      east < cells.columns - 1 ? cells.xM + (east + 1) * cells.sizeM - x : Infinity,
      south > 0 ? y - (cells.yM + south * cells.sizeM) : Infinity,
      north < cells.rows - 1 ? cells.yM + (north + 1) * cells.sizeM - y : Infinity
    )
    const isAll = insideM >= state.farM
    if (!isAll && countIn(state, west, east, south, north) < FEW) continue
    keepFound(state.lists, row, takeSquare(state, row, insideM, west, east, south, north))
    const bound = isAll ? Infinity : insideM * costs.leastPerM * LESS - tops.highest
    const least = leastListed(state, row)
    if (least < bound || isAll) {
      setBound(state, row, bound)
      return least
    }
    if (least === Infinity) continue
    lookAround(state, row, least + state.margin, 0)
    return leastListed(state, row)
  }
}

/** Columns that make a first list. */
const FEW = 8
/** Covers the rounding of distances. */
const LESS = 1 - 1e-9

const countIn = ({ columns }: State, west: number, east: number, south: number, north: number): number => {
  const { start, columns: wide } = columns.cells
  let count = 0
  for (let line = south; line <= north; line++) {
    count += i32(start, line * wide + east + 1) - i32(start, line * wide + west)
  }
  return count
}

const takeSquare = (
  { rows, columns, lists, costs }: State,
  row: number,
  withinM: number,
  west: number,
  east: number,
  south: number,
  north: number
): number => {
  const { start, points, columns: wide } = columns.cells
  const x = f64(rows.x, row)
  const y = f64(rows.y, row)
  let found = 0
  for (let line = south; line <= north; line++) {
    const end = i32(start, line * wide + east + 1)
    for (let at = i32(start, line * wide + west); at < end; at++) {
      const column = i32(points, at)
      const dx = f64(columns.x, column) - x
      const dy = f64(columns.y, column) - y
      const squareM = dx * dx + dy * dy
      if (squareM > withinM * withinM) continue
      const cost = costs.cost(row, column, Math.sqrt(squareM))
      if (cost > costs.most) continue
      lists.foundColumn[found] = column
      lists.foundCost[found] = cost
      found++
    }
  }
  return found
}

const setBound = ({ rows, lists }: State, row: number, bound: number): void => {
  lists.bound[row] = bound
  raiseTop(lists.boundTops, rows.cells, i32(rows.cells.cellOf, row), bound)
}
