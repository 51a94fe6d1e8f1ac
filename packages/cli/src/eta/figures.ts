import { normalCdf, scoreAmong } from "@hotbag/core"
import type { Forecast } from "./Forecast.ts"

/** How good forecasts were. */
export interface EtaFigures {
  readonly orders: number
  /** Mean absolute error of the median, minutes. */
  readonly mae: number
  /** Root of the mean squared error of the mean, minutes. */
  readonly rmse: number
  /** Share of outcomes at or below the quantile. */
  readonly coverage50: number
  readonly coverage90: number
  /** Mean pinball loss, minutes. */
  readonly pinball50: number
  readonly pinball90: number
}

/** The figures of forecasts; NaN without any. O(n). */
export const figuresOf = (forecasts: ReadonlyArray<Forecast>): EtaFigures => {
  const mean = (value: (forecast: Forecast) => number) =>
    forecasts.reduce((sum, forecast) => sum + value(forecast), 0) / forecasts.length
  return {
    orders: forecasts.length,
    mae: mean(({ actual, p50 }) => Math.abs(actual - p50)),
    rmse: Math.sqrt(mean((forecast) => (forecast.actual - forecast.mean) ** 2)),
    coverage50: mean(({ actual, p50 }) => (actual <= p50 ? 1 : 0)),
    coverage90: mean(({ actual, p90 }) => (actual <= p90 ? 1 : 0)),
    pinball50: mean(({ actual, p50 }) => pinball(0.5, actual, p50)),
    pinball90: mean(({ actual, p90 }) => pinball(0.9, actual, p90))
  }
}

/** The loss of which the quantile is the least (R. Koenker and G. Bassett 1978). */
const pinball = (share: number, actual: number, quantile: number): number =>
  actual > quantile ? share * (actual - quantile) : (1 - share) * (quantile - actual)

/** Bars of a PIT histogram. */
export const PIT_BARS = 10

/**
 * Share of outcomes in each tenth of what was forecast (probability integral transform): all alike when forecasts are honest, high at the end
 * when orders take longer than said, a U when quantiles are too close.
 */
export const pitOf = (forecasts: ReadonlyArray<Forecast>): ReadonlyArray<number> => {
  const bars = Array.from({ length: PIT_BARS }, () => 0)
  for (const forecast of forecasts) {
    const u = normalCdf(scoreAmong(forecast, forecast.actual))
    const bar = Math.min(PIT_BARS - 1, Math.floor(u * PIT_BARS))
    bars[bar] = (bars[bar] ?? 0) + 1 / forecasts.length
  }
  return bars
}
