import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { binColumns } from "../../../src/eta/learned/bins.ts"
import { boost, type BoostRules } from "../../../src/eta/learned/boost.ts"
import { columnsOf } from "../../../src/eta/learned/Columns.ts"
import { growTree } from "../../../src/eta/learned/growTree.ts"
import { shareOfFeatures, sumOfTrees } from "../../../src/eta/learned/Trees.ts"
import { uniforms } from "./uniforms.ts"

const rules: BoostRules = {
  trees: 60,
  rate: 0.2,
  leaves: 6,
  leastWeight: 5,
  shrinkage: 0,
  rowShare: 1,
  featureShare: 1
}
const rowsOf = (count: number, seed: number) => {
  const uniform = uniforms(seed)
  return Array.from({ length: count }, () => [uniform() * 10, uniform() < 0.1 ? Number.NaN : uniform() * 10])
}
const ones = (count: number) => new Float64Array(count).fill(1)

/** The best split of all by trying every one: feature, and gain in squared error. */
const bestByTrying = (rows: ReadonlyArray<ReadonlyArray<number>>, pull: Float64Array, least: number) => {
  let best = { feature: -1, gain: 0 }
  const square = (sum: number, count: number) => (count === 0 ? 0 : (sum * sum) / count)
  for (const feature of [0, 1]) {
    // Below all: only what is not known goes left.
    for (const cut of [-Infinity, ...rows.map((row) => row[feature] ?? Number.NaN)]) {
      let left = 0
      let right = 0
      let below = 0
      rows.forEach((row, index) => {
        const isRight = (row[feature] ?? Number.NaN) > cut
        if (isRight) right += pull[index] ?? 0
        else {
          left += pull[index] ?? 0
          below += 1
        }
      })
      const above = rows.length - below
      if (below < least || above < least) continue
      const gain = square(left, below) + square(right, above) - square(left + right, rows.length)
      if (gain > best.gain + 1e-9) best = { feature, gain }
    }
  }
  return best
}

describe("a tree", () => {
  it("splits first where the squared error falls most, as trying every split says", () => {
    const values = fc.constantFrom(0, 1, 2, 3, 4, Number.NaN)
    const row = fc.tuple(values, values)
    const given = fc.array(fc.tuple(row, fc.integer({ min: -5, max: 5 })), { minLength: 6, maxLength: 40 })
    fc.assert(
      fc.property(given, (cases) => {
        const rows = cases.map(([features]) => features)
        const pull = Float64Array.from(cases, ([, target]) => target)
        const binned = binColumns(columnsOf(rows, 2), 2)
        const order = Int32Array.from(rows.keys())
        const grow = { leaves: 2, leastWeight: 2, shrinkage: 0 }
        const tree = growTree(binned, { pull, weight: ones(rows.length) }, order, Int32Array.of(0, 1), grow)
        const best = bestByTrying(rows, pull, 2)
        if (best.gain < 1e-6) return
        const [feature = -1] = tree.feature
        const threshold = tree.threshold[0] ?? 0
        const right = rows.flatMap((features, i) =>
          (features[feature === 1 ? 1 : 0] ?? 0) > threshold ? [i] : []
        )
        const sum = (indexes: Iterable<number>) =>
          [...indexes].reduce((total, i) => total + (pull[i] ?? 0), 0)
        const all = sum(pull.keys())
        const above = sum(right)
        const gain =
          above ** 2 / right.length +
          (all - above) ** 2 / (rows.length - right.length) -
          all ** 2 / rows.length
        expect(gain).toBeCloseTo(best.gain, 6)
      })
    )
  })
})

describe("boosted trees", () => {
  it("learn a mean that depends on two features, and where something is not known", () => {
    const rows = rowsOf(2_000, 3)
    const truth = ([a = 0, b = 0]: ReadonlyArray<number>) => (Number.isNaN(b) ? 30 : a * 2 + (b > 5 ? 10 : 0))
    const forest = boost(
      columnsOf(rows, 2),
      Float64Array.from(rows, truth),
      ones(rows.length),
      { _tag: "Mean" },
      rules,
      uniforms(1)
    )
    const error = rows.reduce(
      (sum, row) =>
        sum + Math.abs(forest.start + sumOfTrees(forest.trees, Float64Array.from(row)) - truth(row)),
      0
    )
    expect(error / rows.length).toBeLessThan(0.5)
  })

  it.each([0.1, 0.5, 0.9])("learn the quantile at %f: that share of outcomes lies below", (share) => {
    const uniform = uniforms(5)
    const rows = rowsOf(3_000, 4)
    const draw = ([a = 0]: ReadonlyArray<number>) => a + (1 + a) * uniform()
    const target = Float64Array.from(rows, draw)
    const forest = boost(
      columnsOf(rows, 2),
      target,
      ones(rows.length),
      { _tag: "Quantile", share },
      rules,
      uniforms(1)
    )
    const others = rowsOf(3_000, 9)
    const below = others.filter(
      (row) => draw(row) <= forest.start + sumOfTrees(forest.trees, Float64Array.from(row))
    )
    expect(Math.abs(below.length / others.length - share)).toBeLessThan(0.04)
  })

  it("are the same from the same draws, and others from others", () => {
    const rows = rowsOf(300, 3)
    const target = Float64Array.from(rows, ([a = 0]) => a)
    const some = { ...rules, trees: 5, rowShare: 0.5, featureShare: 0.5 }
    const fit = (seed: number) =>
      boost(columnsOf(rows, 2), target, ones(300), { _tag: "Mean" }, some, uniforms(seed))
    expect(fit(1)).toEqual(fit(1))
    expect(fit(1)).not.toEqual(fit(2))
  })

  it("are explained by shares of the features that add up to what they say", () => {
    const rows = rowsOf(500, 3)
    const target = Float64Array.from(rows, ([a = 0]) => a * 3)
    const { trees } = boost(columnsOf(rows, 2), target, ones(500), { _tag: "Mean" }, rules, uniforms(1))
    for (const values of rows.slice(0, 50)) {
      const row = Float64Array.from(values)
      const shares = new Float64Array(2)
      const base = shareOfFeatures(trees, row, shares)
      expect(base + (shares[0] ?? 0) + (shares[1] ?? 0)).toBeCloseTo(sumOfTrees(trees, row), 9)
      // The second feature has nothing to do with it.
      expect(Math.abs(shares[1] ?? 0)).toBeLessThan(2)
    }
  })
})
