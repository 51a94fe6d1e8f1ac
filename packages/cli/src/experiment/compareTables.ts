import type { Table } from "../report/export/tables.ts"
import type { BandFigure } from "./bands.ts"
import type { Comparison } from "./playEntrants.ts"

/** Every metric of every comparison, `difference` being `entrant` minus `against`; ends that are not known are empty. */
export const metricsTable = (comparisons: ReadonlyArray<Comparison>): Table => ({
  columns: [
    "entrant",
    "against",
    "metric",
    "unit",
    "better",
    "mean",
    "against_mean",
    "difference",
    "interval_low",
    "interval_high",
    "bootstrap_low",
    "bootstrap_high",
    "p_value",
    "adjusted_p_value",
    "verdict"
  ],
  rows: function* () {
    for (const { against, entrant, metrics } of comparisons)
      for (const each of metrics)
        yield [
          entrant,
          against,
          each.metric,
          each.unit,
          each.better,
          each.mean,
          each.againstMean,
          each.difference,
          each.interval.low,
          each.interval.high,
          each.bootstrap.low,
          each.bootstrap.high,
          each.pValue,
          each.adjustedPValue,
          each.verdict
        ]
  }
})

/** The curves over the evening: median and band over the seeds, `at_ms` since the midnight that starts the day. */
export const curvesTable = (figures: ReadonlyArray<BandFigure>): Table => ({
  columns: ["figure", "entrant", "at_ms", "low", "median", "high"],
  rows: function* () {
    for (const { atMs, bands, id } of figures)
      for (const { entrant, high, low, median } of bands)
        for (const [look, middle] of median.entries())
          yield [id, entrant, atMs[look] ?? null, low[look] ?? null, middle, high[look] ?? null]
  }
})
