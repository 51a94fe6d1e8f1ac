import { f64, MINUTE_MS } from "@hotbag/core"
import { round } from "../summary.ts"
import type { RunRecord } from "./RunRecord.ts"

/** Click-to-door by the time of delivery; columns of one length, in minutes, null where too few were delivered. */
export interface ClickToDoorOverTime {
  /** End of each span. */
  readonly atMs: ReadonlyArray<number>
  readonly p50: ReadonlyArray<number | null>
  readonly p90: ReadonlyArray<number | null>
}

/** Of fewer deliveries a quantile says nothing. */
const LEAST = 5

/** Nearest-rank quantiles of what was delivered in each span of at least ten minutes. O(orders · log orders). */
export const clickToDoorOverTime = ({ intervalMs, orders, series }: RunRecord): ClickToDoorOverTime => {
  const spanMs = Math.max(10 * MINUTE_MS, intervalMs)
  const fromMs = series.atMs[0] ?? 0
  const lastMs = series.atMs.at(-1) ?? fromMs
  const spans: Array<Array<number>> = Array.from(
    { length: Math.max(1, Math.ceil((lastMs - fromMs) / spanMs)) },
    () => []
  )
  for (let order = 0; order < orders.deliveredAtMs.length; order++) {
    const deliveredAtMs = f64(orders.deliveredAtMs, order)
    if (!(deliveredAtMs >= fromMs)) continue
    const span = spans[Math.min(spans.length - 1, Math.floor((deliveredAtMs - fromMs) / spanMs))]
    span?.push((deliveredAtMs - f64(orders.placedAtMs, order)) / MINUTE_MS)
  }
  const sorted = spans.map((minutes) => Float64Array.from(minutes).sort())
  const rank = (share: number) =>
    sorted.map((minutes) =>
      minutes.length < LEAST ? null : round(f64(minutes, Math.ceil(share * minutes.length) - 1))
    )
  return {
    atMs: spans.map((_, i) => fromMs + (i + 1) * spanMs),
    p50: rank(0.5),
    p90: rank(0.9)
  }
}
