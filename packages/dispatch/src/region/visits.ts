import { at, invariant, Limits } from "@hotbag/core"
import type { DeliveryHandle } from "../Handles.ts"
import { areNearby, isSamePlace } from "../nearby.ts"
import type { PlannedTrip } from "../Plan.ts"
import type { RegionState } from "./RegionState.ts"

/** What a trip picks up at each restaurant, in the sequence of the visits. */
export const visitsOf = ({
  deliveries,
  pickups
}: PlannedTrip): ReadonlyArray<ReadonlyArray<DeliveryHandle>> => pickups ?? [deliveries]

/**
 * A bundle comes from one restaurant, or from two that the region's rule lets ride together.
 *
 * @throws InvariantViolation when the policy plans otherwise.
 */
export const expectByTheRules = (
  { deliveries, options }: RegionState,
  trip: PlannedTrip,
  visits: ReadonlyArray<ReadonlyArray<DeliveryHandle>>
): void => {
  const shops = visits.map((visit) => {
    invariant(visit.length > 0, "at every restaurant something is picked up", { trip })
    const shop = deliveries.get(at(visit, 0)).pickup
    const isOne = visit.every((handle) => isSamePlace(deliveries.get(handle).pickup, shop))
    invariant(isOne, "what is picked up together comes from one restaurant", { trip })
    return shop
  })
  const picked = visits.flat().sort((a, b) => a - b)
  const dropped = [...trip.deliveries].sort((a, b) => a - b)
  const isWhole = picked.length === dropped.length && picked.every((handle, i) => handle === dropped[i])
  invariant(isWhole, "what is dropped off is picked up, once", { trip })
  const [first, second] = shops
  if (first === undefined || second === undefined) return
  const most = Limits.restaurantsInBundle
  invariant(shops.length <= most, "a bundle comes from a few restaurants only", { trip, most })
  const withinM = options.bundleRestaurantsWithinM ?? 0
  const mayJoin = withinM > 0 && areNearby(first, second, withinM)
  invariant(mayJoin, "restaurants of a bundle are near each other", { trip, withinM })
}
