import {
  CourierId,
  decideDelivery,
  type DeliveryCommand,
  type DeliveryCommandOf,
  type DeliveryCommandTag,
  DeliveryId,
  type DeliveryState,
  type DeliveryStatus,
  evolveDelivery,
  initialDelivery,
  OfferId,
  OrderId,
  RegionId,
  RestaurantId
} from "@hotbag/core"
import { Result } from "effect"

/** When the deliveries of these tests are requested. */
export const REQUESTED_AT_MS = 1_000_000
/** When their first offer expires. */
export const EXPIRES_AT_MS = REQUESTED_AT_MS + 30_000

export const ana = CourierId.make("ana")
export const bo = CourierId.make("bo")
export const first = OfferId.make("offer-1")
export const second = OfferId.make("offer-2")

/** One command of each kind, fit for the happy path with courier Ana. */
export const deliveryCommands: { readonly [Tag in DeliveryCommandTag]: DeliveryCommandOf<Tag> } = {
  RequestDelivery: {
    _tag: "RequestDelivery",
    deliveryId: DeliveryId.make("delivery-1"),
    orderId: OrderId.make("order-1"),
    restaurantId: RestaurantId.make("restaurant-1"),
    regionId: RegionId.make("region-1"),
    pickup: { lat: 52.52, lng: 13.4 },
    dropoff: { lat: 52.53, lng: 13.42 },
    promisedAtMs: REQUESTED_AT_MS + 2_400_000,
    readyEstimateAtMs: REQUESTED_AT_MS + 600_000,
    released: true
  },
  ReleaseDelivery: { _tag: "ReleaseDelivery" },
  OfferDelivery: {
    _tag: "OfferDelivery",
    offerId: first,
    courierId: ana,
    expiresAtMs: EXPIRES_AT_MS,
    epoch: 3
  },
  AcceptOffer: { _tag: "AcceptOffer", offerId: first, courierId: ana },
  RejectOffer: { _tag: "RejectOffer", offerId: first, courierId: ana },
  TimeOutOffer: { _tag: "TimeOutOffer", offerId: first },
  WithdrawOffer: { _tag: "WithdrawOffer", offerId: first, epoch: 3, reason: "better plan" },
  ArriveAtRestaurant: { _tag: "ArriveAtRestaurant", courierId: ana },
  PickUp: { _tag: "PickUp", courierId: ana },
  ArriveAtCustomer: { _tag: "ArriveAtCustomer", courierId: ana },
  CompleteDelivery: { _tag: "CompleteDelivery", courierId: ana },
  FailDelivery: { _tag: "FailDelivery", reason: "accident" },
  ReassignDelivery: { _tag: "ReassignDelivery", courierId: ana, epoch: 3, reason: "operations" },
  CancelDelivery: { _tag: "CancelDelivery", reason: "order-cancelled" }
}

/** Commands that lead to each status. */
export const wayTo: Readonly<Record<DeliveryStatus | "none", ReadonlyArray<DeliveryCommandTag>>> = {
  none: [],
  requested: ["RequestDelivery"],
  offered: ["RequestDelivery", "OfferDelivery"],
  accepted: ["RequestDelivery", "OfferDelivery", "AcceptOffer"],
  "at-restaurant": ["RequestDelivery", "OfferDelivery", "AcceptOffer", "ArriveAtRestaurant"],
  "picked-up": ["RequestDelivery", "OfferDelivery", "AcceptOffer", "PickUp"],
  "at-customer": ["RequestDelivery", "OfferDelivery", "AcceptOffer", "PickUp", "ArriveAtCustomer"],
  delivered: ["RequestDelivery", "OfferDelivery", "AcceptOffer", "PickUp", "CompleteDelivery"],
  failed: ["RequestDelivery", "OfferDelivery", "AcceptOffer", "FailDelivery"],
  cancelled: ["RequestDelivery", "CancelDelivery"]
}

/** The delivery after the commands, all at once at `atMs`. @throws when one is rejected. */
export const after = (
  commands: ReadonlyArray<DeliveryCommand>,
  atMs = REQUESTED_AT_MS,
  from: DeliveryState = initialDelivery
): DeliveryState => {
  let state = from
  for (const command of commands) {
    for (const event of Result.getOrThrow(decideDelivery(state, command, atMs))) {
      state = evolveDelivery(state, event)
    }
  }
  return state
}

/** A delivery in a status. */
export const deliveryIn = (status: DeliveryStatus | "none"): DeliveryState =>
  after(wayTo[status].map((tag) => deliveryCommands[tag]))
