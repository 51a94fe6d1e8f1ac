import { at } from "@hotbag/core"
import type { OpenDelivery } from "../Snapshot.ts"

/** Indexes of the deliveries in the sequence in which they were placed, ties by handle. O(n log n). */
export const placementOrder = (deliveries: ReadonlyArray<OpenDelivery>): Int32Array =>
  Int32Array.from(deliveries.keys()).sort((a, b) => {
    const first = at(deliveries, a)
    const second = at(deliveries, b)
    return first.placedAtMs - second.placedAtMs || first.handle - second.handle
  })
