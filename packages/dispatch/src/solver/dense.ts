import { f64, i32, invariant } from "@hotbag/core"

/** A largest matching of least cost over a full matrix. */
export interface DenseSolution {
  /** Column of each row; -1 when the row has none. */
  readonly colOfRow: Int32Array
  /** Row of each column; -1 when the column has none. */
  readonly rowOfCol: Int32Array
  /** Sum of the costs of the pairs matched. */
  readonly cost: number
}

/**
 * Solves the rectangular linear assignment problem: first as many pairs as possible, then the least sum. `cost` is
 * row-major, `rows` × `cols`; any float, negative too; `Infinity` forbids a pair. Without forbidden pairs the whole
 * smaller side is matched.
 *
 * Shortest augmenting paths with duals (Jonker and Volgenant 1987; rectangular as in Crouse 2016) after an
 * auction-like first pass. Exact up to rounding; deterministic. O(n² m) for n ≤ m, and memory for one more matrix
 * when it is taller than wide or has forbidden pairs.
 *
 * For hundreds of rows and columns at most, or where every pair counts; dispatch has short rows: `solveSparse`.
 *
 * @throws InvariantViolation on a matrix of another size, NaN or -Infinity.
 */
export const solveDense = (cost: Float64Array, rows: number, cols: number): DenseSolution => {
  invariant(cost.length === rows * cols, "cost must have rows × cols entries", {
    rows,
    cols,
    entries: cost.length
  })
  const wide = rows <= cols
  const matrix = withoutForbidden(wide ? cost : transpose(cost, rows, cols), Math.min(rows, cols))
  const { ofShort, ofLong } = match(matrix, Math.min(rows, cols), Math.max(rows, cols))
  const [colOfRow, rowOfCol] = wide ? [ofShort, ofLong] : [ofLong, ofShort]
  let sum = 0
  for (let row = 0; row < rows; row++) {
    const column = i32(colOfRow, row)
    if (column < 0) continue
    const value = f64(cost, row * cols + column)
    if (value < Infinity) {
      sum += value
      continue
    }
    colOfRow[row] = -1
    rowOfCol[column] = -1
  }
  return { colOfRow, rowOfCol, cost: sum }
}

const transpose = (cost: Float64Array, rows: number, cols: number): Float64Array => {
  const turned = new Float64Array(cost.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < cols; column++) turned[column * rows + row] = f64(cost, row * cols + column)
  }
  return turned
}

/**
 * The matrix with a finite price for every forbidden pair: so high that one of them never pays, whatever the others
 * save by it. Taking the fewest of them leaves the most real pairs.
 */
const withoutForbidden = (cost: Float64Array, pairs: number): Float64Array => {
  if (isAllFinite(cost)) return cost
  let least = Infinity
  let most = -Infinity
  let forbidden = false
  for (let index = 0; index < cost.length; index++) {
    const value = f64(cost, index)
    if (value === Infinity) forbidden = true
    else {
      if (!(value > -Infinity)) invariant(false, "a cost must be a number above -Infinity", { index })
      if (value < least) least = value
      if (value > most) most = value
    }
  }
  if (!forbidden) return cost
  const price = most < least ? 0 : most + pairs * (most - least) + Math.max(1, Math.abs(most))
  return cost.map((value) => (value === Infinity ? price : value))
}

/** Whether all entries are numbers; false too where they are too large to be added up. */
const isAllFinite = (cost: Float64Array): boolean => {
  // Two sums, since each addition waits for the one before it.
  let even = 0
  let odd = 0
  const pairs = cost.length >> 1
  for (let pair = 0; pair < pairs; pair++) {
    even += f64(cost, 2 * pair)
    odd += f64(cost, 2 * pair + 1)
  }
  if (cost.length > 2 * pairs) even += f64(cost, 2 * pairs)
  return Number.isFinite(even) && Number.isFinite(odd)
}

interface Matching {
  readonly ofShort: Int32Array
  readonly ofLong: Int32Array
}

/** Matches every row of a finite matrix, `rows` ≤ `cols`. */
const match = (cost: Float64Array, rows: number, cols: number): Matching => {
  const colOfRow = new Int32Array(rows).fill(-1)
  const rowOfCol = new Int32Array(cols).fill(-1)
  const colDual = new Float64Array(cols)
  const search: Search = {
    cost,
    cols,
    colOfRow,
    rowOfCol,
    colDual,
    distance: new Float64Array(cols),
    from: new Int32Array(cols),
    settled: new Int32Array(cols),
    settledAt: new Float64Array(cols),
    settledDual: new Float64Array(cols)
  }
  // Where every column will be taken, duals above 0 are as good, and the columns out of the way are known for it at once.
  if (rows === cols) reduceColumns(search)
  for (const row of bid(search, rows)) augment(search, row)
  return { ofShort: colOfRow, ofLong: rowOfCol }
}

interface Search {
  readonly cost: Float64Array
  readonly cols: number
  readonly colOfRow: Int32Array
  readonly rowOfCol: Int32Array
  /** Of a column that the search has settled -Infinity, which hides it from the inner loop. */
  readonly colDual: Float64Array
  /** Of a column not reached, or settled already, Infinity. */
  readonly distance: Float64Array
  readonly from: Int32Array
  /** Columns in the sequence in which they were settled, and of each its distance and its dual. */
  readonly settled: Int32Array
  readonly settledAt: Float64Array
  readonly settledDual: Float64Array
}

/** Column reduction (Jonker and Volgenant 1987): the dual of each column is its least cost. */
const reduceColumns = ({ cost, cols, colDual }: Search): void => {
  colDual.fill(Infinity)
  for (let base = 0; base < cost.length; base += cols) {
    for (let column = 0; column < cols; column++) {
      const value = f64(cost, base + column)
      if (value < f64(colDual, column)) colDual[column] = value
    }
  }
}

/** How many bids each row may make on average before the exact searches take over. */
const BIDS_PER_ROW = 3

/**
 * Augmenting row reduction: each row takes its cheapest column and pays it up to its second choice; a row that
 * loses its column bids again. Returns the rows that still need a search.
 */
const bid = ({ cost, cols, colOfRow, rowOfCol, colDual }: Search, rows: number): ReadonlyArray<number> => {
  const waiting: Array<number> = []
  let bidsLeft = rows * BIDS_PER_ROW
  for (let first = 0; first < rows; first++) {
    let row = first
    while (row >= 0) {
      if (bidsLeft-- <= 0) {
        waiting.push(row)
        break
      }
      let best = Infinity
      let bestCol = -1
      let second = Infinity
      let secondCol = -1
      const base = row * cols
      for (let column = 0; column < cols; column++) {
        const reduced = f64(cost, base + column) - f64(colDual, column)
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
      let loser = i32(rowOfCol, bestCol)
      if (second > best) {
        colDual[bestCol] = f64(colDual, bestCol) - (second - best)
      } else if (loser >= 0) {
        if (i32(rowOfCol, secondCol) >= 0) {
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

/** Adds `source` by the cheapest path to a free column, shifting others along it, and moves the duals with it. */
const augment = (search: Search, source: number): void => {
  const { cost, cols, colOfRow, rowOfCol, colDual, distance, from, settled, settledAt, settledDual } = search
  distance.fill(Infinity)
  let count = 0
  let row = source
  let reach = 0
  let last = -1
  while (last < 0) {
    // What the row pays follows from its column: cost = rowDual + colDual on every pair taken.
    const held = i32(colOfRow, row)
    const pays = held < 0 ? 0 : f64(cost, row * cols + held) - f64(settledDual, held)
    const column = relax(search, row, reach - pays)
    reach = f64(distance, column)
    settled[count++] = column
    settledAt[column] = reach
    settledDual[column] = f64(colDual, column)
    distance[column] = Infinity
    colDual[column] = -Infinity
    if (i32(rowOfCol, column) < 0) last = column
    else row = i32(rowOfCol, column)
  }
  for (let index = 0; index < count; index++) {
    const column = i32(settled, index)
    colDual[column] = f64(settledDual, column) + f64(settledAt, column) - reach
  }
  for (let column = last, at = -1; at !== source;) {
    at = i32(from, column)
    const given = i32(colOfRow, at)
    colOfRow[at] = column
    rowOfCol[column] = at
    column = given
  }
}

/**
 * Looks from `row` at every column and returns the nearest one that is not settled; among equals a free one, which ends the
 * search. On its own because it is the inner loop: small, it is compiled well.
 */
const relax = (search: Search, row: number, shift: number): number => {
  const { cost, cols, rowOfCol, colDual, distance, from } = search
  const base = row * cols
  let nearest = Infinity
  let nearestColumn = -1
  for (let column = 0; column < cols; column++) {
    const next = f64(cost, base + column) - f64(colDual, column) + shift
    let known = f64(distance, column)
    if (next < known) {
      distance[column] = next
      from[column] = row
      known = next
    }
    if (known < nearest || (known === nearest && known < Infinity && i32(rowOfCol, column) < 0)) {
      nearest = known
      nearestColumn = column
    }
  }
  return nearestColumn
}
