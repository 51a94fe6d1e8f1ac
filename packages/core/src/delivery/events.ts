import { Schema } from "effect"
import { AtMs, Version } from "../Decider.ts"
import { CourierId, DeliveryId, OfferId, OrderId } from "../Ids.ts"
import { Reason } from "../order/Order.ts"
import { deliveryTerms, Epoch, UnassignReason } from "./Delivery.ts"

/** What every event of a delivery carries: whose, for which order, which in sequence (P4), and when. */
const header = { deliveryId: DeliveryId, orderId: OrderId, version: Version, atMs: AtMs }

/** An order wants a courier, or will. */
export const DeliveryRequested = Schema.TaggedStruct("DeliveryRequested", {
  ...header,
  ...deliveryTerms,
  readyEstimateAtMs: AtMs,
  released: Schema.Boolean
})
/** From now on couriers may be asked. */
export const DeliveryReleased = Schema.TaggedStruct("DeliveryReleased", header)
/** A courier was asked. */
export const DeliveryOffered = Schema.TaggedStruct("DeliveryOffered", {
  ...header,
  offerId: OfferId,
  courierId: CourierId,
  expiresAtMs: AtMs,
  epoch: Epoch
})
/** The courier has the work. */
export const OfferAccepted = Schema.TaggedStruct("OfferAccepted", {
  ...header,
  offerId: OfferId,
  courierId: CourierId
})
/** The courier declined, and is never asked again (S11). */
export const OfferRejected = Schema.TaggedStruct("OfferRejected", {
  ...header,
  offerId: OfferId,
  courierId: CourierId
})
/** The courier did not answer in time. */
export const OfferTimedOut = Schema.TaggedStruct("OfferTimedOut", {
  ...header,
  offerId: OfferId,
  courierId: CourierId
})
/** The dispatcher took the offer back. */
export const OfferWithdrawn = Schema.TaggedStruct("OfferWithdrawn", {
  ...header,
  offerId: OfferId,
  courierId: CourierId,
  epoch: Epoch,
  reason: Reason
})
/** The courier waits for the food. */
export const CourierAtRestaurant = Schema.TaggedStruct("CourierAtRestaurant", {
  ...header,
  courierId: CourierId
})
/** The courier has the food. */
export const DeliveryPickedUp = Schema.TaggedStruct("DeliveryPickedUp", { ...header, courierId: CourierId })
/** The courier is at the door. */
export const CourierAtCustomer = Schema.TaggedStruct("CourierAtCustomer", { ...header, courierId: CourierId })
/** The customer has the food; the delivery has ended. */
export const DeliveryCompleted = Schema.TaggedStruct("DeliveryCompleted", { ...header, courierId: CourierId })
/** It cannot be delivered any more; the delivery has ended. */
export const DeliveryFailed = Schema.TaggedStruct("DeliveryFailed", {
  ...header,
  courierId: CourierId,
  reason: Reason
})
/** `barred`: this courier is not asked again. */
export const DeliveryReassigned = Schema.TaggedStruct("DeliveryReassigned", {
  ...header,
  courierId: CourierId,
  epoch: Epoch,
  reason: UnassignReason,
  barred: Schema.Boolean
})
/** `courierId`: who had the work, or the offer. */
export const DeliveryCancelled = Schema.TaggedStruct("DeliveryCancelled", {
  ...header,
  courierId: Schema.NullOr(CourierId),
  reason: Reason
})

/** Everything that can happen to a delivery. */
export const DeliveryEvent = Schema.Union([
  DeliveryRequested,
  DeliveryReleased,
  DeliveryOffered,
  OfferAccepted,
  OfferRejected,
  OfferTimedOut,
  OfferWithdrawn,
  CourierAtRestaurant,
  DeliveryPickedUp,
  CourierAtCustomer,
  DeliveryCompleted,
  DeliveryFailed,
  DeliveryReassigned,
  DeliveryCancelled
])
export type DeliveryEvent = typeof DeliveryEvent.Type
/** Name of a delivery event. */
export type DeliveryEventTag = DeliveryEvent["_tag"]
