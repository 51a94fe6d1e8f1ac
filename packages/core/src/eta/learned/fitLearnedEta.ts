import { f64 } from "../../At.ts"
import { invariant } from "../../Invariant.ts"
import { DAY_MS } from "../../Units.ts"
import { type Aim, boost, type BoostRules, type Forest } from "./boost.ts"
import type { Columns } from "./Columns.ts"
import type { EtaOutcome } from "./EtaCase.ts"
import { featureNames, type LearnedEta } from "./LearnedEta.ts"
import { sumOfTrees } from "./Trees.ts"
import { pastWidth, walkHistory } from "./walkHistory.ts"

/** How a model is fitted. */
export interface FitRules {
  readonly first: BoostRules
  readonly second: BoostRules
  /** Parts of the days: what is expected of an order in training comes from a forest that has not seen its day's part. */
  readonly folds: number
}

/** Sizes usual for some ten thousand rows; the share of features of the second floor did best on the last days of a training set (docs/eta.md). */
export const DEFAULT_FIT: FitRules = {
  first: {
    trees: 200,
    rate: 0.05,
    leaves: 10,
    leastWeight: 40,
    shrinkage: 5,
    rowShare: 0.7,
    featureShare: 0.5
  },
  second: {
    trees: 260,
    rate: 0.05,
    leaves: 10,
    leastWeight: 40,
    shrinkage: 5,
    rowShare: 0.7,
    featureShare: 0.25
  },
  folds: 6
}

/** A model, and what its first floor expected of the orders it learned from, without having seen their days: logarithms of ms. */
export interface FittedEta {
  readonly model: LearnedEta
  readonly expected: Float64Array
}

/**
 * Learns how long orders take from orders that are over, in sequence of placement, each of `known.length` features. `random` gives uniforms
 * in [0, 1): the same draws, the same model. Ten thousand orders take some seconds.
 *
 * @throws InvariantViolation without orders, or when they are not in sequence.
 */
export const fitLearnedEta = (
  orders: ReadonlyArray<EtaOutcome>,
  known: ReadonlyArray<string>,
  random: () => number,
  rules: FitRules = DEFAULT_FIT
): FittedEta => {
  invariant(orders.length > 0, "a model learns from orders")
  invariant(
    orders.every((order, index) => index === 0 || (orders[index - 1]?.placedAtMs ?? 0) <= order.placedAtMs),
    "orders are learned from in sequence of their placement"
  )
  const width = pastWidth(known.length)
  const logMs = Float64Array.from(orders, ({ tookMs }) => Math.log(Math.max(1, tookMs)))
  const past = firstColumns(
    walkHistory(orders, known.length, (_, __, usual) => usual),
    width
  )
  const expected = new Float64Array(orders.length)
  for (let fold = 0; fold < rules.folds; fold += 1) {
    const others = rowsWhere(orders, (order) => foldOf(order, rules.folds) !== fold)
    if (others.length === 0 || others.length === orders.length) continue
    const forest = fit(past, logMs, MEAN, rules.first, random, others)
    orders.forEach((order, row) => {
      if (foldOf(order, rules.folds) === fold) expected[row] = predictRow(forest, past, row)
    })
  }
  const first = fit(past, logMs, MEAN, rules.first, random)
  for (let row = 0; row < orders.length; row += 1) {
    if (f64(expected, row) === 0) expected[row] = predictRow(first, past, row)
  }
  const full = walkHistory(orders, known.length, (index) => f64(expected, index))
  const beyondMs = Float64Array.from(orders, ({ tookMs }, row) => tookMs - Math.exp(f64(expected, row)))
  const second = (aim: Aim, target: Float64Array) => fit(full, target, aim, rules.second, random)
  return {
    expected,
    model: {
      features: featureNames(known),
      expected: first,
      p10: second({ _tag: "Quantile", share: 0.1 }, logMs),
      p50: second({ _tag: "Quantile", share: 0.5 }, logMs),
      p90: second({ _tag: "Quantile", share: 0.9 }, logMs),
      mean: second(MEAN, beyondMs)
    }
  }
}

const MEAN: Aim = { _tag: "Mean" }

const foldOf = ({ placedAtMs }: EtaOutcome, folds: number): number => Math.floor(placedAtMs / DAY_MS) % folds

const rowsWhere = (
  orders: ReadonlyArray<EtaOutcome>,
  wanted: (order: EtaOutcome) => boolean
): ReadonlyArray<number> => orders.flatMap((order, row) => (wanted(order) ? [row] : []))

const firstColumns = ({ rows, values }: Columns, width: number): Columns => ({
  rows,
  values: values.subarray(0, rows * width)
})

const fit = (
  columns: Columns,
  target: Float64Array,
  aim: Aim,
  rules: BoostRules,
  random: () => number,
  rows?: ReadonlyArray<number>
): Forest => {
  const some = rows === undefined ? columns : pickRows(columns, rows)
  const wanted = rows === undefined ? target : Float64Array.from(rows, (row) => f64(target, row))
  return boost(some, wanted, new Float64Array(some.rows).fill(1), aim, rules, random)
}

const pickRows = ({ rows, values }: Columns, picked: ReadonlyArray<number>): Columns => {
  const features = values.length / rows
  const some = new Float64Array(picked.length * features)
  for (let feature = 0; feature < features; feature += 1) {
    picked.forEach((row, index) => {
      some[feature * picked.length + index] = f64(values, feature * rows + row)
    })
  }
  return { rows: picked.length, values: some }
}

const predictRow = (forest: Forest, { rows, values }: Columns, row: number): number => {
  const one = Float64Array.from({ length: values.length / rows }, (_, feature) =>
    f64(values, feature * rows + row)
  )
  return forest.start + sumOfTrees(forest.trees, one)
}
