import { f64, i32, invariant } from "@hotbag/core"
import { costOf, type SparseProblem, type SparseSolution } from "./sparse.ts"

/** How far a solution is from provably best. Everything is in the unit of the costs, and 0 up to rounding. */
export interface Certificate {
  /** Cost of the matching. */
  readonly primal: number
  /** What the duals prove that no matching can go below, given that `violation` is 0. */
  readonly dual: number
  /**
   * The worst breach of dual feasibility or complementary slackness: a pair cheaper than its duals say, a row that
   * pays more than its skip price, a priced column that nobody took, a pair taken with slack left.
   */
  readonly violation: number
}

/**
 * Checks a solution by linear-programming duality, independently of how it was found: when `violation` is 0,
 * `primal` equals `dual` and no matching is cheaper. O(pairs).
 *
 * @throws InvariantViolation when two rows hold one column, or a row holds a column that it does not list.
 */
export const certificate = (problem: SparseProblem, solution: SparseSolution): Certificate => {
  const { rows, cols, start, col, cost, skip } = problem
  const { colOfRow, rowDual, colDual } = solution
  const rowOfCol = new Int32Array(cols).fill(-1)
  let violation = 0
  let dual = 0
  for (let row = 0; row < rows; row++) {
    const taken = i32(colOfRow, row)
    const pays = f64(rowDual, row)
    dual += pays
    violation = Math.max(violation, pays - f64(skip, row))
    let slack = taken < 0 ? f64(skip, row) - pays : Infinity
    for (let pair = i32(start, row); pair < i32(start, row + 1); pair++) {
      const column = i32(col, pair)
      const reduced = f64(cost, pair) - pays - f64(colDual, column)
      violation = Math.max(violation, -reduced)
      if (column === taken) slack = Math.min(slack, reduced)
    }
    invariant(slack < Infinity, "a row holds a column that it does not list", { row, taken })
    violation = Math.max(violation, slack)
    if (taken < 0) continue
    invariant(i32(rowOfCol, taken) < 0, "two rows hold one column", { row, taken })
    rowOfCol[taken] = row
  }
  for (let column = 0; column < cols; column++) {
    const price = f64(colDual, column)
    dual += price
    violation = Math.max(violation, price, i32(rowOfCol, column) < 0 ? -price : 0)
  }
  return { primal: costOf(problem, colOfRow), dual, violation }
}
