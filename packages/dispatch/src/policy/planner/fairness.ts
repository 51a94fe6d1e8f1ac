import { HOUR_MS, at } from "@hotbag/core"
import type { PlanState } from "./PlanState.ts"
import type { PlannerCourier, PlannerView } from "./PlannerView.ts"

/**
 * Fills what every further delivery of each courier costs for the sake of fairness. A courier's fair share is what all
 * of them together were given in an hour, times the courier's own hours; who was given more pays for the difference, up
 * to a bound. Nobody is paid for having been given less: a delivery costs its customer at most the bound. O(couriers).
 */
export const fillFairness = (s: PlanState, view: PlannerView): void => {
  const { fairnessMs, fairnessMostMs } = s.weights
  s.fairness.fill(0, 0, s.courierCount)
  if (fairnessMs === 0) return
  let assigned = 0
  let hours = 0
  for (const courier of view.couriers) {
    assigned += courier.assignedCount ?? 0
    hours += hoursOnDuty(view, courier)
  }
  if (hours === 0) return
  for (let c = 0; c < s.courierCount; c++) {
    const courier = at(view.couriers, c)
    const ahead = (courier.assignedCount ?? 0) - (assigned / hours) * hoursOnDuty(view, courier)
    s.fairness[c] = Math.min(fairnessMostMs, fairnessMs * Math.max(0, ahead))
  }
}

const hoursOnDuty = (view: PlannerView, { onDutySinceMs }: PlannerCourier): number =>
  onDutySinceMs === undefined ? 0 : Math.max(0, view.atMs - onDutySinceMs) / HOUR_MS
