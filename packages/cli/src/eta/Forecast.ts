/** What a model said of one order, and what became of it; durations in minutes. */
export interface Forecast {
  /** When it was said, ms. */
  readonly atMs: number
  /** When the outcome was known, ms. */
  readonly knownAtMs: number
  /** Hour of the local day, 0 to below 24. */
  readonly localHour: number
  /** Cells for calibration, from coarse to fine. */
  readonly path: ReadonlyArray<string>
  readonly p10: number
  readonly p50: number
  readonly p90: number
  readonly mean: number
  readonly actual: number
}

/** Parts of the day, by local hour: from, and below. */
export const DAY_PARTS = [
  ["morning 06–11", 6, 11],
  ["lunch 11–14", 11, 14],
  ["afternoon 14–17", 14, 17],
  ["dinner 17–21", 17, 21],
  ["night 21–06", 21, 30]
] as const

/** The part of the day that an hour belongs to. */
export const dayPartOf = (localHour: number): string => {
  const hour = localHour < 6 ? localHour + 24 : localHour
  return DAY_PARTS.find(([, from, below]) => hour >= from && hour < below)?.[0] ?? "night 21–06"
}
