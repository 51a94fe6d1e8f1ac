import { f64, i32 } from "@hotbag/core"
import { clear, improved, pop } from "../NodeHeap.ts"
import { shiftAlong } from "../shiftAlong.ts"
import { leastListed } from "./lists.ts"
import { lookAround } from "./lookAround.ts"
import type { State } from "./State.ts"
import { raiseTop } from "./Tops.ts"

/**
 * Shortest augmenting paths from the first `count` rows of `sources`, which have no partner, all at once: a forest grows
 * from them until `want` columns without a partner were reached (or a row is as well left out), and every tree that has
 * reached one is augmented. Duals stay feasible and matched pairs tight throughout. The rows that still wait are moved to
 * the front of `sources`; returns how many.
 *
 * With `want` 1 this is the classical search: the cheapest path there is, and nothing else changes. With more, columns that
 * a tree reaches after its first one keep a dual below their price without a partner: rows that come later are glad of them,
 * and `searchColumn` makes good for the rest.
 *
 * Rows list only some columns: before the forest grows past the bound of a row, it looks around.
 */
export const searchRows = (state: State, sources: Int32Array, count: number, want: number): number => {
  const { rows, columns, lists, search } = state
  const { heap, from } = search
  const { distance } = heap
  const rowNodes = columns.present.length
  begin(state, sources, count)
  let next = 0
  let reach = 0
  let hits = 0
  end.limit = Infinity
  end.column = -1
  end.row = -1
  for (;;) {
    let row = -1
    if (next < count) row = i32(sources, next++)
    else {
      const node = pop(heap)
      if (node < 0 || f64(distance, node) >= end.limit) break
      reach = f64(distance, node)
      if (node >= rowNodes) {
        row = node - rowNodes
        const grownBy = reach - f64(search.since, row)
        lookAround(state, row, f64(rows.dual, row) + grownBy + Math.max(state.margin, reach * FURTHER), reach)
      } else {
        search.settled[search.settledCount++] = node
        row = i32(columns.partner, node)
        const source = i32(search.source, i32(from, node))
        if (row < 0) {
          if (i32(search.goal, source) < 0) search.goal[source] = node
          hits++
          if (hits < want) continue
          end.limit = reach
          end.row = -1
          break
        }
        search.since[row] = reach
        search.source[row] = source
      }
    }
    const base = f64(search.since, row) - f64(rows.dual, row)
    if (base + f64(rows.leave, row) < end.limit) {
      end.limit = base + f64(rows.leave, row)
      end.row = row
      end.column = -1
    }
    relax(state, row, base, reach, want === 1)
    const beyond = base + f64(lists.bound, row)
    if (beyond < end.limit) reached(state, rowNodes + row, Math.max(beyond, reach))
  }
  moveDuals(state, sources, count, end.limit)
  return augment(state, sources, count)
}

/** Share of the way that the search has come by which a row looks further than needed. */
const FURTHER = 0.25

/** Where the search ends: how far away, and at which column or row, if one alone decides. */
const end = { limit: 0, column: -1, row: -1 }

const begin = (state: State, sources: Int32Array, count: number): void => {
  const { rows, lists, search } = state
  search.reachedCount = 0
  search.settledCount = 0
  for (let index = 0; index < count; index++) {
    const row = i32(sources, index)
    rows.dual[row] = Math.min(leastListed(state, row), f64(lists.bound, row), f64(rows.leave, row))
    search.since[row] = 0
    search.source[row] = row
    search.goal[row] = -1
  }
}

const relax = (state: State, row: number, base: number, reach: number, isFirstFreeLast: boolean): void => {
  const { columns, lists, search } = state
  const { column, cost } = lists
  const { dual, partner } = columns
  const { distance } = search.heap
  const first = i32(lists.first, row)
  const last = first + i32(lists.count, row)
  let limit = end.limit
  for (let at = first; at < last; at++) {
    const node = i32(column, at)
    let next = base + f64(cost, at) - f64(dual, node)
    // Rounding may leave a reduced cost a hair below 0; a path never gets shorter.
    if (next < reach) next = reach
    if (next >= limit || next >= f64(distance, node)) continue
    search.from[node] = row
    if (isFirstFreeLast && i32(partner, node) < 0) {
      if (f64(distance, node) === Infinity) search.reached[search.reachedCount++] = node
      distance[node] = next
      limit = next
      end.column = node
      end.row = -1
    } else reached(state, node, next)
  }
  end.limit = limit
}

const reached = ({ search }: State, node: number, distance: number): void => {
  if (f64(search.heap.distance, node) === Infinity) search.reached[search.reachedCount++] = node
  search.heap.distance[node] = distance
  improved(search.heap, node)
}

const moveDuals = (state: State, sources: Int32Array, count: number, limit: number): void => {
  const { columns, search } = state
  for (let index = 0; index < count; index++) raise(state, i32(sources, index), limit)
  for (let index = 0; index < search.settledCount; index++) {
    const column = i32(search.settled, index)
    const slack = limit - f64(search.heap.distance, column)
    columns.dual[column] = f64(columns.dual, column) - slack
    const row = i32(columns.partner, column)
    if (row >= 0) raise(state, row, slack)
  }
  for (let index = 0; index < search.reachedCount; index++) {
    search.heap.distance[i32(search.reached, index)] = Infinity
  }
  clear(search.heap)
  search.effort += search.settledCount
}

const raise = ({ rows }: State, row: number, by: number): void => {
  const dual = f64(rows.dual, row) + by
  rows.dual[row] = dual
  raiseTop(rows.tops, rows.cells, i32(rows.cells.cellOf, row), dual)
}

const augment = ({ rows, columns, search }: State, sources: Int32Array, count: number): number => {
  const { from, source, goal } = search
  if (end.column >= 0) goal[i32(source, i32(from, end.column))] = end.column
  if (end.row >= 0) {
    rows.dual[end.row] = f64(rows.leave, end.row)
    const root = i32(source, end.row)
    if (i32(goal, root) < 0 && root !== end.row) {
      goal[root] = i32(rows.partner, end.row)
      rows.partner[end.row] = -1
    }
  }
  let waiting = 0
  for (let index = 0; index < count; index++) {
    const row = i32(sources, index)
    if (i32(goal, row) >= 0) shiftAlong(from, rows.partner, columns.partner, row, i32(goal, row))
    else if (row !== end.row) sources[waiting++] = row
  }
  return waiting
}
