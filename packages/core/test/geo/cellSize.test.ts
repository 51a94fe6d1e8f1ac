import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { GREATEST_CELL_M, LEAST_CELL_M, suitableCellM } from "../../src/geo/cellSize.ts"

/** Couriers in three square cells, where there are so many per km². */
const inThreeCells = (cellM: number, perKm2: number) => 3 * perKm2 * (cellM / 1_000) ** 2

/** What cells become when they are judged again and again while nothing changes. */
const settled = (startM: number, perKm2: number) => {
  let cellM = startM
  for (let i = 0; i < 20; i++) cellM = suitableCellM(cellM, inThreeCells(cellM, perKm2))
  return cellM
}

const cell = fc.integer({ min: LEAST_CELL_M, max: GREATEST_CELL_M })

describe("suitableCellM", () => {
  it("settles on five to ten couriers a cell, at any density and from anywhere", () => {
    fc.assert(
      fc.property(cell, fc.double({ min: 0.2, max: 400, noNaN: true }), (startM, perKm2) => {
        const cellM = settled(startM, perKm2)
        expect(suitableCellM(cellM, inThreeCells(cellM, perKm2))).toBe(cellM)
        const inCell = inThreeCells(cellM, perKm2) / 3
        expect(inCell).toBeGreaterThan(3.4)
        expect(inCell).toBeLessThan(14.1)
      })
    )
  })

  it("does not go back and forth while the density stays within a third of what it was laid for", () => {
    fc.assert(
      fc.property(
        cell,
        fc.double({ min: 0.5, max: 300, noNaN: true }),
        fc.array(fc.double({ min: 0.67, max: 1.5, noNaN: true }), { maxLength: 20 }),
        (startM, perKm2, swings) => {
          // Laid anew for this very density.
          const laidM = suitableCellM(startM * 4, inThreeCells(startM * 4, perKm2))
          const cellM = settled(laidM, perKm2)
          const optimal = Math.abs(inThreeCells(cellM, perKm2) / 21 - 1) < 0.1
          fc.pre(optimal)
          for (const swing of swings)
            expect(suitableCellM(cellM, inThreeCells(cellM, perKm2 * swing))).toBe(cellM)
        }
      )
    )
  })

  it("stays within its limits, whether everybody stands in one spot or everybody is alone", () => {
    expect(settled(500, 1e9)).toBe(LEAST_CELL_M)
    expect(settled(500, 1e-9)).toBe(GREATEST_CELL_M)
  })
})
