import { f64, i32, invariant } from "@hotbag/core"
import { makeColumnHeap, type ColumnHeap } from "./ColumnHeap.ts"

/**
 * A linear assignment over listed pairs: every row takes one of its columns or is left out at its own price, a
 * column is taken at most once. Leaving everybody out is always possible, so there is always a solution.
 */
export interface SparseProblem {
  readonly rows: number
  readonly cols: number
  /** Length `rows + 1`; the pairs of row `i` are `start[i] .. start[i + 1] - 1`. */
  readonly start: Int32Array
  /** Column of each pair. Sorted within a row, equal optima are broken towards lower columns. */
  readonly col: Int32Array
  /** Cost of each pair: any float, negative too; `Infinity` forbids the pair. */
  readonly cost: Float64Array
  /** Price of leaving each row out; finite. */
  readonly skip: Float64Array
}

/** A matching of least cost with the prices that prove it (see `certificate`). */
export interface SparseSolution {
  /** Column of each row; -1 when the row is left out. */
  readonly colOfRow: Int32Array
  /** Costs of the pairs taken plus prices of the rows left out. */
  readonly cost: number
  /** What each row pays, at most its `skip`. */
  readonly rowDual: Float64Array
  /** What taking each column adds for everybody else, negated: at most 0, and 0 when nobody takes it. */
  readonly colDual: Float64Array
  /** False when `maxSearches` ended the work early: the matching is valid, but neither best nor certified. */
  readonly exact: boolean
}

/**
 * Solves the assignment exactly by successive shortest augmenting paths with duals (Jonker and Volgenant 1987, on
 * sparse rows as in Carpaneto and Toth 1983), after an auction-like first pass that settles most rows cheaply.
 *
 * Deterministic. Work is proportional to the part of the graph that the searches explore: for dispatch, where rows
 * list a few dozen near couriers, close to linear in the pairs; at worst O(rows · pairs · log cols).
 *
 * `maxSearches` bounds the number of path searches; rows beyond it take their cheapest free column.
 *
 * @throws InvariantViolation on misshapen arrays, NaN or -Infinity costs, or a skip price that is not finite.
 */
export const solveSparse = (problem: SparseProblem, maxSearches = Infinity): SparseSolution => {
  checkShape(problem)
  const state = makeState(problem)
  const waiting = bid(problem, state)
  let searches = 0
  for (const row of waiting) {
    if (searches++ < maxSearches) augment(problem, state, row)
    else takeCheapestFree(problem, state, row)
  }
  return {
    colOfRow: state.colOfRow,
    cost: costOf(problem, state.colOfRow),
    rowDual: state.rowDual,
    colDual: state.colDual,
    exact: searches <= maxSearches
  }
}

/** Cost of a matching: costs of the pairs taken plus prices of the rows left out. O(pairs). */
export const costOf = (problem: SparseProblem, colOfRow: Int32Array): number => {
  let sum = 0
  for (let row = 0; row < problem.rows; row++) {
    const taken = i32(colOfRow, row)
    let cost = taken < 0 ? f64(problem.skip, row) : Infinity
    if (taken >= 0) {
      const end = i32(problem.start, row + 1)
      for (let pair = i32(problem.start, row); pair < end; pair++) {
        if (i32(problem.col, pair) === taken) cost = Math.min(cost, f64(problem.cost, pair))
      }
    }
    sum += cost
  }
  return sum
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
  readonly heap: ColumnHeap
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
    heap: makeColumnHeap(distance),
    reached: new Int32Array(cols),
    settled: new Int32Array(cols)
  }
}

const checkShape = ({ rows, cols, start, col, cost, skip }: SparseProblem): void => {
  invariant(start.length === rows + 1 && i32(start, 0) === 0, "start must have rows + 1 entries from 0")
  const pairs = i32(start, rows)
  invariant(col.length >= pairs && cost.length >= pairs, "col and cost must cover every pair", { pairs })
  invariant(skip.length === rows, "skip must have one price per row", { rows, prices: skip.length })
  for (let row = 0; row < rows; row++) {
    invariant(i32(start, row) <= i32(start, row + 1), "start must not decrease", { row })
    invariant(Number.isFinite(f64(skip, row)), "a skip price must be finite", { row })
  }
  for (let pair = 0; pair < pairs; pair++) {
    const column = i32(col, pair)
    // Comparing this way round refuses NaN as well.
    if (!(f64(cost, pair) > -Infinity)) invariant(false, "a cost must be a number above -Infinity", { pair })
    if (column < 0 || column >= cols) invariant(false, "column outside the problem", { pair, column, cols })
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
      } else heap.improved(column)
    }
    const nearest = heap.pop()
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
  shiftAlong(state, source, lastCol)
  for (let index = 0; index < reachedCount; index++) distance[i32(reached, index)] = Infinity
  heap.clear()
}

/** Hands each column on the path back from `lastCol` to the row that reached it. */
const shiftAlong = ({ colOfRow, rowOfCol, from }: State, source: number, lastCol: number): void => {
  let column = lastCol
  while (column >= 0) {
    const row = i32(from, column)
    const given = i32(colOfRow, row)
    colOfRow[row] = column
    rowOfCol[column] = row
    column = row === source ? -1 : given
  }
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
