import { f64, i32 } from "@hotbag/core"
import { clear, improved, pop } from "../NodeHeap.ts"
import { shiftAlong } from "../shiftAlong.ts"
import { rise } from "./rise.ts"
import type { State } from "./State.ts"
import { cellsNear, sinkTop } from "./Tops.ts"

/**
 * Finds its place to a column that has no partner although its dual is below its price: the dual rises, others with it,
 * until some row without a partner takes it over a path, or a column on the path is as well left out. The mirror of
 * `searchRows`, but without lists: the rows that matter are found on the plane, those of little slack first.
 */
export const searchColumn = (state: State, source: number): void => {
  const { rows, columns, search } = state
  const { heap, sinceColumn, horizon } = search
  const rowNodes = columns.present.length
  search.reachedCount = 0
  search.settledCount = 0
  end.limit = Infinity
  end.row = -1
  end.column = -1
  let column = source
  let reach = 0
  sinceColumn[column] = 0
  horizon[column] = state.margin * FIRST_HORIZON
  for (;;) {
    const since = f64(sinceColumn, column)
    const leaving = since - f64(columns.dual, column) + f64(columns.leave, column)
    if (leaving < end.limit) {
      end.limit = leaving
      end.column = column
      end.row = -1
    }
    relax(state, column, reach)
    const beyond = since + f64(horizon, column)
    if (beyond < end.limit) reached(state, column, beyond)
    const node = pop(heap)
    if (node < 0 || f64(heap.distance, node) >= end.limit) break
    reach = f64(heap.distance, node)
    if (node < rowNodes) {
      column = node
      horizon[column] = f64(horizon, column) * 2
    } else {
      search.settled[search.settledCount++] = node - rowNodes
      column = i32(rows.partner, node - rowNodes)
      sinceColumn[column] = reach
      horizon[column] = state.margin * FIRST_HORIZON
    }
  }
  moveDuals(state, source)
  let last = end.row
  if (end.column >= 0) {
    columns.dual[end.column] = f64(columns.leave, end.column)
    last = i32(columns.partner, end.column)
    columns.partner[end.column] = -1
  }
  if (last >= 0) shiftAlong(search.fromColumn, columns.partner, rows.partner, source, last)
}

/** Up to which slack a column looks for rows at first, in margins; each time it must look again, twice as far. */
const FIRST_HORIZON = 0.5

/** Where the search ends: how far away, and at which row or column. */
const end = { limit: 0, row: -1, column: -1 }

const relax = (state: State, column: number, reach: number): void => {
  const { rows, columns, search, costs, mPerCost, farM } = state
  const { start, points } = rows.cells
  const rowNodes = columns.present.length
  const { distance } = search.heap
  const base = f64(search.sinceColumn, column) - f64(columns.dual, column)
  const x = f64(columns.x, column)
  const y = f64(columns.y, column)
  // Rows with cost - dual below this, then.
  const goal = Math.min(end.limit - base, f64(search.horizon, column) + f64(columns.dual, column))
  const near = cellsNear(rows.tops, rows.cells, x, y, goal, mPerCost, farM)
  for (let index = 0; index < near; index++) {
    const cell = i32(rows.tops.near, index)
    const last = i32(start, cell + 1)
    let top = -Infinity
    for (let at = i32(start, cell); at < last; at++) {
      const row = i32(points, at)
      const dual = f64(rows.dual, row)
      if (dual > top) top = dual
      const dx = f64(rows.x, row) - x
      const dy = f64(rows.y, row) - y
      const squareM = dx * dx + dy * dy
      const withinM = Math.min((goal + dual) * mPerCost, farM)
      if (withinM < 0 || squareM > withinM * withinM) continue
      const cost = costs.cost(row, column, Math.sqrt(squareM))
      if (cost > costs.most) continue
      const next = Math.max(reach, base + cost - dual)
      if (next >= end.limit || next >= f64(distance, rowNodes + row)) continue
      search.fromColumn[row] = column
      if (i32(rows.partner, row) < 0) {
        end.limit = next
        end.row = row
        end.column = -1
      } else reached(state, rowNodes + row, next)
    }
    sinkTop(rows.tops, rows.cells, cell, top)
  }
}

const reached = ({ search }: State, node: number, distance: number): void => {
  if (f64(search.heap.distance, node) === Infinity) search.reached[search.reachedCount++] = node
  search.heap.distance[node] = distance
  improved(search.heap, node)
}

const moveDuals = (state: State, source: number): void => {
  const { rows, columns, search } = state
  const rowNodes = columns.present.length
  rise(state, source, end.limit)
  for (let index = 0; index < search.settledCount; index++) {
    const row = i32(search.settled, index)
    const slack = end.limit - f64(search.heap.distance, rowNodes + row)
    rows.dual[row] = f64(rows.dual, row) - slack
    rise(state, i32(rows.partner, row), slack)
  }
  for (let index = 0; index < search.reachedCount; index++) {
    search.heap.distance[i32(search.reached, index)] = Infinity
  }
  clear(search.heap)
  search.effort += search.settledCount
}
