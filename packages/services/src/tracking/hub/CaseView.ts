import {
  type CaseEntry,
  type CourierId,
  type CustomerId,
  type DeliveryId,
  type DeliveryStatus,
  deliveryStatusAfter,
  orderEventWords,
  type OrderCase,
  type OrderId,
  type OrderStatus,
  orderStatusAfter,
  type RestaurantId
} from "@hotbag/core"
import type { LiveDelivery } from "../LiveDelivery.ts"

/** What watchers learn of a case: how far it is and who carries it. A fold of its log, so that every replay says the same. */
export interface CaseView {
  readonly orderId: OrderId
  readonly deliveryId: DeliveryId
  readonly customerId: CustomerId
  readonly restaurantId: RestaurantId
  readonly status: OrderStatus
  readonly deliveryStatus: DeliveryStatus | "none"
  /** Who has the work; after the end, who had it. */
  readonly courierId: CourierId | null
  /** Who is being asked. */
  readonly offeredTo: CourierId | null
  readonly promisedAtMs: number
}

/** The view of a case as it is. */
export const viewOf = ({ order, delivery }: OrderCase): CaseView => ({
  orderId: order.orderId,
  deliveryId: order.deliveryId,
  customerId: order.customerId,
  restaurantId: order.restaurantId,
  status: order.status,
  deliveryStatus: delivery.status,
  courierId: delivery.status === "none" ? null : delivery.courierId,
  offeredTo: delivery.status === "none" ? null : delivery.offeredTo,
  promisedAtMs: order.promisedAtMs
})

/** The view of a delivery under way. */
export const viewOfLive = (delivery: LiveDelivery): CaseView => ({
  orderId: delivery.orderId,
  deliveryId: delivery.deliveryId,
  customerId: delivery.customerId,
  restaurantId: delivery.restaurantId,
  status: delivery.orderStatus,
  deliveryStatus: delivery.status,
  courierId: delivery.courierId,
  offeredTo: null,
  promisedAtMs: delivery.promisedAtMs
})

/** The view after one more entry of the log; `null` before the order was placed. O(1). */
export const followEntry = (view: CaseView | null, { fact }: CaseEntry): CaseView | null => {
  if (fact._tag === "OrderPlaced") {
    const { customerId, deliveryId, orderId, promisedAtMs, restaurantId } = fact
    return {
      orderId,
      deliveryId,
      customerId,
      restaurantId,
      status: "placed",
      deliveryStatus: "none",
      courierId: null,
      offeredTo: null,
      promisedAtMs
    }
  }
  if (view === null) return null
  if (isOrderTag(fact._tag)) {
    const status = orderStatusAfter[fact._tag]
    return status === null ? view : { ...view, status }
  }
  if (!isDeliveryTag(fact._tag)) return view
  const deliveryStatus = deliveryStatusAfter[fact._tag] ?? view.deliveryStatus
  if (fact._tag === "DeliveryOffered") return { ...view, deliveryStatus, offeredTo: fact.courierId }
  if (fact._tag === "OfferAccepted") {
    return { ...view, deliveryStatus, courierId: fact.courierId, offeredTo: null }
  }
  if (fact._tag === "DeliveryReassigned" || fact._tag === "DeliveryCancelled") {
    return { ...view, deliveryStatus, courierId: null, offeredTo: null }
  }
  return ENDS_OFFER.has(fact._tag)
    ? { ...view, deliveryStatus, offeredTo: null }
    : deliveryStatus === view.deliveryStatus
      ? view
      : { ...view, deliveryStatus }
}

const ENDS_OFFER: ReadonlySet<string> = new Set(["OfferRejected", "OfferTimedOut", "OfferWithdrawn"])

type Tag = CaseEntry["fact"]["_tag"]

const isOrderTag = (tag: Tag): tag is Tag & keyof typeof orderStatusAfter =>
  Object.hasOwn(orderStatusAfter, tag)
const isDeliveryTag = (tag: Tag): tag is Tag & keyof typeof deliveryStatusAfter =>
  Object.hasOwn(deliveryStatusAfter, tag)

/**
 * Name of the message that tells watchers of an order about an entry; null when the entry is not for them: whom dispatch asks is nobody's
 * business but that courier's.
 */
export const eventOf = ({ fact }: CaseEntry): string | null => {
  if (fact._tag === "CourierAtRestaurant") return "driver-at-restaurant"
  if (fact._tag === "CourierAtCustomer") return "driver-at-customer"
  return Object.hasOwn(orderEventWords, fact._tag) && isOrderTag(fact._tag)
    ? orderEventWords[fact._tag].webSocket
    : null
}

/** Deliveries whose courier is on the map: somebody has the work, and it has not ended. */
export const isOnMap = ({ courierId, deliveryStatus }: CaseView): boolean =>
  courierId !== null && CARRIED.has(deliveryStatus)

const CARRIED: ReadonlySet<string> = new Set(["accepted", "at-restaurant", "picked-up", "at-customer"])
