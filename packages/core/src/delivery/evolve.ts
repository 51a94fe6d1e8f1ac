import type { CourierId } from "../Ids.ts"
import { invariant } from "../Invariant.ts"
import type { Delivery, DeliveryState, DeliveryStatus, NoDelivery } from "./Delivery.ts"
import type { DeliveryEvent } from "./events.ts"

/** A delivery that whoever holds it may write to, because nobody else does. */
export type OwnDelivery = { -readonly [Field in keyof Delivery]: Delivery[Field] }

/**
 * The delivery after `event`. Events come in sequence without gaps (P4).
 *
 * @throws InvariantViolation when the event is not the next one of this delivery: a bug of whoever stored it.
 */
export const evolveDelivery = (state: DeliveryState, event: DeliveryEvent): Delivery =>
  advanceDelivery(state.status === "none" ? state : { ...state }, event)

/**
 * Like {@link evolveDelivery}, but writes the change into the delivery that it is given and returns that one: for loops that
 * hold the only reference and play millions of events. After a throw the delivery is as it was.
 */
export const advanceDelivery = (state: NoDelivery | OwnDelivery, event: DeliveryEvent): OwnDelivery => {
  invariant(event.version === state.version + 1, "delivery event out of sequence")
  if (state.status === "none") {
    invariant(event._tag === "DeliveryRequested", "a delivery begins with its request")
    return requested(event)
  }
  invariant(event.deliveryId === state.deliveryId, "event of another delivery")
  invariant(event._tag !== "DeliveryRequested", "a delivery is requested once")
  state.version = event.version
  state.updatedAtMs = event.atMs
  change(state, event)
  return state
}

type Requested = Extract<DeliveryEvent, { readonly _tag: "DeliveryRequested" }>

const requested = (event: Requested): OwnDelivery => ({
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

const change = (delivery: OwnDelivery, event: Exclude<DeliveryEvent, Requested>): void => {
  const { atMs } = event
  switch (event._tag) {
    case "DeliveryReleased":
      delivery.released = true
      return
    case "DeliveryOffered":
      delivery.status = "offered"
      delivery.offerId = event.offerId
      delivery.offeredTo = event.courierId
      delivery.offerExpiresAtMs = event.expiresAtMs
      delivery.lastOfferId = event.offerId
      delivery.attempts++
      delivery.epoch = event.epoch
      return
    case "OfferAccepted":
      closeOffer(delivery, "accepted")
      delivery.courierId = event.courierId
      delivery.acceptedAtMs = atMs
      return
    case "OfferRejected":
      closeOffer(delivery, "requested")
      delivery.declinedBy = including(delivery.declinedBy, event.courierId)
      return
    case "OfferTimedOut":
      return closeOffer(delivery, "requested")
    case "OfferWithdrawn":
      closeOffer(delivery, "requested")
      delivery.epoch = event.epoch
      return
    case "CourierAtRestaurant":
      delivery.status = "at-restaurant"
      delivery.arrivedAtRestaurantAtMs = atMs
      return
    case "DeliveryPickedUp":
      delivery.status = "picked-up"
      delivery.arrivedAtRestaurantAtMs ??= atMs
      delivery.pickedUpAtMs = atMs
      return
    case "CourierAtCustomer":
      delivery.status = "at-customer"
      delivery.arrivedAtCustomerAtMs = atMs
      return
    case "DeliveryCompleted":
      delivery.status = "delivered"
      delivery.arrivedAtCustomerAtMs ??= atMs
      delivery.endedAtMs = atMs
      return
    case "DeliveryFailed":
      return end(delivery, "failed", atMs, event.reason)
    case "DeliveryReassigned":
      return unassign(delivery, event)
    case "DeliveryCancelled":
      closeOffer(delivery, "cancelled")
      return end(delivery, "cancelled", atMs, event.reason)
  }
}

type Reassigned = Extract<DeliveryEvent, { readonly _tag: "DeliveryReassigned" }>

const unassign = (delivery: OwnDelivery, { barred, courierId, epoch }: Reassigned): void => {
  delivery.status = "requested"
  delivery.epoch = epoch
  delivery.courierId = null
  delivery.acceptedAtMs = null
  delivery.arrivedAtRestaurantAtMs = null
  if (barred) delivery.declinedBy = including(delivery.declinedBy, courierId)
}

const closeOffer = (delivery: OwnDelivery, status: DeliveryStatus): void => {
  delivery.status = status
  delivery.offerId = null
  delivery.offeredTo = null
  delivery.offerExpiresAtMs = null
}

const end = (
  delivery: OwnDelivery,
  status: DeliveryStatus,
  atMs: number,
  reason: Delivery["endReason"]
): void => {
  delivery.status = status
  delivery.endedAtMs = atMs
  delivery.endReason = reason
}

const including = (couriers: ReadonlyArray<CourierId>, courierId: CourierId): ReadonlyArray<CourierId> =>
  couriers.includes(courierId) ? couriers : [...couriers, courierId]
