import { at } from "@hotbag/core"
import type { DispatchPolicy, PlannedTrip } from "@hotbag/dispatch"

/**
 * A policy for tests that plans exactly these trips, as far as their deliveries wait and their couriers are
 * candidates at all; everybody leaves at once.
 */
export const planning = (
  ...trips: ReadonlyArray<Pick<PlannedTrip, "courier" | "deliveries" | "pickups">>
): DispatchPolicy => ({
  name: "planning",
  plan: ({ atMs, couriers, deliveries }) => {
    const waits = (handle: number) => deliveries.some((delivery) => delivery.handle === handle)
    const isThere = (handle: number) => couriers.some((courier) => courier.handle === handle)
    const planned = trips.filter((trip) => trip.deliveries.every(waits) && isThere(trip.courier))
    const carried = new Set(planned.flatMap((trip) => trip.deliveries))
    return {
      trips: planned.map((trip) => ({
        ...trip,
        departAtMs: atMs,
        pickupAtMs: atMs,
        dropoffAtMs: trip.deliveries.map(() => atMs)
      })),
      unassigned: deliveries.map(({ handle }) => handle).filter((handle) => !carried.has(handle))
    }
  },
  explain: (_, plan, delivery) => ({
    delivery,
    policy: "planning",
    chosen: at(
      plan.trips.filter((trip) => trip.deliveries.includes(delivery)),
      0
    ).courier,
    candidates: [],
    considered: 0
  })
})
