import { f64 } from "@hotbag/core"
import { makeGeographicAssignment, solveDense, type GeographicAssignment } from "@hotbag/dispatch"
import { munkres } from "munkres"
import { PRICE_S, travelCosts, uniform, type City } from "./city.ts"

/** Who answers an assignment problem. */
export interface Solver {
  readonly name: string
  /** Solves once and returns the cost. */
  readonly solve: () => number
}

/** Ours from coordinates. Everybody is told anew each time: memory is kept, nothing that was found out. */
export const fromCoordinates = (city: City, cutOffS: number): Solver => {
  const assignment = makeGeographicAssignment(travelCosts(cutOffS))
  return { name: "geographic", solve: () => tellAll(assignment, city).solve() }
}

const tellAll = (assignment: GeographicAssignment, { orders, couriers }: City): GeographicAssignment => {
  for (let row = 0; row < orders.x.length; row++) {
    assignment.setRow(row, f64(orders.x, row), f64(orders.y, row), PRICE_S)
  }
  for (let column = 0; column < couriers.x.length; column++) {
    assignment.setColumn(column, f64(couriers.x, column), f64(couriers.y, column))
  }
  return assignment
}

/** Ours on the full matrix. */
export const fromMatrix = (matrix: Float64Array, rows: number, cols: number): Solver => ({
  name: "dense",
  solve: () => solveDense(matrix, rows, cols).cost
})

/** The fastest of npm. */
export const munkresOn = (matrix: Float64Array, rows: number, cols: number): Solver => {
  const table = Array.from({ length: rows }, (_, row) => [...matrix.subarray(row * cols, (row + 1) * cols)])
  return {
    name: "munkres",
    solve: () => munkres(table).reduce((sum, [row, column]) => sum + f64(matrix, row * cols + column), 0)
  }
}

/** How far a courier moves between two rounds along either axis, at most. */
const STEP_M = 300
/** Of the couriers that change, those who end their shift; somebody else begins one elsewhere. */
const SHARE_REPLACED = 0.3

/** Ours from round to round, and the city as it is now. */
export interface Rounds extends Solver {
  readonly city: City
}

/**
 * Ours kept from round to round: before each a share of the orders is gone and others are there instead, a share of the
 * couriers has moved or gone off. `pool` is where they come from.
 */
export const fromRoundToRound = (city: City, pool: City, cutOffS: number, share: number): Rounds => {
  const { orders, couriers } = city
  const assignment = makeGeographicAssignment(travelCosts(cutOffS))
  tellAll(assignment, city).solve()
  const next = uniform(orders.x.length)
  const anyOf = (values: Float64Array) => Math.floor(next() * values.length)
  const changeOrder = () => {
    const row = anyOf(orders.x)
    const other = anyOf(pool.orders.x)
    orders.x[row] = f64(pool.orders.x, other)
    orders.y[row] = f64(pool.orders.y, other)
    assignment.setRow(row, f64(orders.x, row), f64(orders.y, row), PRICE_S)
  }
  const changeCourier = () => {
    const column = anyOf(couriers.x)
    const other = anyOf(pool.couriers.x)
    const isReplaced = next() < SHARE_REPLACED
    couriers.x[column] = isReplaced
      ? f64(pool.couriers.x, other)
      : f64(couriers.x, column) + (2 * next() - 1) * STEP_M
    couriers.y[column] = isReplaced
      ? f64(pool.couriers.y, other)
      : f64(couriers.y, column) + (2 * next() - 1) * STEP_M
    assignment.setColumn(column, f64(couriers.x, column), f64(couriers.y, column))
  }
  return {
    name: "kept",
    city,
    solve: () => {
      for (let change = 0; change < share * orders.x.length; change++) changeOrder()
      for (let change = 0; change < share * couriers.x.length; change++) changeCourier()
      return assignment.solve()
    }
  }
}
