import type { OfferId, OrderCase } from "@hotbag/core"
import { inSequence, tripsOf } from "../dispatch/inSequence.ts"
import type { OfferRecord } from "../dispatch/OfferRecord.ts"
import type { LiveStop } from "./LiveDelivery.ts"

/**
 * What lies before a courier who has this work: trip after trip in the sequence in which they were accepted, of each first the restaurants that are
 * left and then the customers, as dispatch meant it when it offered them. O(n²) of the few orders of a courier.
 */
export const wayOf = (
  work: ReadonlyArray<OrderCase>,
  offers: ReadonlyMap<OfferId, OfferRecord>
): ReadonlyArray<LiveStop> =>
  tripsOf(work).flatMap((trip) => {
    const { hand, toPickUp } = inSequence(trip, offers)
    return [...toPickUp.flatMap(pickup), ...hand.map(dropoff)]
  })

const pickup = (visit: ReadonlyArray<OrderCase>): ReadonlyArray<LiveStop> => {
  const [first] = visit
  if (first === undefined) return []
  return [
    {
      kind: "pickup",
      at: first.order.pickup,
      orders: visit.map(({ order }) => order.orderId),
      readyAtMs: Math.max(...visit.map(({ order }) => order.readyAtMs ?? order.readyEstimateAtMs))
    }
  ]
}

const dropoff = ({ order }: OrderCase): LiveStop => ({
  kind: "dropoff",
  at: order.dropoff,
  orders: [order.orderId],
  readyAtMs: null
})
