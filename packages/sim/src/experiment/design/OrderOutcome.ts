import { at, invariant, MINUTE_MS } from "@hotbag/core"
import type { DrivenTrip } from "../../Run.ts"
import type { City } from "../../world/City.ts"

/** What became of one order, as the analysis of a design sees it. */
export interface OrderOutcome {
  /** Index into the city's orders. */
  readonly order: number
  readonly region: number
  readonly placedAtMs: number
  /** From placement to drop-off, minutes; null: never delivered. */
  readonly clickToDoorMin: number | null
}

/** What designs are judged by: metrics of a run that are means over its orders. */
export const DESIGN_METRICS = ["click-to-door", "overage", "undelivered"] as const
/** One of them. */
export type DesignMetric = (typeof DESIGN_METRICS)[number]

/** Every order of a finished run, in the sequence of placement. O(orders). */
export const orderOutcomes = (city: City, trips: ReadonlyArray<DrivenTrip>): ReadonlyArray<OrderOutcome> => {
  const deliveredAtMs = new Float64Array(city.orders.length).fill(Number.NaN)
  for (const { drops } of trips) for (const drop of drops) deliveredAtMs[drop.order] = drop.droppedOffAtMs
  return city.orders.map(({ placedAtMs, restaurant }, order) => {
    const tookMs = (deliveredAtMs[order] ?? Number.NaN) - placedAtMs
    return {
      order,
      region: at(city.restaurants, restaurant).region,
      placedAtMs,
      clickToDoorMin: Number.isNaN(tookMs) ? null : tookMs / MINUTE_MS
    }
  })
}

/** What an order adds to a metric's mean, in its unit (minutes, or per cent); null: it does not count for it. */
export const contribution = (
  metric: DesignMetric,
  { clickToDoorMin }: OrderOutcome,
  targetMin: number
): number | null => {
  invariant(targetMin > 0, "overage is counted from a target", { targetMin })
  if (metric === "undelivered") return clickToDoorMin === null ? 100 : 0
  if (clickToDoorMin === null) return null
  return metric === "overage" ? Math.max(0, clickToDoorMin - targetMin) : clickToDoorMin
}
