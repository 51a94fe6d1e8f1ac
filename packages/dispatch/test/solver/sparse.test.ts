import { InvariantViolation } from "@hotbag/core"
import { certificate, solveSparse, type SparseProblem } from "@hotbag/dispatch"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bruteForce, geographic, skipAboveAll, sparseOf } from "./instances.ts"

const cost = fc.oneof(
  // Few distinct values give many ties, floats give none.
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -100, max: 100, noNaN: true }),
  fc.constant(Infinity)
)

const smallProblem: fc.Arbitrary<SparseProblem> = fc
  .record({ rows: fc.nat(7), cols: fc.nat(6) })
  .chain(({ rows, cols }) =>
    fc
      .record({
        matrix: fc.array(cost, { minLength: rows * cols, maxLength: rows * cols }),
        skip: fc.array(fc.double({ min: -50, max: 150, noNaN: true }), { minLength: rows, maxLength: rows })
      })
      .map(({ matrix, skip }) => ({
        ...sparseOf({ rows, cols, cost: Float64Array.from(matrix) }, 0),
        skip: Float64Array.from(skip)
      }))
  )

const expectProven = (problem: SparseProblem) => {
  const solution = solveSparse(problem)
  const { primal, dual, violation } = certificate(problem, solution)
  const scale = 1 + Math.abs(primal)
  expect(solution.exact).toBe(true)
  expect(solution.cost).toBe(primal)
  expect(violation / scale).toBeLessThan(1e-9)
  expect(Math.abs(primal - dual) / scale).toBeLessThan(1e-9)
  return solution
}

describe("solveSparse", () => {
  it("finds what trying everything finds, and proves it", () => {
    fc.assert(
      fc.property(smallProblem, (problem) => {
        expect(expectProven(problem).cost).toBeCloseTo(bruteForce(problem), 6)
      }),
      { numRuns: 600 }
    )
  })

  it.each([1, 2, 3, 4])("proves its answer on a city with seed %i", (seed) => {
    for (const [rows, cols] of [
      [150, 220],
      [220, 150],
      [200, 200]
    ] as const) {
      const full = geographic(seed, rows, cols)
      const matched = expectProven(sparseOf(full, skipAboveAll(full)))
      expect(matched.colOfRow.filter((column) => column >= 0).length).toBe(Math.min(rows, cols))
      expectProven(sparseOf(geographic(seed, rows, cols, 300), 600))
    }
  })

  it("proves its answer on whole minutes, where nearly everything ties", () => {
    for (let seed = 10; seed < 14; seed++) {
      const city = geographic(seed, 160, 170, 1200)
      expectProven(sparseOf({ ...city, cost: city.cost.map((s) => Math.ceil(s / 60)) }, 1000))
    }
  })

  it("gives identical costs to the lowest columns", () => {
    const problem = sparseOf({ rows: 3, cols: 5, cost: new Float64Array(15).fill(7) }, 100)
    expect(expectProven(problem).colOfRow.toSorted()).toEqual(Int32Array.of(0, 1, 2))
  })

  it("leaves a row out when every column costs more than its price", () => {
    const problem = sparseOf({ rows: 2, cols: 2, cost: Float64Array.of(5, 9, 9, 5) }, 4)
    expect([...expectProven(problem).colOfRow]).toEqual([-1, -1])
  })

  it("shifts others along one path to make room", () => {
    // Row 2 can only have column 0, whose holder can only move to column 1, and so on.
    const x = Infinity
    const problem = sparseOf({ rows: 3, cols: 3, cost: Float64Array.of(1, 2, x, x, 1, 3, 1, x, x) }, 100)
    expect([...expectProven(problem).colOfRow]).toEqual([1, 2, 0])
  })

  it("answers the empty problems", () => {
    expect([...expectProven(sparseOf({ rows: 0, cols: 3, cost: new Float64Array(0) }, 1)).colOfRow]).toEqual(
      []
    )
    expect([...expectProven(sparseOf({ rows: 2, cols: 0, cost: new Float64Array(0) }, 1)).colOfRow]).toEqual([
      -1, -1
    ])
  })

  it("gives the same answer for the same problem", () => {
    const problem = sparseOf(geographic(5, 120, 120, 500), 900)
    expect(solveSparse(problem)).toEqual(solveSparse(problem))
  })

  it("ends early with a valid matching when its searches are counted", () => {
    const problem = sparseOf(geographic(6, 200, 150), 1e6)
    const best = solveSparse(problem)
    for (const maxSearches of [0, 1, 10]) {
      const solution = solveSparse(problem, maxSearches)
      const taken = solution.colOfRow.filter((column) => column >= 0)
      expect(solution.exact).toBe(false)
      expect(new Set(taken).size).toBe(taken.length)
      expect(taken.length).toBe(150)
      expect(solution.cost).toBeGreaterThanOrEqual(best.cost)
    }
  })

  it("settles plenty by bids, and scarcity from the scarcer side, so that few searches are left", () => {
    expect(solveSparse(sparseOf(geographic(8, 60, 600), 1e6), 10).exact).toBe(true)
    // From the rows' side at least the 380 that are left out would need one each.
    expect(solveSparse(sparseOf(geographic(8, 400, 20), 1e6), 20).exact).toBe(true)
  })

  it("refuses what it cannot solve", () => {
    const problem = sparseOf({ rows: 1, cols: 1, cost: Float64Array.of(1) }, 1)
    expect(() => solveSparse({ ...problem, cost: Float64Array.of(NaN) })).toThrow(InvariantViolation)
    expect(() => solveSparse({ ...problem, cost: Float64Array.of(-Infinity) })).toThrow(InvariantViolation)
    expect(() => solveSparse({ ...problem, col: Int32Array.of(1) })).toThrow(InvariantViolation)
    expect(() => solveSparse({ ...problem, skip: Float64Array.of(Infinity) })).toThrow(InvariantViolation)
    expect(() => solveSparse({ ...problem, start: Int32Array.of(0) })).toThrow(InvariantViolation)
  })
})

describe("certificate", () => {
  it("notices a matching that is not the best", () => {
    const problem = sparseOf({ rows: 2, cols: 2, cost: Float64Array.of(1, 5, 2, 3) }, 100)
    const solution = solveSparse(problem)
    const worse = { ...solution, colOfRow: Int32Array.of(1, 0) }
    expect(certificate(problem, solution).violation).toBe(0)
    expect(certificate(problem, worse).violation).toBeGreaterThan(0)
  })

  it("notices duals that hide a cheaper pair, a cheaper way out, or a price that nobody pays", () => {
    const problem = sparseOf({ rows: 1, cols: 2, cost: Float64Array.of(1, 5) }, 3)
    const claim = (column: number, row: number, ...cols: ReadonlyArray<number>) =>
      certificate(problem, {
        colOfRow: Int32Array.of(column),
        cost: 0,
        rowDual: Float64Array.of(row),
        colDual: Float64Array.from(cols),
        exact: true
      }).violation
    expect(claim(0, 1, 0, 0)).toBe(0)
    expect(claim(1, 3, 0, 2)).toBe(2)
    expect(claim(-1, 3, 0, 0)).toBe(2)
    expect(claim(0, 2, -1, 0)).toBe(0)
    expect(claim(0, 1, 0, -4)).toBe(4)
    expect(claim(0, 4, -3, 0)).toBe(1)
  })

  it("refuses a matching that gives one column twice", () => {
    const problem = sparseOf({ rows: 2, cols: 2, cost: Float64Array.of(1, 5, 2, 3) }, 100)
    const broken = { ...solveSparse(problem), colOfRow: Int32Array.of(0, 0) }
    expect(() => certificate(problem, broken)).toThrow(InvariantViolation)
  })
})
