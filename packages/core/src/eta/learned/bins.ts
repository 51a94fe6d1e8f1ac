import { f64 } from "../../At.ts"
import type { Columns } from "./Columns.ts"

/** Columns cut into bins: what the search for splits looks at instead of the numbers. */
export interface Binned {
  readonly rows: number
  readonly features: number
  /** Bin of feature `f` of row `r` at `f * rows + r`; 0 for what is not known, which so always goes with the least. */
  readonly bins: Uint8Array
  /** By feature, ascending: bin `b ≥ 1` ends at `edges[b - 1]`, including it; the last bin has no end. */
  readonly edges: ReadonlyArray<Float64Array>
}

/** Bins of a column: finer ones gain nothing on some ten thousand rows and cost more time for each leaf. */
export const BINS = 64

/**
 * Cuts every column into at most {@link BINS} bins of about as many rows each; few different values get a bin each.
 * O(features × rows log rows).
 */
export const binColumns = ({ rows, values }: Columns, features: number): Binned => {
  const bins = new Uint8Array(rows * features)
  const edges: Array<Float64Array> = []
  for (let feature = 0; feature < features; feature += 1) {
    const column = values.subarray(feature * rows, (feature + 1) * rows)
    const cuts = edgesOf(column)
    edges.push(cuts)
    for (let row = 0; row < rows; row += 1) bins[feature * rows + row] = binOf(cuts, f64(column, row))
  }
  return { rows, features, bins, edges }
}

/** Bin of a value: 0 when not known, else 1 + the number of edges below it. O(log bins). */
const binOf = (edges: Float64Array, value: number): number => {
  if (Number.isNaN(value)) return 0
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (value <= f64(edges, middle)) high = middle
    else low = middle + 1
  }
  return low + 1
}

/** Between neighbouring values, half way, so that a value never sits on an edge by the luck of the sample. */
const edgesOf = (column: Float64Array): Float64Array => {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort()
  const most = BINS - 2
  const edges: Array<number> = []
  const distinct = distinctUpTo(sorted, most + 1)
  if (distinct <= most + 1) {
    for (let at = 1; at < sorted.length; at += 1) pushBetween(edges, f64(sorted, at - 1), f64(sorted, at))
    return Float64Array.from(edges)
  }
  for (let cut = 1; cut <= most; cut += 1) {
    const at = Math.floor((cut * sorted.length) / (most + 1))
    const here = f64(sorted, at)
    let before = at
    while (before > 0 && f64(sorted, before) === here) before -= 1
    pushBetween(edges, f64(sorted, before), here)
  }
  return Float64Array.from(edges)
}

const pushBetween = (edges: Array<number>, low: number, high: number): void => {
  const edge = low + (high - low) / 2
  if (low < high && edge > (edges.at(-1) ?? -Infinity)) edges.push(edge)
}

const distinctUpTo = (sorted: Float64Array, most: number): number => {
  let distinct = sorted.length === 0 ? 0 : 1
  for (let at = 1; at < sorted.length && distinct <= most; at += 1) {
    if (f64(sorted, at - 1) < f64(sorted, at)) distinct += 1
  }
  return distinct
}
