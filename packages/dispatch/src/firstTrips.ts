import type { CourierHandle } from "./Handles.ts"
import type { Plan, PlannedTrip } from "./Plan.ts"

/** What can bind now: the first trip of each courier, in the plan's sequence. */
export const firstTrips = (plan: Plan): ReadonlyArray<PlannedTrip> => {
  const seen = new Set<CourierHandle>()
  return plan.trips.filter(({ courier }) => !seen.has(courier) && seen.add(courier))
}
