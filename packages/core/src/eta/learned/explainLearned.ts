import { f64 } from "../../At.ts"
import type { LearnedEta } from "./LearnedEta.ts"
import { shareOfFeatures } from "./Trees.ts"

/** Why a model says what it says of an order: the duration it starts from, and what features make of it. */
export interface LearnedReasons {
  /** The likely duration of an order that nothing is known of, in ms. */
  readonly startMs: number
  /** The largest first; all of them multiplied and the start give the median. */
  readonly reasons: ReadonlyArray<LearnedReason>
}

/** What one feature does to the likely duration. */
export interface LearnedReason {
  readonly feature: string
  readonly value: number
  /** 1.1: a tenth longer. */
  readonly factor: number
  /** The same in words: `outstanding orders per courier 2.1: 12 % longer`. */
  readonly words: string
}

/** The reasons of the median of a row of features; see `shareOfFeatures` for what they are, and what they are not. */
export const explainLearned = (model: LearnedEta, row: Float64Array): LearnedReasons => {
  const shares = new Float64Array(model.features.length)
  const start = model.p50.start + shareOfFeatures(model.p50.trees, row, shares)
  const reasons = model.features.map((feature, index) => {
    const factor = Math.exp(f64(shares, index))
    const value = f64(row, index)
    return { feature, value, factor, words: wordsOf(feature, value, factor) }
  })
  return {
    startMs: Math.exp(start),
    reasons: reasons.sort((a, b) => Math.abs(Math.log(b.factor)) - Math.abs(Math.log(a.factor)))
  }
}

const wordsOf = (feature: string, value: number, factor: number): string => {
  const percent = Math.round(Math.abs(factor - 1) * 100)
  const effect = percent === 0 ? "as usual" : `${percent} % ${factor > 1 ? "longer" : "shorter"}`
  return `${feature} ${Number.isNaN(value) ? "unknown" : String(Number(value.toPrecision(3)))}: ${effect}`
}
