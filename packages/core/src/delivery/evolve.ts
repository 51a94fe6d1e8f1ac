import type { CourierId } from "../Ids.ts"
import { invariant } from "../Invariant.ts"
import type { Delivery, DeliveryState, DeliveryStatus } from "./Delivery.ts"
import type { DeliveryEvent } from "./events.ts"

/**
 * The delivery after `event`. Events come in sequence without gaps (P4).
 *
 * @throws InvariantViolation when the event is not the next one of this delivery: a bug of whoever stored it.
 */
export const evolveDelivery = (state: DeliveryState, event: DeliveryEvent): Delivery => {
  invariant(event.version === state.version + 1, "delivery event out of sequence")
  if (state.status === "none") {
    invariant(event._tag === "DeliveryRequested", "a delivery begins with its request")
    return requested(event)
  }
  invariant(event.deliveryId === state.deliveryId, "event of another delivery")
  return next(state, event)
}

type Requested = Extract<DeliveryEvent, { readonly _tag: "DeliveryRequested" }>

const requested = (event: Requested): Delivery => ({
  deliveryId: event.deliveryId,
  orderId: event.orderId,
  restaurantId: event.restaurantId,
  regionId: event.regionId,
  pickup: event.pickup,
  dropoff: event.dropoff,
  promisedAtMs: event.promisedAtMs,
  status: "requested",
  version: event.version,
  requestedAtMs: event.atMs,
  released: event.released,
  readyEstimateAtMs: event.readyEstimateAtMs,
  offerId: null,
  offeredTo: null,
  offerExpiresAtMs: null,
  lastOfferId: null,
  attempts: 0,
  declinedBy: [],
  epoch: 0,
  courierId: null,
  acceptedAtMs: null,
  arrivedAtRestaurantAtMs: null,
  pickedUpAtMs: null,
  arrivedAtCustomerAtMs: null,
  endedAtMs: null,
  endReason: null,
  updatedAtMs: event.atMs
})

const next = (delivery: Delivery, event: DeliveryEvent): Delivery => {
  const { version, atMs } = event
  switch (event._tag) {
    case "DeliveryRequested":
      return requested(event)
    case "DeliveryReleased":
      return { ...delivery, version, updatedAtMs: atMs, released: true }
    case "DeliveryOffered":
      return {
        ...delivery,
        version,
        updatedAtMs: atMs,
        status: "offered",
        offerId: event.offerId,
        offeredTo: event.courierId,
        offerExpiresAtMs: event.expiresAtMs,
        lastOfferId: event.offerId,
        attempts: delivery.attempts + 1,
        epoch: event.epoch
      }
    case "OfferAccepted": {
      const { courierId } = event
      return { ...withoutOffer(delivery, event, "accepted"), courierId, acceptedAtMs: atMs }
    }
    case "OfferRejected": {
      const declinedBy = including(delivery.declinedBy, event.courierId)
      return { ...withoutOffer(delivery, event, "requested"), declinedBy }
    }
    case "OfferTimedOut":
      return withoutOffer(delivery, event, "requested")
    case "OfferWithdrawn":
      return { ...withoutOffer(delivery, event, "requested"), epoch: event.epoch }
    case "CourierAtRestaurant": {
      return {
        ...delivery,
        version,
        updatedAtMs: atMs,
        status: "at-restaurant",
        arrivedAtRestaurantAtMs: atMs
      }
    }
    case "DeliveryPickedUp": {
      const arrivedAtRestaurantAtMs = delivery.arrivedAtRestaurantAtMs ?? atMs
      const times = { arrivedAtRestaurantAtMs, pickedUpAtMs: atMs, updatedAtMs: atMs }
      return { ...delivery, version, status: "picked-up", ...times }
    }
    case "CourierAtCustomer":
      return { ...delivery, version, updatedAtMs: atMs, status: "at-customer", arrivedAtCustomerAtMs: atMs }
    case "DeliveryCompleted": {
      const arrivedAtCustomerAtMs = delivery.arrivedAtCustomerAtMs ?? atMs
      const times = { arrivedAtCustomerAtMs, endedAtMs: atMs, updatedAtMs: atMs }
      return { ...delivery, version, status: "delivered", ...times }
    }
    case "DeliveryFailed":
      return {
        ...delivery,
        version,
        updatedAtMs: atMs,
        status: "failed",
        endedAtMs: atMs,
        endReason: event.reason
      }
    case "DeliveryReassigned":
      return unassigned(delivery, event)
    case "DeliveryCancelled": {
      return { ...withoutOffer(delivery, event, "cancelled"), endedAtMs: atMs, endReason: event.reason }
    }
  }
}

type Reassigned = Extract<DeliveryEvent, { readonly _tag: "DeliveryReassigned" }>

const unassigned = (delivery: Delivery, event: Reassigned): Delivery => ({
  ...delivery,
  version: event.version,
  updatedAtMs: event.atMs,
  status: "requested",
  epoch: event.epoch,
  courierId: null,
  acceptedAtMs: null,
  arrivedAtRestaurantAtMs: null,
  declinedBy: event.barred ? including(delivery.declinedBy, event.courierId) : delivery.declinedBy
})

const withoutOffer = (delivery: Delivery, event: DeliveryEvent, status: DeliveryStatus): Delivery => ({
  ...delivery,
  version: event.version,
  updatedAtMs: event.atMs,
  status,
  offerId: null,
  offeredTo: null,
  offerExpiresAtMs: null
})

const including = (couriers: ReadonlyArray<CourierId>, courierId: CourierId): ReadonlyArray<CourierId> =>
  couriers.includes(courierId) ? couriers : [...couriers, courierId]
