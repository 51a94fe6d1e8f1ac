import { MINUTE_MS } from "@hotbag/core"
import { clickToDoorOverTime, recordIntervalMs, type City, type RunRecord } from "@hotbag/sim"
import { Schema } from "effect"

const Figures = Schema.Array(Schema.NullOr(Schema.Number))

/** What one run did over the evening, every few minutes from the begin of demand on; null: nothing to tell. */
export const RunCurves = Schema.Struct({
  stepMs: Schema.Number,
  /** Orders that were placed and have not ended. */
  open: Figures,
  /** Couriers on shift with nothing to do. */
  idle: Figures,
  /** Its own steps: the end of each span of deliveries. */
  doorStepMs: Schema.Number,
  /** Median of what was delivered in the span, minutes. */
  clickToDoor: Figures
})
/** @see RunCurves */
export type RunCurves = typeof RunCurves.Type

/** Finer than this nobody sees in a picture of an evening. */
const LONGEST_LOOK_MS = 5 * MINUTE_MS
/** A window of an hour or less is looked at every minute. */
const LOOKS = 60

/** How often to look at a run whose curves are wanted, ms. */
export const curveIntervalMs = (city: Pick<City, "fromMs" | "toMs">): number =>
  (city.toMs - city.fromMs) / LOOKS > MINUTE_MS
    ? Math.max(LONGEST_LOOK_MS, recordIntervalMs(city))
    : recordIntervalMs(city)

/** The curves of a finished run that was looked at. */
export const runCurvesOf = (record: RunRecord): RunCurves => {
  const { intervalMs, series } = record
  const { atMs, p50 } = clickToDoorOverTime(record)
  const open = series.placed.map(
    (placed, i) => placed - (series.delivered[i] ?? 0) - (series.cancelled[i] ?? 0) - (series.lost[i] ?? 0)
  )
  const [first = 0, second = first + 1] = atMs
  return { stepMs: intervalMs, open, idle: series.idle, doorStepMs: second - first, clickToDoor: p50 }
}
