import { f64, i32 } from "@hotbag/core"
import { added, isListed } from "./lists.ts"
import type { State } from "./State.ts"
import { cellsNear, sinkTop } from "./Tops.ts"

/**
 * A column has come nearer: its dual rose by `by`; a new column rose from the depths, by `Infinity`. Every row whose bound
 * no longer holds for it lists it, or lowers the bound. O(rows in reach).
 */
export const admit = (state: State, column: number, by: number): void => {
  const { rows, columns, lists, costs, mPerCost, farM } = state
  const { start, points } = rows.cells
  const x = f64(columns.x, column)
  const y = f64(columns.y, column)
  const dual = f64(columns.dual, column)
  const near = cellsNear(lists.boundTops, rows.cells, x, y, dual, mPerCost, farM)
  for (let index = 0; index < near; index++) {
    const cell = i32(lists.boundTops.near, index)
    const end = i32(start, cell + 1)
    let top = -Infinity
    for (let at = i32(start, cell); at < end; at++) {
      const row = i32(points, at)
      const bound = f64(lists.bound, row)
      if (bound > top) top = bound
      // Who knows everybody knows this one.
      if (bound === Infinity && by < Infinity) continue
      const dx = f64(rows.x, row) - x
      const dy = f64(rows.y, row) - y
      const squareM = dx * dx + dy * dy
      const withinM = Math.min((dual + bound) * mPerCost, farM)
      if (withinM < 0 || squareM > withinM * withinM) continue
      const cost = costs.cost(row, column, Math.sqrt(squareM))
      const reduced = cost - dual
      if (cost > costs.most || reduced >= bound) continue
      // It was below the bound before it rose, and so it is listed; near the bound rounding might say so wrongly.
      if (reduced + by < bound - SURELY * (1 + Math.abs(bound) + Math.abs(dual))) continue
      if (by < Infinity && isListed(lists, row, column)) continue
      if (!added(lists, row, column, cost)) lists.bound[row] = reduced
    }
    sinkTop(lists.boundTops, rows.cells, cell, top)
  }
}

/** Relative to the numbers at hand, far above their rounding. */
const SURELY = 1e-7
