import { at } from "@hotbag/core"

/**
 * p-values corrected for being many, in the sequence given: rejecting those below α errs on any of them with probability
 * α at most, however they depend on each other (Holm 1979). O(n log n).
 */
export const holm = (pValues: ReadonlyArray<number>): ReadonlyArray<number> => {
  const count = pValues.length
  const adjusted = [...pValues]
  let largest = 0
  ascending(pValues).forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, at(pValues, index) * (count - rank)))
    adjusted[index] = largest
  })
  return adjusted
}

/**
 * p-values corrected so that of those below α a share of α at most is expected to be wrong (Benjamini and Hochberg
 * 1995): milder than `holm`, for looking through many candidates. O(n log n).
 */
export const benjaminiHochberg = (pValues: ReadonlyArray<number>): ReadonlyArray<number> => {
  const count = pValues.length
  const adjusted = [...pValues]
  let smallest = 1
  const order = ascending(pValues)
  for (let rank = count - 1; rank >= 0; rank--) {
    const index = at(order, rank)
    smallest = Math.min(smallest, (at(pValues, index) * count) / (rank + 1))
    adjusted[index] = smallest
  }
  return adjusted
}

const ascending = (values: ReadonlyArray<number>): ReadonlyArray<number> =>
  values.map((_, index) => index).sort((a, b) => at(values, a) - at(values, b) || a - b)
