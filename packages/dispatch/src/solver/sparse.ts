import { f64, i32, invariant, u8 } from "@hotbag/core"
import { matchRows } from "./matchRows.ts"
import { turned } from "./turned.ts"

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
 * Searches start from the scarcer side: from the rows, or from the columns when fewer of them are listed.
 *
 * Deterministic. Work is proportional to the part of the graph that the searches explore: for dispatch, where rows
 * list a few dozen near couriers, close to linear in the pairs; at worst O(rows · pairs · log cols).
 *
 * `maxSearches` bounds the number of path searches; who is left over then takes the cheapest free partner.
 *
 * @throws InvariantViolation on misshapen arrays, NaN or -Infinity costs, or a skip price that is not finite.
 */
export const solveSparse = (problem: SparseProblem, maxSearches = Infinity): SparseSolution => {
  const listed = checkShape(problem)
  if (listed >= problem.rows) {
    const { colOfRow, rowDual, colDual, exact } = matchRows(problem, maxSearches)
    return { colOfRow, cost: costOf(problem, colOfRow), rowDual, colDual, exact }
  }
  const matched = matchRows(turned(problem), maxSearches)
  // The turned problem counts what a row saves on its skip price.
  const rowDual = problem.skip.map((price, row) => price + f64(matched.colDual, row))
  const { rowOfCol: colOfRow, rowDual: colDual, exact } = matched
  return { colOfRow, cost: costOf(problem, colOfRow), rowDual, colDual, exact }
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

/** Refuses what is no problem; counts the columns that some row lists. */
const checkShape = ({ rows, cols, start, col, cost, skip }: SparseProblem): number => {
  const isListed = new Uint8Array(cols)
  let listed = 0
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
    listed += 1 - u8(isListed, column)
    isListed[column] = 1
  }
  return listed
}
