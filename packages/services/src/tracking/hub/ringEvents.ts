import type { CaseEntry, CourierId, OrderCase } from "@hotbag/core"
import { deliveryStatusAfter, orderStatusAfter } from "@hotbag/core"
import { type CaseView, eventOf, viewOf } from "./CaseView.ts"
import type { RingMessage } from "./RingTopic.ts"

/** What a commit tells the topic of a restaurant or a courier. */
export type RingNews = Omit<RingMessage, "seq">

/**
 * What the restaurant is told of entries that were committed together (S14): the order as soon as it is paid for, then every step of it. Nothing
 * before, since nobody cooks what is not paid.
 */
export const restaurantNews = (
  entries: ReadonlyArray<CaseEntry>,
  after: OrderCase
): ReadonlyArray<RingNews> => {
  const news: Array<RingNews> = []
  for (const entry of entries) {
    const { fact } = entry
    if (fact._tag === "OrderPlaced" || fact._tag === "PaymentDeclined") continue
    const event = fact._tag === "PaymentAuthorised" ? "new-order" : eventOf(entry)
    if (event !== null) news.push({ event, atMs: entry.atMs, view: viewAt(entry, after), offer: null })
  }
  return news
}

/** What couriers are told: to whom, and what (S22). Offers go to whom they are made; steps of the order to who carries it. */
export const courierNews = (
  entries: ReadonlyArray<CaseEntry>,
  after: OrderCase
): ReadonlyArray<{ readonly courierId: CourierId; readonly news: RingNews }> => {
  const told: Array<{ readonly courierId: CourierId; readonly news: RingNews }> = []
  const carrier = after.delivery.status === "none" ? null : after.delivery.courierId
  for (const entry of entries) {
    const { fact } = entry
    const tell = (courierId: CourierId | null, event: string, offer: RingNews["offer"] = null): void => {
      if (courierId !== null)
        told.push({ courierId, news: { event, atMs: entry.atMs, view: viewAt(entry, after), offer } })
    }
    if (fact._tag === "DeliveryOffered") {
      tell(fact.courierId, "new-offer", { offerId: fact.offerId, expiresAtMs: fact.expiresAtMs })
    } else if (
      fact._tag === "OfferWithdrawn" ||
      fact._tag === "OfferTimedOut" ||
      fact._tag === "OfferRejected"
    ) {
      tell(fact.courierId, OFFER_ENDS[fact._tag], { offerId: fact.offerId, expiresAtMs: null })
    } else if (fact._tag === "DeliveryCancelled") {
      tell(fact.courierId, "delivery-cancelled")
    } else if (fact._tag === "CourierNoted" || fact._tag === "CourierCleared") {
      tell(fact.courierId, fact._tag === "CourierNoted" ? "driver-assigned" : "driver-unassigned")
    } else {
      const event = eventOf(entry)
      if (event !== null) tell(carrier, event)
    }
  }
  return told
}

const OFFER_ENDS = {
  OfferWithdrawn: "offer-withdrawn",
  OfferTimedOut: "offer-timed-out",
  OfferRejected: "offer-rejected"
} as const

/** The case as the commit left it, with the status that this entry led to. */
const viewAt = ({ fact }: CaseEntry, after: OrderCase): CaseView => {
  const view = viewOf(after)
  const status = Object.entries(orderStatusAfter).find(([tag]) => tag === fact._tag)?.[1] ?? null
  const deliveryStatus = Object.entries(deliveryStatusAfter).find(([tag]) => tag === fact._tag)?.[1] ?? null
  return { ...view, status: status ?? view.status, deliveryStatus: deliveryStatus ?? view.deliveryStatus }
}
