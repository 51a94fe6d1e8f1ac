import { at } from "@hotbag/core"
import type { OpenDelivery } from "../Snapshot.ts"

/** Indexes of the deliveries in the sequence in which they were placed, ties by handle. O(n log n), O(n) when they come so. */
export const placementOrder = (deliveries: ReadonlyArray<OpenDelivery>): Int32Array => {
  const order = new Int32Array(deliveries.length)
  const compare = (a: number, b: number): number => {
    const first = at(deliveries, a)
    const second = at(deliveries, b)
    return first.placedAtMs - second.placedAtMs || first.handle - second.handle
  }
  let isSorted = true
  for (let i = 0; i < order.length; i++) {
    order[i] = i
    isSorted = isSorted && (i === 0 || compare(i - 1, i) <= 0)
  }
  return isSorted ? order : order.sort(compare)
}
