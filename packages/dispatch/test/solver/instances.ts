import type { SparseProblem } from "@hotbag/dispatch"

/** A row-major matrix of costs; `Infinity` forbids the pair. */
export interface Matrix {
  readonly rows: number
  readonly cols: number
  readonly cost: Float64Array
}

/** Uniform numbers in [0, 1) from a seed (mulberry32): enough for test data, the same on every machine. */
export const uniform = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Travel seconds between orders and couriers of a city 15 km across at 6.4 m/s: 70 % of the orders come from 30
 * hotspots, couriers are everywhere, pairs further than `cutOffS` are forbidden.
 */
export const geographic = (seed: number, rows: number, cols: number, cutOffS = Infinity): Matrix => {
  const next = uniform(seed)
  const place = () => ({ x: next() * 15_000, y: next() * 15_000 })
  const hotspots = Array.from({ length: 30 }, place)
  const orders = Array.from({ length: rows }, () => {
    const hotspot = hotspots[Math.floor(next() * hotspots.length)]
    if (next() >= 0.7 || hotspot === undefined) return place()
    return { x: hotspot.x + (next() - 0.5) * 800, y: hotspot.y + (next() - 0.5) * 800 }
  })
  const couriers = Array.from({ length: cols }, place)
  const seconds = orders.flatMap((order) =>
    couriers.map((courier) => Math.hypot(order.x - courier.x, order.y - courier.y) / 6.4)
  )
  return { rows, cols, cost: Float64Array.from(seconds, (s) => (s > cutOffS ? Infinity : s)) }
}

/** The finite pairs of a matrix as a sparse problem with one price for leaving a row out. */
export const sparseOf = ({ rows, cols, cost }: Matrix, skip: number): SparseProblem => {
  const start = new Int32Array(rows + 1)
  const col: Array<number> = []
  const costs: Array<number> = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < cols; column++) {
      const value = cost[row * cols + column] ?? Infinity
      if (value === Infinity) continue
      col.push(column)
      costs.push(value)
    }
    start[row + 1] = col.length
  }
  return {
    rows,
    cols,
    start,
    col: Int32Array.from(col),
    cost: Float64Array.from(costs),
    skip: new Float64Array(rows).fill(skip)
  }
}

/** The same matrix with rows and columns exchanged. */
export const transposed = ({ rows, cols, cost }: Matrix): Matrix => ({
  rows: cols,
  cols: rows,
  cost: Float64Array.from(cost, (_, index) => cost[(index % rows) * cols + Math.floor(index / rows)] ?? 0)
})

/** A price that makes every pair worth taking, so that the sparse solver finds the largest matching first. */
export const skipAboveAll = ({ rows, cost }: Matrix): number => {
  const finite = cost.filter((value) => value !== Infinity)
  const worst = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
  return worst * 2 * (rows + 1)
}

/** Least cost over all matchings, rows left out at their price: tries everything. For a handful of rows. */
export const bruteForce = (problem: SparseProblem): number => {
  const taken = new Set<number>()
  const from = (row: number): number => {
    if (row === problem.rows) return 0
    let best = (problem.skip[row] ?? 0) + from(row + 1)
    for (let pair = problem.start[row] ?? 0; pair < (problem.start[row + 1] ?? 0); pair++) {
      const column = problem.col[pair] ?? -1
      if (taken.has(column)) continue
      taken.add(column)
      best = Math.min(best, (problem.cost[pair] ?? Infinity) + from(row + 1))
      taken.delete(column)
    }
    return best
  }
  return from(0)
}
