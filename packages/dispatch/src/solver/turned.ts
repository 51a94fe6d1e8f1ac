import { f64, i32 } from "@hotbag/core"
import type { SparseProblem } from "./sparse.ts"

/**
 * The same problem with rows and columns exchanged: a column takes one of its rows or none, at no price, and counts
 * what the row saves on its skip price. Costs are lower by the sum of the skip prices, whatever the matching.
 * Columns stay sorted within a row. O(pairs).
 */
export const turned = ({ rows, cols, start, col, cost, skip }: SparseProblem): SparseProblem => {
  const pairs = i32(start, rows)
  const turnedStart = new Int32Array(cols + 1)
  for (let pair = 0; pair < pairs; pair++) {
    const next = i32(col, pair) + 1
    turnedStart[next] = i32(turnedStart, next) + 1
  }
  for (let column = 0; column < cols; column++) {
    turnedStart[column + 1] = i32(turnedStart, column) + i32(turnedStart, column + 1)
  }
  const filled = turnedStart.slice(0, cols)
  const turnedCol = new Int32Array(pairs)
  const turnedCost = new Float64Array(pairs)
  for (let row = 0; row < rows; row++) {
    const price = f64(skip, row)
    for (let pair = i32(start, row); pair < i32(start, row + 1); pair++) {
      const column = i32(col, pair)
      const place = i32(filled, column)
      filled[column] = place + 1
      turnedCol[place] = row
      turnedCost[place] = f64(cost, pair) - price
    }
  }
  return {
    rows: cols,
    cols: rows,
    start: turnedStart,
    col: turnedCol,
    cost: turnedCost,
    skip: new Float64Array(cols)
  }
}
