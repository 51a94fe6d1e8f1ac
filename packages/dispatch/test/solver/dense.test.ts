import { InvariantViolation } from "@hotbag/core"
import { solveDense, solveSparse } from "@hotbag/dispatch"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { geographic, skipAboveAll, sparseOf, transposed, type Matrix } from "./instances.ts"

const cost = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -100, max: 100, noNaN: true }),
  fc.constant(Infinity)
)

const smallMatrix: fc.Arbitrary<Matrix> = fc
  .record({ rows: fc.nat(6), cols: fc.nat(6) })
  .chain(({ rows, cols }) =>
    fc
      .array(cost, { minLength: rows * cols, maxLength: rows * cols })
      .map((values) => ({ rows, cols, cost: Float64Array.from(values) }))
  )

/** Most pairs first, then the least sum, over every matching. */
const bruteForce = ({ rows, cols, cost }: Matrix): { readonly pairs: number; readonly sum: number } => {
  const taken = new Set<number>()
  const from = (row: number): { readonly pairs: number; readonly sum: number } => {
    if (row === rows) return { pairs: 0, sum: 0 }
    let best = from(row + 1)
    for (let column = 0; column < cols; column++) {
      const value = cost[row * cols + column] ?? Infinity
      if (value === Infinity || taken.has(column)) continue
      taken.add(column)
      const rest = from(row + 1)
      taken.delete(column)
      const pairs = rest.pairs + 1
      const sum = rest.sum + value
      if (pairs > best.pairs || (pairs === best.pairs && sum < best.sum)) best = { pairs, sum }
    }
    return best
  }
  return from(0)
}

const solve = (matrix: Matrix) => {
  const solution = solveDense(matrix.cost, matrix.rows, matrix.cols)
  let sum = 0
  let pairs = 0
  solution.colOfRow.forEach((column, row) => {
    if (column < 0) return
    pairs++
    sum += matrix.cost[row * matrix.cols + column] ?? Infinity
    expect(solution.rowOfCol[column]).toBe(row)
  })
  expect(solution.rowOfCol.filter((row) => row >= 0).length).toBe(pairs)
  expect(solution.cost).toBe(sum)
  return { pairs, sum }
}

describe("solveDense", () => {
  it("finds what trying everything finds: most pairs first, then the least sum", () => {
    fc.assert(
      fc.property(smallMatrix, (matrix) => {
        const { pairs, sum } = solve(matrix)
        const best = bruteForce(matrix)
        expect(pairs).toBe(best.pairs)
        expect(sum).toBeCloseTo(best.sum, 6)
      }),
      { numRuns: 600 }
    )
  })

  it.each([1, 2, 3, 4])("agrees with the proven sparse solver on a city with seed %i", (seed) => {
    for (const [rows, cols] of [
      [90, 140],
      [140, 90],
      [110, 110]
    ] as const) {
      for (const cutOffS of [Infinity, 200]) {
        const city = geographic(seed, rows, cols, cutOffS)
        const { pairs, sum } = solve(city)
        const skip = skipAboveAll(city)
        const sparse = solveSparse(sparseOf(city, skip))
        expect(pairs).toBe(sparse.colOfRow.filter((column) => column >= 0).length)
        expect((sum + (rows - pairs) * skip) / sparse.cost).toBeCloseTo(1, 9)
      }
    }
  })

  it("is as good on its side as upright", () => {
    fc.assert(
      fc.property(smallMatrix, (matrix) => {
        const upright = solve(matrix)
        const turned = solve(transposed(matrix))
        expect(turned.pairs).toBe(upright.pairs)
        expect(turned.sum).toBeCloseTo(upright.sum, 6)
      })
    )
  })

  it("matches everybody when all costs are the same", () => {
    expect(solve({ rows: 6, cols: 6, cost: new Float64Array(36).fill(4) })).toEqual({ pairs: 6, sum: 24 })
  })

  it("prefers two pairs at any price to one cheap pair", () => {
    const matrix = { rows: 2, cols: 2, cost: Float64Array.of(1, 1e6, 1e6, Infinity) }
    expect(solve(matrix)).toEqual({ pairs: 2, sum: 2e6 })
  })

  it("answers matrices without rows, without columns, and with nothing but forbidden pairs", () => {
    expect(solve({ rows: 0, cols: 4, cost: new Float64Array(0) })).toEqual({ pairs: 0, sum: 0 })
    expect(solve({ rows: 4, cols: 0, cost: new Float64Array(0) })).toEqual({ pairs: 0, sum: 0 })
    expect(solve({ rows: 2, cols: 2, cost: new Float64Array(4).fill(Infinity) })).toEqual({
      pairs: 0,
      sum: 0
    })
  })

  it("leaves the matrix as it was, and gives the same answer twice", () => {
    const { cost, rows, cols } = geographic(7, 60, 60, 400)
    const before = cost.slice()
    expect(solveDense(cost, rows, cols)).toEqual(solveDense(cost, rows, cols))
    expect(cost).toEqual(before)
  })

  it("refuses what is no matrix of costs", () => {
    expect(() => solveDense(Float64Array.of(1, 2, 3), 2, 2)).toThrow(InvariantViolation)
    expect(() => solveDense(Float64Array.of(NaN), 1, 1)).toThrow(InvariantViolation)
    expect(() => solveDense(Float64Array.of(-Infinity), 1, 1)).toThrow(InvariantViolation)
  })
})
