import {
  calibration,
  type Calibration,
  type CalibrationRules,
  DEFAULT_CALIBRATION,
  NORMAL_SCORES,
  scoreAmong,
  SHOWN_SHARES,
  valueAtScore
} from "@hotbag/core"
import type { Forecast } from "./Forecast.ts"

/**
 * The forecasts as on-line calibration would have shown them: each with what was known when it was made, that is the outcomes of orders
 * that had been dropped off by then. In sequence of their making. The mean is left as it is: calibration is about quantiles.
 */
export const calibrateForecasts = (
  forecasts: ReadonlyArray<Forecast>,
  steps: Pick<CalibrationRules, "firstStep" | "leastStep"> = DEFAULT_CALIBRATION
): ReadonlyArray<Forecast> => {
  const learned: Calibration = calibration({
    ...DEFAULT_CALIBRATION,
    ...steps,
    shares: SHOWN_SHARES,
    begin: NORMAL_SCORES,
    cells: 10_000
  })
  const byOutcome = forecasts
    .map((_, index) => index)
    .sort((a, b) => (forecasts[a]?.knownAtMs ?? 0) - (forecasts[b]?.knownAtMs ?? 0) || a - b)
  let known = 0
  return forecasts.map((forecast) => {
    for (; known < byOutcome.length; known += 1) {
      const over = forecasts[byOutcome[known] ?? -1]
      if (over === undefined || over.knownAtMs > forecast.atMs) break
      learned.observe(over.path, scoreAmong(over, over.actual))
    }
    const [low = 0, middle = 0, high = 0] = [...learned.scores(forecast.path)].sort((a, b) => a - b)
    return {
      ...forecast,
      p10: valueAtScore(forecast, low),
      p50: valueAtScore(forecast, middle),
      p90: valueAtScore(forecast, high)
    }
  })
}
