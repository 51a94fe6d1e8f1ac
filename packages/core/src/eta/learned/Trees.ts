import { f64, i32 } from "../../At.ts"

/**
 * Decision trees in flat arrays, one node after the other. A node with `feature[n] < 0` is a leaf; any other sends a
 * row to `left[n]` unless its value is above `threshold[n]`, then to `left[n] + 1`: what is not known (NaN) goes left.
 * `value[n]` is what a leaf adds, and, of an inner node, the mean of what its leaves add.
 */
export interface Trees {
  /** Node of each tree's root. */
  readonly roots: Int32Array
  readonly feature: Int32Array
  readonly threshold: Float64Array
  readonly left: Int32Array
  readonly value: Float64Array
}

/** The sum of the leaves that a row falls into. No allocation; O(trees × depth). */
export const sumOfTrees = (trees: Trees, row: Float64Array): number => {
  const { roots, feature, threshold, left, value } = trees
  let sum = 0
  for (let tree = 0; tree < roots.length; tree += 1) {
    let node = i32(roots, tree)
    let split = i32(feature, node)
    while (split >= 0) {
      node = i32(left, node) + (f64(row, split) > f64(threshold, node) ? 1 : 0)
      split = i32(feature, node)
    }
    sum += f64(value, node)
  }
  return sum
}

/**
 * Adds to `shares[f]` what feature `f` moved the sum of the trees for this row, and returns what was there before any
 * feature spoke: base + shares = {@link sumOfTrees}. A split's share is the difference of the means before and after
 * it (A. Saabas 2014, "path attribution"): exact in sum, read from one path, not a causal statement. O(trees × depth).
 */
export const shareOfFeatures = (trees: Trees, row: Float64Array, shares: Float64Array): number => {
  const { roots, feature, threshold, left, value } = trees
  let base = 0
  for (let tree = 0; tree < roots.length; tree += 1) {
    let node = i32(roots, tree)
    base += f64(value, node)
    let split = i32(feature, node)
    while (split >= 0) {
      const next = i32(left, node) + (f64(row, split) > f64(threshold, node) ? 1 : 0)
      shares[split] = f64(shares, split) + f64(value, next) - f64(value, node)
      node = next
      split = i32(feature, node)
    }
  }
  return base
}
