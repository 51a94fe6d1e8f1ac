import { f64, i32, invariant } from "@hotbag/core"
import type { Certificate } from "../certificate.ts"
import { leastReduced } from "./leastReduced.ts"
import { pointCount } from "./PointCells.ts"
import type { Side, State } from "./State.ts"
import { fillTops, makeTops } from "./Tops.ts"

/**
 * Checks a solution by linear-programming duality against all pairs: a pair can only be cheaper than its duals where the
 * columns are near enough for the highest dual among them, so that most pairs are seen by cell only. Uses nothing that
 * the searches kept but the matching and the duals. O(pairs that the duals do not rule out by distance).
 *
 * @throws InvariantViolation when two rows hold one column.
 */
export const certify = (state: State): Certificate => {
  const { rows, columns } = state
  const tops = makeTops()
  fillTops(tops, columns.cells, columns.dual)
  const leastOf = (row: number, pays: number) =>
    leastReduced(state, columns, tops, f64(rows.x, row), f64(rows.y, row), pays, (column, distanceM) =>
      state.costs.cost(row, column, distanceM)
    )
  let primal = 0
  let violation = 0
  const dual = sumOfDuals(rows) + sumOfDuals(columns)
  for (let index = 0; index < pointCount(rows.cells); index++) {
    const row = i32(rows.cells.points, index)
    const pays = f64(rows.dual, row)
    violation = Math.max(violation, pays - f64(rows.leave, row), pays - leastOf(row, pays))
    const column = i32(rows.partner, row)
    const cost = column < 0 ? f64(rows.leave, row) : costOf(state, row, column)
    invariant(column < 0 || i32(columns.partner, column) === row, "two rows hold one column", { row, column })
    primal += cost
    violation = Math.max(violation, cost - pays - (column < 0 ? 0 : f64(columns.dual, column)))
  }
  for (let index = 0; index < pointCount(columns.cells); index++) {
    const column = i32(columns.cells.points, index)
    const slack = f64(columns.leave, column) - f64(columns.dual, column)
    const isLeft = i32(columns.partner, column) < 0
    violation = Math.max(violation, -slack, isLeft ? slack : 0)
    if (isLeft) primal += f64(columns.leave, column)
  }
  return { primal, dual, violation }
}

const sumOfDuals = ({ cells, dual }: Side): number => {
  let sum = 0
  for (let index = 0; index < pointCount(cells); index++) sum += f64(dual, i32(cells.points, index))
  return sum
}

const costOf = ({ rows, columns, costs }: State, row: number, column: number): number => {
  const dx = f64(columns.x, column) - f64(rows.x, row)
  const dy = f64(columns.y, column) - f64(rows.y, row)
  const cost = costs.cost(row, column, Math.sqrt(dx * dx + dy * dy))
  return cost > costs.most ? Infinity : cost
}
