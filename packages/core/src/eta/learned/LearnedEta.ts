import { Result, Schema } from "effect"
import { Limits } from "../../Limits.ts"
import type { Forest } from "./boost.ts"
import { PAST_FEATURES, RECENT_FEATURES } from "./EtaCase.ts"
import { sumOfTrees } from "./Trees.ts"
import { pastWidth } from "./walkHistory.ts"

/**
 * A learned model of how long an order takes from placement to drop-off: boosted trees on the logarithm of the duration in ms, two floors of
 * them. The first expects a duration from the order and the past; against that the history measures how orders fare just now; the
 * second says quantiles and mean from both.
 */
export interface LearnedEta {
  /** Names of all features: those known of an order, then `PAST_FEATURES`, then `RECENT_FEATURES`. */
  readonly features: ReadonlyArray<string>
  /** First floor; looks at the features before the recent ones. */
  readonly expected: Forest
  readonly p10: Forest
  readonly p50: Forest
  readonly p90: Forest
  /** The mean, in ms over what the first floor expects. */
  readonly mean: Forest
}

/** What a model says of an order, in ms. */
export interface LearnedQuantiles {
  p10Ms: number
  p50Ms: number
  p90Ms: number
  /** What makes squared errors least; later than the median, because durations have a long tail. */
  meanMs: number
}

/** What the first floor expects: logarithm of ms. No allocation. */
export const expectedLogMs = ({ expected }: LearnedEta, row: Float64Array): number =>
  expected.start + sumOfTrees(expected.trees, row)

/**
 * What the model says of a row of features, written to `out`; quantiles are put in order (V. Chernozhukov, I. Fernández-Val and A. Galichon
 * 2010, "Quantile and probability curves without crossing"). No allocation; O(trees × depth), some microseconds.
 */
export const predictLearned = (
  model: LearnedEta,
  row: Float64Array,
  out: LearnedQuantiles
): LearnedQuantiles => {
  const base = row[model.features.length - 1] ?? 0
  const a = valueOf(model.p10, row)
  const b = valueOf(model.p50, row)
  const c = valueOf(model.p90, row)
  out.p10Ms = Math.exp(Math.min(a, b, c))
  out.p90Ms = Math.exp(Math.max(a, b, c))
  out.p50Ms = Math.exp(Math.max(Math.min(a, b), Math.min(Math.max(a, b), c)))
  out.meanMs = Math.max(1, Math.exp(base) + valueOf(model.mean, row))
  return out
}

const valueOf = ({ start, trees }: Forest, row: Float64Array): number => start + sumOfTrees(trees, row)

const Floats = Schema.Array(Schema.Number).check(Schema.isMaxLength(Limits.learnedNodes))
const Ints = Schema.Array(Schema.Int).check(Schema.isMaxLength(Limits.learnedNodes))

const ForestForm = Schema.Struct({
  start: Schema.Number,
  roots: Ints,
  feature: Ints,
  /** Of inner nodes, in their sequence; null: only what is not known goes left. */
  threshold: Schema.Array(Schema.NullOr(Schema.Number)).check(Schema.isMaxLength(Limits.learnedNodes)),
  /** Of inner nodes. */
  left: Ints,
  value: Floats
})
type ForestForm = typeof ForestForm.Type

/** A model as JSON. At most `Limits.learnedNodes` nodes in each forest. */
export const LearnedEtaForm = Schema.Struct({
  version: Schema.Literal(1),
  known: Schema.Array(Schema.String.check(Schema.isMaxLength(100))).check(Schema.isMaxLength(1_000)),
  expected: ForestForm,
  p10: ForestForm,
  p50: ForestForm,
  p90: ForestForm,
  mean: ForestForm
})
export type LearnedEtaForm = typeof LearnedEtaForm.Type

/** Why a form is no model: a forest, and what is wrong with it. */
export interface LearnedEtaRefused {
  readonly _tag: "LearnedEtaRefused"
  readonly forest: string
  readonly what: string
}

/** The names of all features of a model that knows these of an order. */
export const featureNames = (known: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...known,
  ...PAST_FEATURES,
  ...RECENT_FEATURES
]

/** A model as JSON; leaves keep seven digits and thresholds ten, so that the file stays small. */
export const toForm = (model: LearnedEta): LearnedEtaForm => ({
  version: 1,
  known: model.features.slice(0, model.features.length - PAST_FEATURES.length - RECENT_FEATURES.length),
  expected: forestForm(model.expected),
  p10: forestForm(model.p10),
  p50: forestForm(model.p50),
  p90: forestForm(model.p90),
  mean: forestForm(model.mean)
})

const forestForm = ({ start, trees }: Forest): ForestForm => {
  const inner = [...trees.feature.keys()].filter((node) => (trees.feature[node] ?? -1) >= 0)
  return {
    start,
    roots: [...trees.roots],
    feature: [...trees.feature],
    threshold: inner.map((node) => {
      const threshold = trees.threshold[node] ?? 0
      return threshold === -Infinity ? null : Number(threshold.toPrecision(10))
    }),
    left: inner.map((node) => trees.left[node] ?? -1),
    value: [...trees.value].map(short)
  }
}

const short = (value: number): number => Number(value.toPrecision(7))

/** A model from JSON: every walk down a tree ends, and looks at features that there are. */
export const fromForm = (form: LearnedEtaForm): Result.Result<LearnedEta, LearnedEtaRefused> =>
  Result.gen(function* () {
    const features = featureNames(form.known)
    const past = pastWidth(form.known.length)
    return {
      features,
      expected: yield* forestOf("expected", form.expected, past),
      p10: yield* forestOf("p10", form.p10, features.length),
      p50: yield* forestOf("p50", form.p50, features.length),
      p90: yield* forestOf("p90", form.p90, features.length),
      mean: yield* forestOf("mean", form.mean, features.length)
    }
  })

const forestOf = (
  name: string,
  form: ForestForm,
  features: number
): Result.Result<Forest, LearnedEtaRefused> => {
  const refused = (what: string) =>
    Result.fail<LearnedEtaRefused>({ _tag: "LearnedEtaRefused", forest: name, what })
  const nodes = form.feature.length
  const threshold = new Float64Array(nodes)
  const left = new Int32Array(nodes).fill(-1)
  let inner = 0
  for (let node = 0; node < nodes; node += 1) {
    const feature = form.feature[node] ?? -1
    if (feature < 0) continue
    if (feature >= features) return refused(`node ${node} looks at feature ${feature} of ${features}`)
    const child = form.left[inner] ?? -1
    if (child <= node || child + 1 >= nodes) return refused(`node ${node} leads to node ${child} of ${nodes}`)
    left[node] = child
    threshold[node] = form.threshold[inner] ?? -Infinity
    inner += 1
  }
  if (form.value.length !== nodes || form.left.length !== inner || form.threshold.length !== inner) {
    return refused("its lists do not fit each other")
  }
  if (form.roots.some((root) => root < 0 || root >= nodes)) return refused("a root is not among its nodes")
  return Result.succeed({
    start: form.start,
    trees: {
      roots: Int32Array.from(form.roots),
      feature: Int32Array.from(form.feature),
      threshold,
      left,
      value: Float64Array.from(form.value)
    }
  })
}
