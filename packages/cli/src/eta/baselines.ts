import { MINUTE_MS } from "@hotbag/core"
import type { DeliveryRow } from "./deliveryRows.ts"
import { type Forecast } from "./Forecast.ts"
import { fitLinear, linearValue } from "./linear.ts"

/** A simple model: what it says of the orders to be tested. */
export interface Baseline {
  readonly name: string
  readonly forecasts: ReadonlyArray<Forecast>
}

/** The mean of the past; the platform's own estimate with the hour; a linear model of everything that is known. */
export const baselines = (
  train: ReadonlyArray<DeliveryRow>,
  test: ReadonlyArray<DeliveryRow>
): ReadonlyArray<Baseline> => [
  { name: "mean", forecasts: linearForecasts(train, test, () => [1]) },
  {
    name: "platform estimate + hour",
    forecasts: linearForecasts(train, test, (row) => [
      ((row.known[10] ?? 0) + orElse(row.known[11], 540)) / 60,
      ...oneOf(24, Math.floor(row.localHour)),
      1
    ])
  },
  { name: "linear", forecasts: linearForecasts(train, test, everything) }
]

/** A forecast of an order from its quantiles and mean in minutes. */
export const forecastOf = (
  row: DeliveryRow,
  [p10, p50, p90]: readonly [number, number, number],
  mean: number
): Forecast => ({
  atMs: row.placedAtMs,
  knownAtMs: row.placedAtMs + row.tookMs,
  localHour: row.localHour,
  path: ["all", row.regionId, `${row.regionId}/${Math.floor(row.localHour)}`],
  p10,
  p50,
  p90,
  mean,
  actual: row.tookMs / MINUTE_MS
})

/** The linear mean, with the quantiles of what it missed in training around it. */
const linearForecasts = (
  train: ReadonlyArray<DeliveryRow>,
  test: ReadonlyArray<DeliveryRow>,
  features: (row: DeliveryRow) => ReadonlyArray<number>
): ReadonlyArray<Forecast> => {
  const rows = train.map(features)
  const minutes = train.map(({ tookMs }) => tookMs / MINUTE_MS)
  const weights = fitLinear(rows, minutes, 3)
  const missed = Float64Array.from(
    rows,
    (row, index) => (minutes[index] ?? 0) - linearValue(weights, row)
  ).sort()
  const quantile = (share: number) => missed[Math.floor(share * (missed.length - 1))] ?? 0
  return test.map((row) => {
    const mean = linearValue(weights, features(row))
    const around = (share: number) => Math.max(1, mean + quantile(share))
    return forecastOf(row, [around(0.1), around(0.5), around(0.9)], mean)
  })
}

const everything = (row: DeliveryRow): ReadonlyArray<number> => {
  const known = (index: number, missing: number) => orElse(row.known[index], missing)
  const load = Math.min(3, known(12, 1))
  return [
    ...oneOf(6, known(0, 0) - 1),
    ...oneOf(24, Math.floor(row.localHour)),
    ...oneOf(7, row.weekday),
    ...oneOf(7, known(1, 0) - 1),
    load,
    load * load,
    Number.isNaN(row.known[7] ?? 0) ? 1 : 0,
    Math.log1p(Math.max(0, known(7, 30))),
    Math.log1p(Math.max(0, known(9, 30))),
    known(13, 0.9),
    Math.log1p(Math.max(0, known(3, 2_000))),
    Math.log1p(Math.max(0, known(2, 2))),
    known(10, 251) / 60,
    known(11, 540) / 60,
    1
  ]
}

const orElse = (value: number | undefined, missing: number): number =>
  value === undefined || Number.isNaN(value) ? missing : value

const oneOf = (count: number, which: number): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, index) => (index === which ? 1 : 0))
