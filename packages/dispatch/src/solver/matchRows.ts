import { f64, i32 } from "@hotbag/core"
import { clear, improved, makeNodeHeap, pop, type NodeHeap } from "./NodeHeap.ts"
import { shiftAlong } from "./shiftAlong.ts"
import type { SparseProblem } from "./sparse.ts"

/** A matching seen from both sides, with its duals; see `SparseSolution`. */
export interface RowMatching {
  readonly colOfRow: Int32Array
  readonly rowOfCol: Int32Array
  readonly rowDual: Float64Array
  readonly colDual: Float64Array
  readonly exact: boolean
}

/** The work of `solveSparse`, with searches from the rows. Expects a problem that was checked. */
export const matchRows = (problem: SparseProblem, maxSearches: number): RowMatching => {
  const state = makeState(problem)
  let searches = 0
  for (const row of bid(problem, state)) {
    if (searches++ < maxSearches) augment(problem, state, row)
    else takeCheapestFree(problem, state, row)
  }
  const { colOfRow, rowOfCol, rowDual, colDual } = state
  return { colOfRow, rowOfCol, rowDual, colDual, exact: searches <= maxSearches }
}

interface State {
  readonly colOfRow: Int32Array
  readonly rowOfCol: Int32Array
  readonly rowDual: Float64Array
  readonly colDual: Float64Array
  /** Distance of each column from the row being added; `Infinity` between searches. */
  readonly distance: Float64Array
  /** Row from which each column was reached. */
  readonly from: Int32Array
  readonly heap: NodeHeap
  /** Columns reached and columns settled by the current search. */
  readonly reached: Int32Array
  readonly settled: Int32Array
}

const makeState = ({ rows, cols }: SparseProblem): State => {
  const distance = new Float64Array(cols).fill(Infinity)
  return {
    colOfRow: new Int32Array(rows).fill(-1),
    rowOfCol: new Int32Array(cols).fill(-1),
    rowDual: new Float64Array(rows),
    colDual: new Float64Array(cols),
    distance,
    from: new Int32Array(cols),
    heap: makeNodeHeap(distance),
    reached: new Int32Array(cols),
    settled: new Int32Array(cols)
  }
}

/**
 * How many bids each row may make on average before the exact searches take over. A bid costs a look at one row, a
 * search a look at many; but where couriers are scarce, rows outbid each other in ever smaller steps.
 */
const BIDS_PER_ROW = 4

/**
 * Augmenting row reduction: each row takes its cheapest column and pays it up to where its second choice (or being
 * left out) is as good; a row that loses its column bids again. Returns the rows that still need a search.
 */
const bid = (problem: SparseProblem, state: State): ReadonlyArray<number> => {
  const { rows, start, col, cost, skip } = problem
  const { colOfRow, rowOfCol, rowDual, colDual } = state
  const waiting: Array<number> = []
  let bidsLeft = rows * BIDS_PER_ROW
  for (let first = 0; first < rows; first++) {
    let row = first
    while (row >= 0) {
      if (bidsLeft-- <= 0) {
        waiting.push(row)
        break
      }
      // Column -1 stands for being left out.
      let best = f64(skip, row)
      let bestCol = -1
      let second = Infinity
      let secondCol = -1
      const end = i32(start, row + 1)
      for (let pair = i32(start, row); pair < end; pair++) {
        const column = i32(col, pair)
        const reduced = f64(cost, pair) - f64(colDual, column)
        if (reduced >= second) continue
        if (reduced < best) {
          second = best
          secondCol = bestCol
          best = reduced
          bestCol = column
        } else {
          second = reduced
          secondCol = column
        }
      }
      rowDual[row] = best
      if (bestCol < 0) break
      let loser = i32(rowOfCol, bestCol)
      if (second > best) {
        rowDual[row] = second
        colDual[bestCol] = f64(colDual, bestCol) - (second - best)
      } else if (loser >= 0) {
        // No room to outbid: taking the column would only hand the same question to its holder.
        if (secondCol < 0 || i32(rowOfCol, secondCol) >= 0) {
          waiting.push(row)
          break
        }
        bestCol = secondCol
        loser = -1
      }
      colOfRow[row] = bestCol
      rowOfCol[bestCol] = row
      if (loser >= 0) colOfRow[loser] = -1
      row = loser
    }
  }
  return waiting
}

/** Finds the cheapest way to add `source`, shifting others along one path, and moves the duals with it. */
const augment = (problem: SparseProblem, state: State, source: number): void => {
  const { start, col, cost, skip } = problem
  const { colOfRow, rowOfCol, rowDual, colDual, distance, from, heap, reached, settled } = state
  let reachedCount = 0
  let settledCount = 0
  rowDual[source] = lowestReduced(problem, colDual, source)
  let limit = Infinity
  // Where the path ends: at a free column, or at a row that is left out.
  let lastCol = -1
  let lastRow = -1
  let row = source
  let reach = 0
  for (;;) {
    const base = reach - f64(rowDual, row)
    const leaving = base + f64(skip, row)
    if (leaving < limit) {
      limit = leaving
      lastRow = row
      lastCol = -1
    }
    const end = i32(start, row + 1)
    for (let pair = i32(start, row); pair < end; pair++) {
      const column = i32(col, pair)
      // Rounding may leave a reduced cost a hair below 0; a path never gets shorter.
      const next = Math.max(reach, base + f64(cost, pair) - f64(colDual, column))
      if (next >= limit || next >= f64(distance, column)) continue
      if (f64(distance, column) === Infinity) reached[reachedCount++] = column
      distance[column] = next
      from[column] = row
      if (i32(rowOfCol, column) < 0) {
        limit = next
        lastRow = -1
        lastCol = column
      } else improved(heap, column)
    }
    const nearest = pop(heap)
    if (nearest < 0 || f64(distance, nearest) >= limit) break
    settled[settledCount++] = nearest
    reach = f64(distance, nearest)
    row = i32(rowOfCol, nearest)
  }
  rowDual[source] = f64(rowDual, source) + limit
  for (let index = 0; index < settledCount; index++) {
    const column = i32(settled, index)
    const slack = limit - f64(distance, column)
    const holder = i32(rowOfCol, column)
    colDual[column] = f64(colDual, column) - slack
    rowDual[holder] = f64(rowDual, holder) + slack
  }
  if (lastRow >= 0) {
    lastCol = i32(colOfRow, lastRow)
    colOfRow[lastRow] = -1
  }
  shiftAlong(from, colOfRow, rowOfCol, source, lastCol)
  for (let index = 0; index < reachedCount; index++) distance[i32(reached, index)] = Infinity
  clear(heap)
}

const lowestReduced = ({ start, col, cost, skip }: SparseProblem, colDual: Float64Array, row: number) => {
  let lowest = f64(skip, row)
  const end = i32(start, row + 1)
  for (let pair = i32(start, row); pair < end; pair++) {
    lowest = Math.min(lowest, f64(cost, pair) - f64(colDual, i32(col, pair)))
  }
  return lowest
}

const takeCheapestFree = (problem: SparseProblem, { colOfRow, rowOfCol }: State, row: number): void => {
  const { start, col, cost, skip } = problem
  let best = f64(skip, row)
  let bestCol = -1
  const end = i32(start, row + 1)
  for (let pair = i32(start, row); pair < end; pair++) {
    const column = i32(col, pair)
    if (i32(rowOfCol, column) >= 0 || f64(cost, pair) >= best) continue
    best = f64(cost, pair)
    bestCol = column
  }
  if (bestCol < 0) return
  colOfRow[row] = bestCol
  rowOfCol[bestCol] = row
}
