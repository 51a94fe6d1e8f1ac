import { f64, i32 } from "@hotbag/core"
import type { PlanState } from "./PlanState.ts"
import { duration } from "./TravelCache.ts"

/** When courier `c`, at `place` from `timeMs` on, can pick up at `shop` food that is ready. */
export const takesAt = (
  s: PlanState,
  c: number,
  first: boolean,
  place: number,
  timeMs: number,
  shop: number
): number => {
  const arrivedMs =
    first && place === shop ? f64(s.arrived, c) : timeMs + duration(s.travel, i32(s.vehicle, c), place, shop)
  return Math.max(arrivedMs + s.beforePickupMs, timeMs)
}
