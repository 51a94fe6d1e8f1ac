import { f64, i32, u8 } from "../../At.ts"
import { BINS, type Binned } from "./bins.ts"

/** How a tree is grown. */
export interface GrowRules {
  /** Leaves of a tree. */
  readonly leaves: number
  /** Weight of rows that a leaf needs at least. */
  readonly leastWeight: number
  /** Added to the weight of a leaf when splits are judged and means are taken: few rows are believed less. */
  readonly shrinkage: number
}

/** What the rows of one boosting step are like. */
export interface Target {
  /** The direction each row's prediction should move. */
  readonly pull: Float64Array
  readonly weight: Float64Array
}

/** A tree as it is grown: nodes in the order of their making, the two children of a node side by side. */
export interface GrownTree {
  readonly feature: Array<number>
  readonly threshold: Array<number>
  readonly left: Array<number>
  /** By node: where its rows begin and end in `order`. */
  readonly from: Array<number>
  readonly to: Array<number>
  /** The rows, those of a leaf side by side. */
  readonly order: Int32Array
}

/**
 * Grows one tree leaf by leaf, always where the squared error falls most (histogram splits as in LightGBM, Ke et al.
 * 2017), on the rows of `order`, which it rearranges, and the features of `features`. Ties go to the feature and bin
 * that come first. O(rows × features × depth + leaves × features × bins).
 */
export const growTree = (
  binned: Binned,
  target: Target,
  order: Int32Array,
  features: Int32Array,
  rules: GrowRules
): GrownTree => {
  const tree: GrownTree = { feature: [-1], threshold: [0], left: [-1], from: [0], to: [order.length], order }
  const open = [bestSplit(binned, target, tree, 0, features, rules)]
  for (let leaves = 1; leaves < rules.leaves; leaves += 1) {
    const split = takeBest(open)
    if (split === null) break
    const left = splitNode(binned, tree, split)
    open.push(
      bestSplit(binned, target, tree, left, features, rules),
      bestSplit(binned, target, tree, left + 1, features, rules)
    )
  }
  return tree
}

interface Split {
  readonly node: number
  readonly feature: number
  /** Rows of this bin and below go left. */
  readonly bin: number
  readonly gain: number
}

const takeBest = (open: Array<Split>): Split | null => {
  let best = -1
  let gain = 1e-12
  open.forEach((split, index) => {
    if (split.gain > gain) {
      best = index
      gain = split.gain
    }
  })
  return best < 0 ? null : (open.splice(best, 1)[0] ?? null)
}

const sums = new Float64Array(BINS)
const weights = new Float64Array(BINS)

const bestSplit = (
  binned: Binned,
  target: Target,
  tree: GrownTree,
  node: number,
  features: Int32Array,
  { leastWeight, shrinkage }: GrowRules
): Split => {
  let best: Split = { node, feature: -1, bin: -1, gain: 0 }
  for (let at = 0; at < features.length; at += 1) {
    const feature = i32(features, at)
    fillHistogram(binned, target, tree, node, feature)
    let sum = 0
    let weight = 0
    for (let bin = 0; bin < BINS; bin += 1) {
      sum += f64(sums, bin)
      weight += f64(weights, bin)
    }
    const before = (sum * sum) / (weight + shrinkage)
    let sumLeft = 0
    let weightLeft = 0
    for (let bin = 0; bin < BINS - 1; bin += 1) {
      if (f64(weights, bin) === 0) continue
      sumLeft += f64(sums, bin)
      weightLeft += f64(weights, bin)
      const weightRight = weight - weightLeft
      if (weightLeft < leastWeight || weightRight < leastWeight) continue
      const sumRight = sum - sumLeft
      const gain =
        (sumLeft * sumLeft) / (weightLeft + shrinkage) +
        (sumRight * sumRight) / (weightRight + shrinkage) -
        before
      if (gain > best.gain) best = { node, feature, bin, gain }
    }
  }
  return best
}

const fillHistogram = (
  { rows, bins }: Binned,
  { pull, weight }: Target,
  { order, from, to }: GrownTree,
  node: number,
  feature: number
): void => {
  sums.fill(0)
  weights.fill(0)
  const end = to[node] ?? 0
  const base = feature * rows
  for (let at = from[node] ?? 0; at < end; at += 1) {
    const row = i32(order, at)
    const bin = u8(bins, base + row)
    const w = f64(weight, row)
    sums[bin] = f64(sums, bin) + w * f64(pull, row)
    weights[bin] = f64(weights, bin) + w
  }
}

/** Makes the two children; returns the left one. Rows keep their order on either side. */
const splitNode = ({ rows, bins, edges }: Binned, tree: GrownTree, split: Split): number => {
  const from = tree.from[split.node] ?? 0
  const to = tree.to[split.node] ?? 0
  const right: Array<number> = []
  let middle = from
  for (let at = from; at < to; at += 1) {
    const row = i32(tree.order, at)
    if (u8(bins, split.feature * rows + row) <= split.bin) tree.order[middle++] = row
    else right.push(row)
  }
  right.forEach((row, index) => {
    tree.order[middle + index] = row
  })
  const left = tree.feature.length
  tree.feature[split.node] = split.feature
  // Bin 0 is what is not known: only that goes left.
  tree.threshold[split.node] =
    split.bin === 0 ? -Infinity : (edges[split.feature]?.[split.bin - 1] ?? Infinity)
  tree.left[split.node] = left
  tree.feature.push(-1, -1)
  tree.threshold.push(0, 0)
  tree.left.push(-1, -1)
  tree.from.push(from, middle)
  tree.to.push(middle, to)
  return left
}
