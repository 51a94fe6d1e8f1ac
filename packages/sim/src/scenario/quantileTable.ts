import { f64, invariant } from "@hotbag/core"

/** Values in ascending order, without those that were not seen. */
export const sorted = (values: Iterable<number>): Float64Array =>
  Float64Array.from([...values].filter(Number.isFinite)).sort()

/** The value below which the share `p` of sorted values lies, linear between neighbours; NaN when there are none. */
export const quantileOf = (values: Float64Array, p: number): number => {
  if (values.length === 0) return Number.NaN
  const rank = p * (values.length - 1)
  const low = Math.floor(rank)
  const high = Math.min(low + 1, values.length - 1)
  const below = f64(values, low)
  return below + (f64(values, high) - below) * (rank - low)
}

/** Quantiles at `steps + 1` shares evenly from 0 to 1, in whole units: a distribution as a scenario writes it down. */
export const quantileTable = (values: Float64Array, steps: number): ReadonlyArray<number> => {
  invariant(values.length > 0, "a table of quantiles needs a value")
  return Array.from({ length: steps + 1 }, (_, i) => Math.round(quantileOf(values, i / steps)))
}

/** The value of a table at the share `u` in 0..1, linear between its entries. O(1). */
export const drawFromTable = (table: ReadonlyArray<number>, u: number): number => {
  const rank = u * (table.length - 1)
  const low = Math.min(Math.floor(rank), table.length - 2)
  const below = table[low] ?? 0
  const above = table[low + 1] ?? below
  return below + (above - below) * (rank - low)
}
