import {
  type Delivery,
  type DeliveryStatusField,
  instantOrNull,
  instantText,
  liveEtaOf,
  type EtaMoments
} from "@hotbag/api"
import type { Delivery as DomainDelivery, DeliveryStatus } from "@hotbag/core"

/** A delivery on the wire, ETAs counted from `atMs` to what is known of it now, or to the promise where `eta` is null (S59, C6). */
export const deliveryView = (
  delivery: DomainDelivery,
  atMs: number,
  eta: EtaMoments | null = null
): Delivery => ({
  deliveryId: delivery.deliveryId,
  orderId: delivery.orderId,
  restaurantId: delivery.restaurantId,
  regionId: delivery.regionId,
  status: deliveryStatusField(delivery.status),
  driverId: delivery.courierId,
  offerId: delivery.offerId,
  offerExpiresAt: instantOrNull(delivery.offerExpiresAtMs),
  pickup: delivery.pickup,
  dropoff: delivery.dropoff,
  readyEstimateAt: instantText(delivery.readyEstimateAtMs),
  ...(delivery.endedAtMs === null
    ? liveEtaOf(delivery.promisedAtMs, eta, atMs)
    : liveEtaOf(delivery.promisedAtMs, null, delivery.promisedAtMs)),
  requestedAt: instantText(delivery.requestedAtMs),
  acceptedAt: instantOrNull(delivery.acceptedAtMs),
  arrivedAtRestaurantAt: instantOrNull(delivery.arrivedAtRestaurantAtMs),
  pickedUpAt: instantOrNull(delivery.pickedUpAtMs),
  arrivedAtCustomerAt: instantOrNull(delivery.arrivedAtCustomerAtMs),
  endedAt: instantOrNull(delivery.endedAtMs),
  endReason: delivery.endReason,
  updatedAt: instantText(delivery.updatedAtMs),
  version: delivery.version
})

/** The word for a status of a delivery. */
export const deliveryStatusField = (status: DeliveryStatus): DeliveryStatusField => FIELDS[status]

const FIELDS: Readonly<Record<DeliveryStatus, DeliveryStatusField>> = {
  requested: "REQUESTED",
  offered: "OFFERED",
  accepted: "ACCEPTED",
  "at-restaurant": "AT_RESTAURANT",
  "picked-up": "PICKED_UP",
  "at-customer": "AT_CUSTOMER",
  delivered: "DELIVERED",
  failed: "FAILED",
  cancelled: "CANCELLED"
}
