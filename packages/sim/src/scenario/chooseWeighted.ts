import { f64 } from "@hotbag/core"

/** Running sums of weights, for `chooseWeighted`. */
export const runningSums = (weights: ReadonlyArray<number>): Float64Array => {
  const sums = new Float64Array(weights.length)
  let sum = 0
  for (const [index, weight] of weights.entries()) {
    sum += weight
    sums[index] = sum
  }
  return sums
}

/** The index whose weight `u` (0..1) falls on; never one of weight 0. O(log n). */
export const chooseWeighted = (sums: Float64Array, u: number): number => {
  const last = sums.length - 1
  const target = u * f64(sums, last)
  let low = 0
  let high = last
  while (low < high) {
    const middle = (low + high) >> 1
    if (f64(sums, middle) > target) high = middle
    else low = middle + 1
  }
  return low
}
