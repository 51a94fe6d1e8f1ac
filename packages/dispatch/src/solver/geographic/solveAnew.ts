import { f64, i32 } from "@hotbag/core"
import { clear } from "../NodeHeap.ts"
import { bid } from "./bids.ts"
import { bidOfColumns } from "./columnBids.ts"
import { makeGuess } from "./guess.ts"
import { clearLists } from "./lists.ts"
import { firstLook } from "./lookAround.ts"
import { fillCells, layGrid, pointCount } from "./PointCells.ts"
import { searchColumn } from "./searchColumn.ts"
import { searchRows } from "./searchRows.ts"
import { reserveWork, type Search, type Side, type State } from "./State.ts"
import { fillTops } from "./Tops.ts"

/** Columns and rows in a cell, on average. */
const COLUMNS_PER_CELL = 2
const ROWS_PER_CELL = 4
/** How far rows look beyond what they need, in cells. Further, and the lists grow; less far, and they look again. */
const MARGIN_CELLS = 0.7
/** Nodes settled per row that plain searches may take, in all by what the first of them took, or give way to a guess. */
const PATIENCE = 15
/** With fewer columns for each row than this nearly everybody is needed, and plain searches are not even tried. */
const SHORT = 1.05
/** Nodes settled per row before anything is concluded. */
const TRIAL = 3
/** With fewer rows than this a guess does not pay. */
const ROWS_FOR_A_GUESS = 400
/** Down to so many waiting rows are searched all at once. */
const AT_ONCE = 20

/**
 * Solves from nothing. Bids settle most rows where columns are plenty; the rest is found by searches one by one. Where
 * these take long, since nearly everybody is needed, the duals are guessed from a coarser picture first.
 */
export const solveAnew = (state: State): void => {
  const { rows, columns, search } = state
  sortPoints(state, true)
  const count = pointCount(rows.cells)
  columns.dual.set(columns.leave)
  forgetSearches(search)
  const isWorthAGuess = count >= ROWS_FOR_A_GUESS
  const isShort = pointCount(columns.cells) < SHORT * count
  if (!(isWorthAGuess && isShort)) {
    if (searchOneByOne(state, start(state), isWorthAGuess ? PATIENCE : Infinity)) return
  }
  const { coarse, take } = makeGuess(state)
  solveAnew(coarse)
  take()
  searchOneByOne(state, searchAtOnce(state, start(state)), Infinity)
  settleColumns(state)
}

/** Nothing is under way any more, whatever there was. */
const forgetSearches = (search: Search): void => {
  search.effort = 0
  search.risenBy.fill(0)
  search.risenCount = 0
  search.heap.distance.fill(Infinity)
  clear(search.heap)
}

/**
 * Sorts the points of both sides into cells, and makes room for the work on them. The grids are laid anew when asked for
 * or when the number of points has changed much.
 */
export const sortPoints = (state: State, isAnew: boolean): void => {
  const { rows, columns, costs } = state
  reserveWork(state)
  sortSide(rows, ROWS_PER_CELL, isAnew)
  sortSide(columns, COLUMNS_PER_CELL, isAnew)
  state.margin = MARGIN_CELLS * columns.cells.sizeM * costs.leastPerM
}

const sortSide = ({ cells, x, y, present, size, count }: Side, perCell: number, isAnew: boolean): void => {
  if (isAnew || count > cells.laidFor * MUCH || count * MUCH < cells.laidFor) {
    layGrid(cells, x, y, present, size, perCell)
  }
  fillCells(cells, x, y, present, size)
}

/** A grid serves so many times more or fewer points than it was laid for. */
const MUCH = 1.5

/** From the duals of the columns: nobody is matched, every row looks around and bids. Returns how many rows still wait. */
const start = (state: State): number => {
  const { rows, columns, lists, search } = state
  const count = pointCount(rows.cells)
  rows.dual.fill(-Infinity)
  rows.partner.fill(-1)
  columns.partner.fill(-1)
  lists.bound.fill(-Infinity)
  clearLists(lists)
  fillTops(rows.tops, rows.cells, rows.dual)
  fillTops(columns.tops, columns.cells, columns.dual)
  fillTops(lists.boundTops, rows.cells, lists.bound)
  for (let index = 0; index < count; index++) {
    const row = i32(rows.cells.points, index)
    firstLook(state, row)
    search.queue[index] = row
  }
  return bid(state, search.queue, count)
}

/** Searches from all rows that wait as long as that finds places for several of them; returns how many are left. */
const searchAtOnce = (state: State, waiting: number): number => {
  let left = waiting
  let before = Infinity
  while (left > AT_ONCE && left < before - 1) {
    before = left
    left = searchRows(state, state.search.queue, left, left >> 1)
  }
  return left
}

/**
 * Searches from each of the rows that wait; false, when it looked as if more than `patience` nodes would have to be settled per
 * row, before all are done.
 */
export const searchOneByOne = (state: State, waiting: number, patience: number): boolean => {
  const { rows, search } = state
  for (let index = 0; index < waiting; index++) {
    const perRow = search.effort / rows.count
    if (perRow > TRIAL && (perRow * waiting) / (index + 1) > patience) return false
    search.one[0] = i32(search.queue, index)
    searchRows(state, search.one, 1, 1)
  }
  return true
}

/** Finds their place to the columns that have no partner, though their duals are below their prices. */
export const settleColumns = (state: State): void => {
  const { dual, leave, partner, cells } = state.columns
  const { queue } = state.search
  const count = pointCount(cells)
  let waiting = 0
  for (let index = 0; index < count; index++) {
    const column = i32(cells.points, index)
    if (i32(partner, column) < 0 && f64(dual, column) < f64(leave, column)) queue[waiting++] = column
  }
  waiting = bidOfColumns(state, queue, waiting)
  for (let index = 0; index < waiting; index++) searchColumn(state, i32(queue, index))
}
