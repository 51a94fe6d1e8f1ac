import { at, f64, i32 } from "@hotbag/core"
import type { SparseProblem, SparseSolution } from "@hotbag/dispatch"
import { solveSparse } from "@hotbag/dispatch"

/** Price of a forbidden pair and of leaving an order out, in seconds: far beyond any way. */
export const PRICE_S = 1e6

/**
 * Travel seconds between orders and couriers, row-major: a city 20 km across, 1.35 × the straight line at 23 km/h, in
 * whole milliseconds; 70 % of the orders and half of the couriers are around 30 hotspots. Ways longer than `cutOffS`
 * cost `PRICE_S`.
 */
export const cityMatrix = (seed: number, rows: number, cols: number, cutOffS: number): Float64Array => {
  const next = uniform(seed)
  const anywhere = () => ({ x: next() * 20_000, y: next() * 20_000 })
  const hotspots = Array.from({ length: 30 }, anywhere)
  const spreadM = () => 1_500 * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const around = () => {
    const hotspot = at(hotspots, Math.floor(next() * hotspots.length))
    return { x: hotspot.x + spreadM(), y: hotspot.y + spreadM() }
  }
  const orders = Array.from({ length: rows }, () => (next() < 0.7 ? around() : anywhere()))
  const couriers = Array.from({ length: cols }, () => (next() < 0.5 ? around() : anywhere()))
  const matrix = new Float64Array(rows * cols)
  orders.forEach((order, row) => {
    couriers.forEach((courier, column) => {
      const wayM = 1.35 * Math.hypot(order.x - courier.x, order.y - courier.y)
      const seconds = Math.round((wayM / 23_000) * 3_600_000) / 1_000
      matrix[row * cols + column] = seconds > cutOffS ? PRICE_S : seconds
    })
  })
  return matrix
}

/** The pairs that the sparse solver gets. */
export interface Candidates {
  readonly problem: SparseProblem
  /** Couriers listed for each order. */
  readonly nearest: number
}

/**
 * The k nearest couriers of each order, as a grid index hands them out; k is doubled until the duals of the answer
 * prove that no pair of the full matrix could improve it.
 */
export const nearestThatSuffice = (matrix: Float64Array, rows: number, cols: number): Candidates => {
  for (let k = 16; ; k *= 2) {
    const nearest = Math.min(k, cols)
    const problem = nearestPairs(matrix, rows, cols, nearest)
    if (nearest === cols || provesAll(matrix, rows, cols, solveSparse(problem))) return { problem, nearest }
  }
}

const nearestPairs = (matrix: Float64Array, rows: number, cols: number, nearest: number): SparseProblem => {
  const start = new Int32Array(rows + 1)
  const col: Array<number> = []
  const cost: Array<number> = []
  for (let row = 0; row < rows; row++) {
    const seconds = matrix.subarray(row * cols, (row + 1) * cols)
    const limit = f64(seconds.toSorted(), nearest - 1)
    let taken = 0
    for (let column = 0; column < cols && taken < nearest; column++) {
      const value = f64(seconds, column)
      if (value > limit || value >= PRICE_S) continue
      col.push(column)
      cost.push(value)
      taken++
    }
    start[row + 1] = col.length
  }
  const skip = new Float64Array(rows).fill(PRICE_S)
  return { rows, cols, start, col: Int32Array.from(col), cost: Float64Array.from(cost), skip }
}

/** True when no pair of the full matrix is cheaper than the duals of both sides: then the answer is optimal for it. */
const provesAll = (matrix: Float64Array, rows: number, cols: number, solution: SparseSolution): boolean => {
  for (let row = 0; row < rows; row++) {
    const pays = f64(solution.rowDual, row)
    for (let column = 0; column < cols; column++) {
      const value = f64(matrix, row * cols + column)
      if (value < PRICE_S && value - pays - f64(solution.colDual, column) < -1e-6) return false
    }
  }
  return true
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
const uniform = (seed: number): (() => number) => {
  const state = Int32Array.of(seed)
  return () => {
    state[0] = i32(state, 0) + 0x6d2b79f5
    let mixed = Math.imul(i32(state, 0) ^ (i32(state, 0) >>> 15), i32(state, 0) | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
