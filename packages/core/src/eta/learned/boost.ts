import { f64, i32 } from "../../At.ts"
import { binColumns } from "./bins.ts"
import type { Columns } from "./Columns.ts"
import { type GrowRules, type GrownTree, growTree } from "./growTree.ts"
import type { Trees } from "./Trees.ts"

/** What a boosted forest aims at: the mean (squared error), or the quantile at `share` (pinball loss). */
export type Aim = { readonly _tag: "Mean" } | { readonly _tag: "Quantile"; readonly share: number }

/** How a forest is fitted. */
export interface BoostRules extends GrowRules {
  readonly trees: number
  /** Share of each tree that is believed, in (0, 1]. */
  readonly rate: number
  /** Share of the rows that each tree sees, in (0, 1]. */
  readonly rowShare: number
  /** Share of the features that each tree sees, in (0, 1]. */
  readonly featureShare: number
}

/** A start value and trees to add to it. */
export interface Forest {
  readonly start: number
  readonly trees: Trees
}

/**
 * Gradient boosting (Friedman 2001, "Greedy function approximation"): every tree is grown on the gradient of the loss
 * and each of its leaves then takes the value that is best for the loss itself, the mean or the quantile of what is
 * left there. `random` gives uniforms in [0, 1): the same draws, the same forest.
 * O(trees × rows × features × depth).
 */
export const boost = (
  columns: Columns,
  target: Float64Array,
  weight: Float64Array,
  aim: Aim,
  rules: BoostRules,
  random: () => number
): Forest => {
  const features = columns.values.length / columns.rows
  const binned = binColumns(columns, features)
  const { rows } = columns
  const all = Int32Array.from({ length: rows }, (_, row) => row)
  const left = Float64Array.from(target)
  const start = leafValue(aim, left, weight, all, 0, rows, 0)
  for (let row = 0; row < rows; row += 1) left[row] = f64(left, row) - start
  const pull = new Float64Array(rows)
  const grown: Array<GrownTree> = []
  const values: Array<Array<number>> = []
  for (let tree = 0; tree < rules.trees; tree += 1) {
    pullOf(aim, left, pull)
    const order = rules.rowShare < 1 ? sample(all, rules.rowShare, random) : Int32Array.from(all)
    const seen = sample(
      Int32Array.from({ length: features }, (_, f) => f),
      rules.featureShare,
      random
    )
    const one = growTree(binned, { pull, weight }, order, seen, rules)
    const value = one.feature.map((feature, node) =>
      feature >= 0
        ? 0
        : rules.rate *
          leafValue(aim, left, weight, one.order, one.from[node] ?? 0, one.to[node] ?? 0, rules.shrinkage)
    )
    meansOfNodes(one, value)
    applyTree(columns, one, value, left)
    grown.push(one)
    values.push(value)
  }
  return { start, trees: flatten(grown, values) }
}

const pullOf = (aim: Aim, left: Float64Array, pull: Float64Array): void => {
  for (let row = 0; row < left.length; row += 1) {
    const error = f64(left, row)
    pull[row] = aim._tag === "Mean" ? error : error > 0 ? aim.share : aim.share - 1
  }
}

/** What is best for the rows `order[from..to)`: their mean, or their quantile, weighted. */
const leafValue = (
  aim: Aim,
  left: Float64Array,
  weight: Float64Array,
  order: Int32Array,
  from: number,
  to: number,
  shrinkage: number
): number => {
  let total = 0
  let sum = 0
  for (let at = from; at < to; at += 1) {
    const row = i32(order, at)
    total += f64(weight, row)
    sum += f64(weight, row) * f64(left, row)
  }
  if (aim._tag === "Mean") return total === 0 ? 0 : sum / (total + shrinkage)
  const sorted = order.slice(from, to).sort((a, b) => f64(left, a) - f64(left, b) || a - b)
  let below = 0
  for (let at = 0; at < sorted.length; at += 1) {
    const row = i32(sorted, at)
    below += f64(weight, row)
    if (below >= aim.share * total) return (f64(left, row) * total) / (total + shrinkage)
  }
  return 0
}

/** `share` of the numbers, at least one, in their order (selection sampling, Knuth 3.4.2 S). */
const sample = (numbers: Int32Array, share: number, random: () => number): Int32Array => {
  const wanted = Math.max(1, Math.round(share * numbers.length))
  if (wanted >= numbers.length) return Int32Array.from(numbers)
  const chosen = new Int32Array(wanted)
  let found = 0
  for (let at = 0; at < numbers.length && found < wanted; at += 1) {
    if (random() * (numbers.length - at) < wanted - found) chosen[found++] = i32(numbers, at)
  }
  return chosen
}

/** Children stand behind their parents: from the end, every node's children are known. */
const meansOfNodes = ({ left, from, to }: GrownTree, value: Array<number>): void => {
  for (let node = left.length - 1; node >= 0; node -= 1) {
    const child = left[node] ?? -1
    if (child < 0) continue
    const size = (n: number) => (to[n] ?? 0) - (from[n] ?? 0)
    const both = size(child) + size(child + 1)
    value[node] = ((value[child] ?? 0) * size(child) + (value[child + 1] ?? 0) * size(child + 1)) / both
  }
}

/** Takes what the tree says off what is left, for every row, seen by the tree or not. */
const applyTree = (
  columns: Columns,
  tree: GrownTree,
  value: ReadonlyArray<number>,
  left: Float64Array
): void => {
  const { rows, values } = columns
  for (let row = 0; row < rows; row += 1) {
    let node = 0
    let feature = tree.feature[0] ?? -1
    while (feature >= 0) {
      const above = f64(values, feature * rows + row) > (tree.threshold[node] ?? 0)
      node = (tree.left[node] ?? 0) + (above ? 1 : 0)
      feature = tree.feature[node] ?? -1
    }
    left[row] = f64(left, row) - (value[node] ?? 0)
  }
}

const flatten = (grown: ReadonlyArray<GrownTree>, values: ReadonlyArray<ReadonlyArray<number>>): Trees => {
  const roots: Array<number> = []
  const feature: Array<number> = []
  const threshold: Array<number> = []
  const left: Array<number> = []
  const value: Array<number> = []
  grown.forEach((tree, index) => {
    const base = feature.length
    roots.push(base)
    tree.feature.forEach((split, node) => {
      feature.push(split)
      threshold.push(tree.threshold[node] ?? 0)
      left.push(split < 0 ? -1 : base + (tree.left[node] ?? 0))
      value.push(values[index]?.[node] ?? 0)
    })
  })
  return {
    roots: Int32Array.from(roots),
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(threshold),
    left: Int32Array.from(left),
    value: Float64Array.from(value)
  }
}
