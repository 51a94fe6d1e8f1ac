import { at } from "@hotbag/core"
import type { CourierHandle, DeliveryHandle } from "../../Handles.ts"
import type { PlannedTrip } from "../../Plan.ts"

/** What was last said of an open delivery: who carries it, and when it is at the door. */
export interface Announcement {
  readonly courier: CourierHandle
  readonly dropoffAtMs: number
  /** All deliveries of its trip, in drop-off sequence. */
  readonly bundle: ReadonlyArray<DeliveryHandle>
  /** The round that planned it first. */
  readonly plannedSinceMs: number
  /** Since when it is planned with this courier. */
  readonly courierSinceMs: number
  /** How often another courier was planned so far. */
  readonly courierChanges: number
}

/** What was announced, by delivery. */
export type Announcements = ReadonlyMap<DeliveryHandle, Announcement>

/**
 * What is announced once a round has planned these trips. What the round left out (unassigned, or just being offered)
 * stays announced until its time has passed, so that memory is bounded by what is open. O(planned + announced).
 */
export const announce = (
  before: Announcements,
  trips: ReadonlyArray<PlannedTrip>,
  atMs: number
): Announcements => {
  const after = new Map<DeliveryHandle, Announcement>()
  for (const { courier, deliveries, dropoffAtMs } of trips) {
    deliveries.forEach((delivery, i) => {
      const known = before.get(delivery)
      const stays = known?.courier === courier
      after.set(delivery, {
        courier,
        dropoffAtMs: at(dropoffAtMs, i),
        bundle: deliveries,
        plannedSinceMs: known?.plannedSinceMs ?? atMs,
        courierSinceMs: stays ? known.courierSinceMs : atMs,
        courierChanges: (known?.courierChanges ?? 0) + (stays || known === undefined ? 0 : 1)
      })
    })
  }
  for (const [delivery, known] of before) {
    if (known.dropoffAtMs > atMs && !after.has(delivery)) after.set(delivery, known)
  }
  return after
}
