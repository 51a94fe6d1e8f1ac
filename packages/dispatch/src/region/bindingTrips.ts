import type { CourierHandle } from "../Handles.ts"
import type { Plan, PlannedTrip } from "../Plan.ts"

/**
 * What can bind now, one trip for each courier in the plan's sequence: the first one, unless a later one `isOverdue`,
 * because somebody in it has waited too long for an offer. Then the first one is for a later round.
 */
export const bindingTrips = (
  plan: Plan,
  isOverdue: (trip: PlannedTrip) => boolean
): ReadonlySet<PlannedTrip> => {
  const tripOf = new Map<CourierHandle, PlannedTrip>()
  for (const trip of plan.trips) {
    const earlier = tripOf.get(trip.courier)
    if (earlier === undefined || (!isOverdue(earlier) && isOverdue(trip))) tripOf.set(trip.courier, trip)
  }
  return new Set(tripOf.values())
}
