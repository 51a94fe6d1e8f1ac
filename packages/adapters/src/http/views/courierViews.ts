import { type Courier, type CourierSummary, instantOrNull, instantText, type Offer } from "@hotbag/api"
import { courierWordA, type CourierStatus, type OfferId, type OrderCase } from "@hotbag/core"
import type { Courier as ServiceCourier, CourierNow } from "@hotbag/services"

/** A courier as operations list them (S58). */
export const courierSummary = ({
  courierId,
  regionId,
  name,
  vehicle,
  rating,
  ...courier
}: ServiceCourier): CourierSummary => ({
  driverId: courierId,
  regionId,
  name,
  vehicle,
  rating,
  location: courier.position?.at ?? null,
  locatedAt: instantOrNull(courier.position?.atMs ?? null),
  shiftEndsAt: instantOrNull(courier.duty?.offAtMs ?? null)
})

/** A courier as they see themselves (C15). */
export const courierView = ({ courier, status, work }: CourierNow): Courier => ({
  ...courierSummary(courier),
  status: WORDS[status],
  availability: courierWordA(status),
  waitAt: courier.suggestion?.at ?? null,
  deliveries: work.map(({ order }) => order.deliveryId)
})

/** The open offers of a courier; cases of one offer are one bundle. */
export const offersView = ({ offers }: CourierNow): { readonly offers: ReadonlyArray<Offer> } => {
  const byOffer = new Map<OfferId, Array<OrderCase>>()
  for (const state of offers) {
    const { delivery } = state
    if (delivery.status === "none" || delivery.offerId === null) continue
    const bundle = byOffer.get(delivery.offerId) ?? []
    bundle.push(state)
    byOffer.set(delivery.offerId, bundle)
  }
  return { offers: [...byOffer].map(([offerId, bundle]) => offerView(offerId, bundle)) }
}

const offerView = (offerId: OfferId, bundle: ReadonlyArray<OrderCase>): Offer => {
  const deliveries = bundle.flatMap(({ delivery }) => (delivery.status === "none" ? [] : [delivery]))
  const expiresAtMs = Math.min(...deliveries.map(({ offerExpiresAtMs }) => offerExpiresAtMs ?? Infinity))
  return {
    offerId,
    expiresAt: instantText(Number.isFinite(expiresAtMs) ? expiresAtMs : 0),
    deliveries: deliveries.map((delivery) => ({
      deliveryId: delivery.deliveryId,
      orderId: delivery.orderId,
      restaurantId: delivery.restaurantId,
      pickup: delivery.pickup,
      dropoff: delivery.dropoff,
      readyEstimateAt: instantText(delivery.readyEstimateAtMs)
    }))
  }
}

const WORDS: Readonly<Record<CourierStatus, Courier["status"]>> = {
  idle: "idle",
  "to-restaurant": "en-route to pickup",
  "at-restaurant": "en-route to pickup",
  delivering: "delivering",
  offline: "offline"
}
