import type { OfferId, OrderCase, OrderId } from "@hotbag/core"
import type { OfferRecord } from "./OfferRecord.ts"

/**
 * A courier's work in the sequence in which it was offered: what is in hand by drop-off, and what is still to be picked up by restaurant.
 * Work that was accepted earlier comes first; an offer of which no record was kept is taken order by order.
 */
export const inSequence = (
  work: ReadonlyArray<OrderCase>,
  offers: ReadonlyMap<OfferId, OfferRecord>
): {
  readonly hand: ReadonlyArray<OrderCase>
  readonly toPickUp: ReadonlyArray<ReadonlyArray<OrderCase>>
} => {
  const hand: Array<OrderCase> = []
  const toPickUp: Array<ReadonlyArray<OrderCase>> = []
  for (const trip of tripsOf(work)) {
    const record = recordOf(trip, offers)
    const orders = trip.map(({ order }) => order.orderId)
    hand.push(...pick(trip, record?.orders ?? orders))
    for (const visit of record?.visits ?? orders.map((orderId) => [orderId])) {
      const ahead = pick(trip, visit).filter((state) => !isPickedUp(state))
      if (ahead.length > 0) toPickUp.push(ahead)
    }
  }
  return { hand, toPickUp }
}

/** A courier's work by the offers in which it came, in the sequence in which they were accepted. */
export const tripsOf = (work: ReadonlyArray<OrderCase>): ReadonlyArray<ReadonlyArray<OrderCase>> => {
  const trips = new Map<OfferId | OrderId, Array<OrderCase>>()
  for (const state of [...work].sort(byAcceptance)) {
    const { lastOfferId } = state.delivery.status === "none" ? { lastOfferId: null } : state.delivery
    const trip = trips.get(lastOfferId ?? state.order.orderId)
    if (trip === undefined) trips.set(lastOfferId ?? state.order.orderId, [state])
    else trip.push(state)
  }
  return [...trips.values()]
}

/** The record, if it speaks of everything in the trip. */
const recordOf = (
  trip: ReadonlyArray<OrderCase>,
  offers: ReadonlyMap<OfferId, OfferRecord>
): OfferRecord | undefined => {
  const [first] = trip
  if (first === undefined || first.delivery.status === "none" || first.delivery.lastOfferId === null) return
  const record = offers.get(first.delivery.lastOfferId)
  const visited = new Set(record?.visits.flat())
  const isWhole = trip.every(
    ({ order }) => record?.orders.includes(order.orderId) === true && visited.has(order.orderId)
  )
  return isWhole ? record : undefined
}

const pick = (trip: ReadonlyArray<OrderCase>, orders: ReadonlyArray<OrderId>): ReadonlyArray<OrderCase> =>
  orders.flatMap((orderId) => trip.filter(({ order }) => order.orderId === orderId))

const isPickedUp = ({ delivery }: OrderCase): boolean =>
  delivery.status !== "none" && delivery.pickedUpAtMs !== null

const acceptedAtMs = ({ delivery }: OrderCase): number =>
  delivery.status === "none" ? 0 : (delivery.acceptedAtMs ?? 0)

const byAcceptance = (left: OrderCase, right: OrderCase): number =>
  acceptedAtMs(left) - acceptedAtMs(right) || (left.order.orderId < right.order.orderId ? -1 : 1)
