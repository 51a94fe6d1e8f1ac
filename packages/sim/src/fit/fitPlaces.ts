import { HOUR_MS, cellOf } from "@hotbag/core"
import type { ScenarioPlace } from "../scenario/ScenarioRegion.ts"
import type { ObservedOrder } from "./ObservedDay.ts"

/** Where orders came from, by H3 cell and hour of placement: the cells in the order of their first order. */
export const fitPlaces = (
  orders: ReadonlyArray<ObservedOrder>,
  resolution: number
): ReadonlyArray<ScenarioPlace> => {
  const byCell = new Map<ScenarioPlace["cell"], Array<number>>()
  for (const { pickup, placedAtMs } of orders) {
    const cell = cellOf(pickup, resolution)
    const weights = byCell.get(cell) ?? Array.from({ length: 24 }, () => 0)
    const hour = Math.floor(placedAtMs / HOUR_MS) % 24
    weights[hour] = (weights[hour] ?? 0) + 1
    byCell.set(cell, weights)
  }
  return [...byCell].map(([cell, weights]) => ({ cell, weights }))
}
