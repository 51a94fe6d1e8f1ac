import { f64, i32, invariant } from "@hotbag/core"
import type { Certificate } from "../certificate.ts"
import { certify } from "./certify.ts"
import { makeChanges, put, take } from "./Changes.ts"
import { pointCount } from "./PointCells.ts"
import { solveAnew } from "./solveAnew.ts"
import { solveChanges } from "./solveChanges.ts"
import { longerF64, makeState, type Side, type State } from "./State.ts"

/** What pairs cost. */
export interface GeographicCosts {
  /**
   * Cost of a pair on top of the base of its row, at least `leastPerM` × `distanceM`; `Infinity` forbids the pair. Pure: the
   * same until one of the two is set anew. `distanceM` is the distance on the plane, for costs that need no more.
   */
  readonly cost: (row: number, column: number, distanceM: number) => number
  /** No pair costs less than this for each metre between its points: one over the top speed. Above 0. */
  readonly leastPerM: number
  /** Pairs that cost more, without the base of the row, are forbidden; `Infinity` for no cut-off. */
  readonly most: number
}

/**
 * A linear assignment between points of a plane, such as orders (rows) and couriers (columns), that is kept between
 * calls: every row takes one column or is left out at its own price, a column is taken at most once. Rows and columns are
 * small numbers given by the caller, who had better use those of removed ones again: memory grows with the greatest.
 */
export interface GeographicAssignment {
  /**
   * Puts a row there, new or not; also for a row whose costs have changed. Taking a column costs `base` more than
   * `cost` says, and `leaveOut` is the whole price of taking none; both finite.
   */
  readonly setRow: (row: number, xM: number, yM: number, leaveOut: number, base?: number) => void
  readonly removeRow: (row: number) => void
  /** Puts a column there, new or not; also for a column whose costs have changed. */
  readonly setColumn: (column: number, xM: number, yM: number) => void
  readonly removeColumn: (column: number) => void
  /** Finds a matching of least cost and returns the cost, prices of rows left out included. */
  readonly solve: () => number
  /** Column of a row by the last `solve`; -1 when the row is left out. */
  readonly columnOf: (row: number) => number
  /** What the row pays by the last `solve`, at most its `leaveOut`. */
  readonly rowDual: (row: number) => number
  /** What taking the column adds for everybody else, negated: at most 0, and 0 when nobody takes it. */
  readonly columnDual: (column: number) => number
  /**
   * Proves the last `solve` against every pair there is, listed or not, by the distance and the duals: to be asked for before
   * anything is set or removed.
   */
  readonly certificate: () => Certificate
}

/** With a greater share of rows and columns changed than this it is faster to solve anew. */
const SHARE_TO_SOLVE_ANEW = 0.08
/** Searches start from the scarcer side; by so much the other one must be scarcer before that changes. */
const SHARE_TO_TURN = 1.05

/**
 * An assignment without rows and columns yet.
 *
 * The first `solve`, and any after much has changed, works from nothing: neighbours from a grid, bids, shortest augmenting
 * paths over the columns that each row lists, and pricing of everybody else by distance and duals, so that the lists hold
 * what the proof needs and little more. Later ones keep the matching and the duals and pay for what changed. Always exact
 * up to rounding, and deterministic for the same calls in the same sequence; which of several best matchings is found
 * depends on these calls.
 *
 * Memory: about 100 bytes a point and 12 bytes a listed pair; nothing is allocated once that suffices, except by a solve
 * from nothing that is short of columns. Linear in the points where columns are plenty; close to that for changes.
 *
 * Sources: R. Jonker and A. Volgenant, A Shortest Augmenting Path Algorithm for Dense and Sparse Linear Assignment
 * Problems, 1987; for the growing lists, L. H. U, M. L. Yiu, K. Mouratidis and N. Mamoulis, Capacity Constrained
 * Assignment in Spatial Databases, SIGMOD 2008.
 *
 * @throws InvariantViolation for costs without a top speed, positions and prices that are not finite.
 */
export const makeGeographicAssignment = (costs: GeographicCosts): GeographicAssignment => {
  invariant(
    costs.leastPerM > 0 && costs.leastPerM < Infinity,
    "leastPerM must be positive and finite: without a top speed there is nothing to search by",
    { leastPerM: costs.leastPerM }
  )
  invariant(!Number.isNaN(costs.most), "most must be a number; Infinity for no cut-off", { most: costs.most })
  let base: Float64Array = new Float64Array(0)
  const upright = makeState(costs)
  const turned = turnedOver(upright)
  const { rows, columns } = upright
  let state = upright
  const rowChanges = makeChanges()
  const columnChanges = makeChanges()
  let isSolved = false

  const marks = (side: Side) => (side === rows ? rowChanges : columnChanges).marks(side)
  const scarcerSide = (isAnew: boolean) => {
    const slack = isAnew ? 1 : SHARE_TO_TURN
    if (rows.count > columns.count * slack) return turned
    return columns.count >= rows.count * slack ? upright : state
  }
  const isMatched = (row: number) => {
    const column = rows.present[row] === 1 ? i32(rows.partner, row) : -1
    return column >= 0 && columns.present[column] === 1
  }
  const sumOfBases = (): number => {
    let sum = 0
    for (let row = 0; row < rows.size; row++) if (rows.present[row] === 1) sum += f64(base, row)
    return sum
  }
  return {
    setRow: (row, xM, yM, leaveOut, rowBase = 0) => {
      put(rows, rowChanges, row, xM, yM, leaveOut - rowBase)
      if (row >= base.length) base = longerF64(base, rows.x.length)
      base[row] = rowBase
    },
    removeRow: (row) => take(rows, rowChanges, row),
    setColumn: (column, xM, yM) => put(columns, columnChanges, column, xM, yM, 0),
    removeColumn: (column) => take(columns, columnChanges, column),
    solve: () => {
      const before = pointCount(rows.cells) + pointCount(columns.cells)
      const changed = rowChanges.count() + columnChanges.count()
      const isAnew = !isSolved || changed > SHARE_TO_SOLVE_ANEW * before
      const scarcer = scarcerSide(isAnew)
      // A cost that throws leaves half-done work behind, on which nothing may be built.
      isSolved = false
      if (isAnew || scarcer !== state || !solveChanges(state, marks(state.rows), marks(state.columns))) {
        state = scarcer
        solveAnew(state)
      }
      isSolved = true
      rowChanges.clear()
      columnChanges.clear()
      let sum = 0
      for (let row = 0; row < rows.size; row++) if (rows.present[row] === 1) sum += costOf(upright, row)
      return sum + sumOfBases()
    },
    columnOf: (row) => (isMatched(row) ? i32(rows.partner, row) : -1),
    rowDual: (row) => f64(rows.dual, row) + f64(base, row),
    columnDual: (column) => f64(columns.dual, column),
    certificate: () => {
      const { primal, dual, violation } = certify(state)
      const bases = sumOfBases()
      return { primal: primal + bases, dual: dual + bases, violation }
    }
  }
}

/** What the row costs by the last `solve`, without its base. */
const costOf = ({ rows, columns, costs }: State, row: number): number => {
  const column = i32(rows.partner, row)
  if (column < 0) return f64(rows.leave, row)
  const dx = f64(columns.x, column) - f64(rows.x, row)
  const dy = f64(columns.y, column) - f64(rows.y, row)
  return costs.cost(row, column, Math.sqrt(dx * dx + dy * dy))
}

/** The same assignment with rows and columns exchanged: one memory, seen from the other side. */
const turnedOver = (state: State): State => ({
  ...state,
  rows: state.columns,
  columns: state.rows,
  costs: {
    ...state.costs,
    cost: (column, row, distanceM) => state.costs.cost(row, column, distanceM)
  }
})
