import {
  type EtaOutcome,
  expectedLogMs,
  explainLearned,
  f64,
  type FitRules,
  fitLearnedEta,
  fromForm,
  LearnedEtaForm,
  MINUTE_MS,
  predictLearned,
  toForm,
  walkHistory
} from "@hotbag/core"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { uniforms } from "./uniforms.ts"

const small = {
  trees: 30,
  rate: 0.15,
  leaves: 5,
  leastWeight: 20,
  shrinkage: 2,
  rowShare: 0.7,
  featureShare: 0.7
}
const rules: FitRules = { first: small, second: small, folds: 3 }

/** Orders of a week of a made-up town: busy couriers and one slow restaurant make them late. */
const orders = (count: number, seed: number): ReadonlyArray<EtaOutcome> => {
  const uniform = uniforms(seed)
  return Array.from({ length: count }, (_, index) => {
    const load = uniform() * 2
    const restaurant = Math.floor(uniform() * 8)
    const noise = 0.8 + 0.4 * uniform()
    return {
      placedAtMs: index * 5 * MINUTE_MS,
      tookMs: (20 + 15 * load + (restaurant === 0 ? 20 : 0)) * noise * MINUTE_MS,
      regionId: "town",
      restaurantId: `r${restaurant}`,
      cuisine: "any",
      localHour: (index / 12) % 24,
      weekday: Math.floor(index / 288) % 7,
      known: [load]
    }
  })
}

const rowOf = ({ rows, values }: ReturnType<typeof walkHistory>, row: number) =>
  Float64Array.from({ length: values.length / rows }, (_, feature) => f64(values, feature * rows + row))

const said = () => ({ p10Ms: 0, p50Ms: 0, p90Ms: 0, meanMs: 0 })

describe("what was known of an order when it was placed", () => {
  it("is the same whatever happened afterwards", () => {
    const all = orders(300, 1)
    const changed = all.map((order, index) => {
      // Still under way when the order 200 is placed, or placed later.
      const isKnown = order.placedAtMs + order.tookMs <= 200 * 5 * MINUTE_MS
      return isKnown || index > 200 ? order : { ...order, tookMs: order.tookMs + 3_000 * MINUTE_MS }
    })
    const later = changed.map((order, index) => (index > 200 ? { ...order, tookMs: 1 } : order))
    const expect_ = (_: number, __: Float64Array, usual: number) => usual
    expect(rowOf(walkHistory(later, 1, expect_), 200)).toEqual(rowOf(walkHistory(all, 1, expect_), 200))
  })

  it("is remembered per restaurant", () => {
    const all = orders(1_500, 2)
    const columns = walkHistory(all, 1, (_, __, usual) => usual)
    const past = (restaurant: string) => {
      const row = all.findLastIndex(({ restaurantId }) => restaurantId === restaurant)
      return rowOf(columns, row)[3] ?? 0
    }
    expect(past("r0")).toBeGreaterThan(past("r1") + 0.2)
  })
})

describe("a learned model", () => {
  const train = orders(1_500, 3)
  const { model } = fitLearnedEta(train, ["load"], uniforms(7), rules)
  const test = orders(3_000, 3).slice(1_500)
  const columns = walkHistory([...train, ...test], 1, (_, past) => expectedLogMs(model, past))
  const forecasts = test.map((order, index) => ({
    ...predictLearned(model, rowOf(columns, train.length + index), said()),
    tookMs: order.tookMs
  }))

  it("S82: is better than the mean by far, and its quantiles mean what they say", () => {
    const mean = train.reduce((sum, { tookMs }) => sum + tookMs, 0) / train.length
    const mae = (value: (forecast: (typeof forecasts)[number]) => number) =>
      forecasts.reduce((sum, forecast) => sum + Math.abs(forecast.tookMs - value(forecast)), 0) /
      forecasts.length
    expect(mae(({ p50Ms }) => p50Ms)).toBeLessThan(0.6 * mae(() => mean))
    const within = (value: (forecast: (typeof forecasts)[number]) => number) =>
      forecasts.filter((forecast) => forecast.tookMs <= value(forecast)).length / forecasts.length
    expect(Math.abs(within(({ p50Ms }) => p50Ms) - 0.5)).toBeLessThan(0.1)
    expect(Math.abs(within(({ p90Ms }) => p90Ms) - 0.9)).toBeLessThan(0.08)
    for (const { p10Ms, p50Ms, p90Ms } of forecasts) {
      expect(p10Ms).toBeLessThanOrEqual(p50Ms)
      expect(p50Ms).toBeLessThanOrEqual(p90Ms)
    }
  })

  it("is the same again from the same draws", () => {
    expect(fitLearnedEta(train, ["load"], uniforms(7), rules).model).toEqual(model)
  })

  it("says the same after a journey through JSON", () => {
    const form: unknown = JSON.parse(JSON.stringify(toForm(model)))
    const again = Result.getOrThrow(fromForm(Schema.decodeUnknownSync(LearnedEtaForm)(form)))
    const differ = Array.from({ length: 400 }, (_, row) => {
      const before = predictLearned(model, rowOf(columns, row), said())
      const after = predictLearned(again, rowOf(columns, row), said())
      return Math.abs(Math.log(after.p50Ms / before.p50Ms))
    })
    // A value within the tenth digit of a threshold may fall on its other side.
    expect(differ.filter((off) => off > 1e-4).length).toBeLessThan(8)
  })

  it("is refused when a tree would run in circles, or look at what is not there", () => {
    const form = toForm(model)
    const broken = (change: object) => fromForm({ ...form, p50: { ...form.p50, ...change } })
    expect(broken({ left: form.p50.left.map(() => 0) })).toMatchObject({
      failure: { forest: "p50", what: /leads to node 0/ }
    })
    expect(broken({ feature: form.p50.feature.map(() => 999) })).toMatchObject({ failure: { forest: "p50" } })
    expect(broken({ value: [] })).toMatchObject({ failure: { what: "its lists do not fit each other" } })
    expect(broken({ roots: [-1] })).toMatchObject({ failure: { what: "a root is not among its nodes" } })
  })

  it("is explained by factors that make the median", () => {
    const row = rowOf(columns, 1_600)
    const { reasons, startMs } = explainLearned(model, row)
    const median = reasons.reduce((product, { factor }) => product * factor, startMs)
    expect(median / predictLearned(model, row, said()).p50Ms).toBeCloseTo(1, 6)
    expect(reasons[0]?.words).toMatch(/: \d+ % (longer|shorter)$/)
  })
})
