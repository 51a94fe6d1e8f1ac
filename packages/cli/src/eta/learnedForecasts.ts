import {
  expectedLogMs,
  f64,
  fitLearnedEta,
  type LearnedEta,
  type LearnedQuantiles,
  MINUTE_MS,
  predictLearned,
  walkHistory
} from "@hotbag/core"
import { makeStream, sequenceOf } from "@hotbag/sim"
import { forecastOf } from "./baselines.ts"
import { type DeliveryRow, KNOWN_FEATURES } from "./deliveryRows.ts"
import type { Forecast } from "./Forecast.ts"

/** A learned model with what it expected of the orders that it learned from. */
export interface Learned {
  readonly model: LearnedEta
  /** By order learned from; of others it is asked. Empty for a model from a file. */
  readonly expected: ReadonlyMap<DeliveryRow, number>
}

/** Learns from rows in sequence of placement. */
export const learn = (train: ReadonlyArray<DeliveryRow>, seed: number): Learned => {
  const draws = sequenceOf(makeStream(seed, "eta.train"), 0)
  const { expected, model } = fitLearnedEta(train, KNOWN_FEATURES, draws.next)
  return { model, expected: new Map(train.map((row, index) => [row, f64(expected, index)])) }
}

/** What the model says of the orders to be tested, each with what the orders before it told by then. All rows in sequence of placement. */
export const learnedForecasts = (
  { expected, model }: Learned,
  rows: ReadonlyArray<DeliveryRow>
): ReadonlyArray<Forecast> => {
  const columns = walkHistory(rows, KNOWN_FEATURES.length, (index, past) => {
    const row = rows[index]
    return (row === undefined ? undefined : expected.get(row)) ?? expectedLogMs(model, past)
  })
  const features = new Float64Array(model.features.length)
  const said: LearnedQuantiles = { p10Ms: 0, p50Ms: 0, p90Ms: 0, meanMs: 0 }
  const forecasts: Array<Forecast> = []
  rows.forEach((row, index) => {
    if (!row.isTest) return
    for (let feature = 0; feature < features.length; feature += 1) {
      features[feature] = f64(columns.values, feature * columns.rows + index)
    }
    const { meanMs, p10Ms, p50Ms, p90Ms } = predictLearned(model, features, said)
    const quantiles = [p10Ms / MINUTE_MS, p50Ms / MINUTE_MS, p90Ms / MINUTE_MS] as const
    forecasts.push(forecastOf(row, quantiles, meanMs / MINUTE_MS))
  })
  return forecasts
}
