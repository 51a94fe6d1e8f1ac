import { InvariantViolation } from "@hotbag/core"
import { makeGeographicAssignment, solveDense, type GeographicAssignment } from "@hotbag/dispatch"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { uniform } from "../instances.ts"
import { assignmentOf, makeTown, matrixOf, pairCost, placeIn, type Town, type TownKind } from "./town.ts"

const kindOf = (mostRows: number, mostColumns: number): fc.Arbitrary<TownKind> =>
  fc.record({
    seed: fc.nat(1_000_000),
    rows: fc.nat(mostRows),
    columns: fc.nat(mostColumns),
    restaurants: fc.constantFrom(0, 0, 1, 5),
    costs: fc.constantFrom("seconds" as const, "minutes" as const, "moods" as const),
    most: fc.constantFrom(Infinity, Infinity, 900, 300, 0, -1),
    forbidden: fc.constantFrom(0, 0, 0.3, 1),
    leaveOut: fc.constantFrom(600, 3_000, 1e6),
    isOnALine: fc.boolean()
  })

const plain: TownKind = {
  seed: 1,
  rows: 0,
  columns: 0,
  restaurants: 0,
  costs: "seconds",
  most: Infinity,
  forbidden: 0,
  leaveOut: 1e6,
  isOnALine: false
}

/** Least cost over all matchings, by the dense solver, which knows nothing of places. */
const leastCost = (town: Town): number => {
  const { cost, rows, cols } = matrixOf(town)
  return solveDense(cost, rows, cols).cost
}

/** Least cost over all matchings: tries everything. For a handful of rows. */
const bruteForce = (town: Town): number => {
  const { cost, rows, cols } = matrixOf(town)
  const taken = new Set<number>()
  const from = (row: number): number => {
    if (row === rows) return 0
    let best = Infinity
    for (let column = 0; column < cols; column++) {
      const value = cost[row * cols + column] ?? Infinity
      if (value === Infinity || taken.has(column)) continue
      taken.add(column)
      best = Math.min(best, value + from(row + 1))
      taken.delete(column)
    }
    return best
  }
  return from(0)
}

/** Solves, and checks the answer by duality over all pairs, one by one. Returns the cost. */
const expectProven = (town: Town, assignment: GeographicAssignment): number => {
  const cost = assignment.solve()
  const tolerance = 1e-9 * (1 + Math.abs(cost))
  const holder = new Map<number, number>()
  let primal = 0
  let dual = 0
  let worst = 0
  for (const [row, { leaveOut }] of town.rows) {
    const taken = assignment.columnOf(row)
    const pays = assignment.rowDual(row)
    dual += pays
    worst = Math.max(worst, pays - leaveOut)
    for (const column of town.columns.keys()) {
      worst = Math.max(worst, pays + assignment.columnDual(column) - pairCost(town, row, column))
    }
    primal += taken < 0 ? leaveOut : pairCost(town, row, taken)
    worst = Math.max(
      worst,
      taken < 0 ? leaveOut - pays : pairCost(town, row, taken) - pays - assignment.columnDual(taken)
    )
    if (taken < 0) continue
    expect(holder.has(taken)).toBe(false)
    holder.set(taken, row)
  }
  for (const column of town.columns.keys()) {
    const price = assignment.columnDual(column)
    dual += price
    worst = Math.max(worst, price, holder.has(column) ? 0 : -price)
  }
  expect(worst).toBeLessThan(tolerance)
  expect(Math.abs(primal - cost)).toBeLessThan(tolerance)
  expect(Math.abs(primal - dual)).toBeLessThan(tolerance)
  return cost
}

const expectSameCost = (found: number, best: number) =>
  expect(Math.abs(found - best)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(best)))

describe("makeGeographicAssignment", () => {
  it("finds what trying everything finds, and proves it over all pairs", () => {
    fc.assert(
      fc.property(kindOf(5, 5), (kind) => {
        const town = makeTown(kind)
        expectSameCost(expectProven(town, assignmentOf(town)), bruteForce(town))
      }),
      { numRuns: 500 }
    )
  })

  it("agrees with the dense solver, and proves its answer over all pairs", () => {
    fc.assert(
      fc.property(kindOf(90, 90), (kind) => {
        const town = makeTown(kind)
        expectSameCost(expectProven(town, assignmentOf(town)), leastCost(town))
      }),
      { numRuns: 150 }
    )
  })

  it.each([1, 2, 3])(
    "proves its answer over all pairs of larger towns with seed %i, from a guess too",
    (seed) => {
      for (const [rows, columns] of [
        [450, 450],
        [430, 480],
        [480, 430],
        [150, 400]
      ] as const) {
        for (const most of [Infinity, 600]) {
          const town = makeTown({ ...plain, seed, rows, columns, most, restaurants: seed === 3 ? 40 : 0 })
          expectProven(town, assignmentOf(town))
        }
      }
    }
  )

  it("proves its answer where couriers are plenty, but elsewhere", () => {
    const town = makeTown({ ...plain, rows: 450, columns: 560 })
    for (const [column, place] of town.columns) {
      if (column >= 400) town.columns.set(column, { ...place, x: place.x + 500_000 })
    }
    expectProven(town, assignmentOf(town))
  })

  it("keeps to the best while orders and couriers come, go and move", () => {
    fc.assert(
      fc.property(
        kindOf(60, 60),
        fc.array(fc.record({ seed: fc.nat(1_000_000), changes: fc.nat(8) }), { maxLength: 12 }),
        (kind, rounds) => {
          const town = makeTown(kind)
          const kept = assignmentOf(town)
          expectProven(town, kept)
          for (const { seed, changes } of rounds) {
            const next = uniform(seed)
            for (let change = 0; change < changes; change++) changeOne(kind, town, kept, next)
            expectSameCost(expectProven(town, kept), assignmentOf(town).solve())
          }
        }
      ),
      { numRuns: 120 }
    )
  })

  it.each([1, 2])("keeps to the best in a larger town with seed %i", (seed) => {
    for (const columns of [420, 500, 900]) {
      const kind = { ...plain, seed, rows: 420, columns, most: columns === 420 ? 600 : Infinity }
      const town = makeTown(kind)
      const kept = assignmentOf(town)
      kept.solve()
      const next = uniform(seed)
      for (let round = 0; round < 8; round++) {
        for (let change = 0; change < 30; change++) changeOne(kind, town, kept, next)
        expectSameCost(expectProven(town, kept), assignmentOf(town).solve())
      }
    }
  })

  it("proves its answer by itself as well as all pairs do", () => {
    const town = makeTown({ ...plain, rows: 300, columns: 320, most: 900, costs: "moods" })
    const assignment = assignmentOf(town)
    const cost = expectProven(town, assignment)
    const { primal, dual, violation } = assignment.certificate()
    expect(violation).toBeLessThan(1e-9 * cost)
    expectSameCost(primal, cost)
    expectSameCost(dual, cost)
  })

  it("notices a pair that is cheaper than the duals say, wherever it is", () => {
    const town = makeTown({ ...plain, rows: 200, columns: 210 })
    for (const [cheapRow, cheapColumn] of [
      [3, 7],
      [150, 200],
      [80, 11]
    ] as const) {
      let isCheaper = false
      const assignment = assignmentOf({
        ...town,
        costs: {
          ...town.costs,
          cost: (row, column, distanceM) =>
            distanceM * (isCheaper && row === cheapRow && column === cheapColumn ? 0.2 : 0.8)
        }
      })
      assignment.solve()
      const duals = assignment.rowDual(cheapRow) + assignment.columnDual(cheapColumn)
      isCheaper = true
      const base = town.rows.get(cheapRow)?.base ?? 0
      const breach = duals - base - (pairCost(town, cheapRow, cheapColumn) - base)
      expect(assignment.certificate().violation).toBeCloseTo(Math.max(0, breach), 6)
    }
  })

  it("answers without rows, without columns, without either, and when every pair is forbidden", () => {
    for (const [rows, columns] of [
      [0, 0],
      [0, 7],
      [7, 0],
      [1, 1],
      [9, 4]
    ] as const) {
      const town = makeTown({ ...plain, rows, columns, forbidden: 1 })
      expect(expectProven(town, assignmentOf(town))).toBe(1e6 * rows)
    }
  })

  it("is right about a town with one far outlier, and about one where everybody is at one place", () => {
    const outlier = makeTown({ ...plain, rows: 60, columns: 60 })
    outlier.rows.set(3, { x: 9e6, y: -9e6, leaveOut: 1e8, base: 0 })
    expectSameCost(expectProven(outlier, assignmentOf(outlier)), leastCost(outlier))
    const heap = makeTown({ ...plain, rows: 50, columns: 40 })
    for (const [row, place] of heap.rows) heap.rows.set(row, { ...place, x: 5, y: 5 })
    for (const [column, place] of heap.columns) heap.columns.set(column, { ...place, x: 5, y: 5 })
    expectSameCost(expectProven(heap, assignmentOf(heap)), leastCost(heap))
  })

  it("gives the same answer for the same calls", () => {
    const town = makeTown({ ...plain, rows: 300, columns: 300, most: 900, costs: "minutes", restaurants: 20 })
    const answer = () => {
      const assignment = assignmentOf(town)
      assignment.solve()
      return [...town.rows.keys()].map((row) => assignment.columnOf(row))
    }
    expect(answer()).toEqual(answer())
  })

  it("forgets who was removed, and takes changed prices for what they are now", () => {
    const assignment = makeGeographicAssignment({
      cost: (_row, _column, m) => m,
      leastPerM: 1,
      most: Infinity
    })
    assignment.setRow(0, 0, 0, 100)
    assignment.setRow(1, 10, 0, 100)
    assignment.setColumn(4, 0, 0)
    assignment.setColumn(2, 50, 0)
    expect(assignment.solve()).toBe(40)
    expect([assignment.columnOf(0), assignment.columnOf(1)]).toEqual([4, 2])
    assignment.removeColumn(4)
    expect(assignment.columnOf(0)).toBe(-1)
    expect(assignment.solve()).toBe(140)
    expect([assignment.columnOf(0), assignment.columnOf(1)]).toEqual([-1, 2])
    assignment.setRow(1, 10, 0, 30)
    expect(assignment.solve()).toBe(80)
    expect([assignment.columnOf(0), assignment.columnOf(1)]).toEqual([2, -1])
    assignment.removeRow(0)
    assignment.removeRow(0)
    expect(assignment.solve()).toBe(30)
    assignment.setRow(1, 10, 0, 130, 20)
    expect(assignment.solve()).toBe(60)
  })

  it("solves again after a cost has thrown, whenever that was", () => {
    const town = makeTown({ ...plain, rows: 40, columns: 42, most: 900 })
    const best = leastCost(town)
    let callsLeft = Infinity
    const kept = makeGeographicAssignment({
      ...town.costs,
      cost: (row, column, distanceM) => {
        if (callsLeft-- <= 0) throw new Error("no way")
        return town.costs.cost(row, column, distanceM)
      }
    })
    const tell = (rows: number) => {
      for (const [row, { x, y, leaveOut, base }] of town.rows) {
        if (row < rows) kept.setRow(row, x, y, leaveOut, base)
      }
    }
    tell(Infinity)
    for (const [column, { x, y }] of town.columns) kept.setColumn(column, x, y)
    for (const rows of [Infinity, 10]) {
      for (let calls = 0; ; calls += 7) {
        tell(rows)
        callsLeft = calls
        let isThrown = false
        try {
          kept.solve()
        } catch {
          isThrown = true
        }
        callsLeft = Infinity
        if (!isThrown) break
        expectSameCost(expectProven(town, kept), best)
      }
    }
  })

  it("refuses what it cannot solve", () => {
    const costs = { cost: () => 1, leastPerM: 1, most: 10 }
    expect(() => makeGeographicAssignment({ ...costs, leastPerM: 0 })).toThrow(InvariantViolation)
    expect(() => makeGeographicAssignment({ ...costs, leastPerM: NaN })).toThrow(InvariantViolation)
    expect(() => makeGeographicAssignment({ ...costs, most: NaN })).toThrow(InvariantViolation)
    const assignment = makeGeographicAssignment(costs)
    expect(() => assignment.setRow(-1, 0, 0, 1)).toThrow(InvariantViolation)
    expect(() => assignment.setRow(0.5, 0, 0, 1)).toThrow(InvariantViolation)
    expect(() => assignment.setRow(0, NaN, 0, 1)).toThrow(InvariantViolation)
    expect(() => assignment.setRow(0, 0, 0, Infinity)).toThrow(InvariantViolation)
    expect(() => assignment.setRow(0, 0, 0, 1, NaN)).toThrow(InvariantViolation)
    expect(() => assignment.setColumn(0, 0, Infinity)).toThrow(InvariantViolation)
  })
})

/** Somebody comes, goes, or moves. */
const changeOne = (kind: TownKind, town: Town, kept: GeographicAssignment, next: () => number): void => {
  const isRow = next() < 0.5
  const number = Math.floor(next() * (isRow ? kind.rows : kind.columns) * 1.2)
  const place = placeIn(kind, next)
  const isGone = next() < 0.3
  if (isRow && isGone) {
    town.rows.delete(number)
    kept.removeRow(number)
  } else if (isRow) {
    town.rows.set(number, place)
    kept.setRow(number, place.x, place.y, place.leaveOut, place.base)
  } else if (isGone) {
    town.columns.delete(number)
    kept.removeColumn(number)
  } else {
    town.columns.set(number, place)
    kept.setColumn(number, place.x, place.y)
  }
}
