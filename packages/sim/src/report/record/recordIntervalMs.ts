import { Limits, MINUTE_MS } from "@hotbag/core"

/** Minutes between two looks at a run: parts of an hour, so that they fall on full hours. */
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60]

/**
 * How often to look at a run for its record, in ms: every minute, or as seldom as a curve of its time of demand needs to
 * have at most `Limits.reportPoints` points, and hourly at the least.
 */
export const recordIntervalMs = (day: { readonly fromMs: number; readonly toMs: number }): number => {
  const leastMin = (day.toMs - day.fromMs) / MINUTE_MS / Limits.reportPoints
  return (STEPS_MIN.find((step) => step >= leastMin) ?? 60) * MINUTE_MS
}
