import { Schema } from "effect"
import { AtMs } from "../Decider.ts"
import { CourierId, OfferId } from "../Ids.ts"
import { Reason } from "../order/Order.ts"
import { deliveryTerms, Epoch, UnassignReason } from "./Delivery.ts"

/** Asks for a courier. `released: false`: plan with it, but ask nobody yet (C10). */
export const RequestDelivery = Schema.TaggedStruct("RequestDelivery", {
  ...deliveryTerms,
  readyEstimateAtMs: AtMs,
  released: Schema.Boolean
})
/** From now on couriers may be asked. */
export const ReleaseDelivery = Schema.TaggedStruct("ReleaseDelivery", {})
/** The dispatcher asks a courier; a bundle is offered under one id on each of its deliveries. */
export const OfferDelivery = Schema.TaggedStruct("OfferDelivery", {
  offerId: OfferId,
  courierId: CourierId,
  expiresAtMs: AtMs,
  epoch: Epoch
})
/** The courier takes it (S42). */
export const AcceptOffer = Schema.TaggedStruct("AcceptOffer", { offerId: OfferId, courierId: CourierId })
/** The courier does not want it (S11). */
export const RejectOffer = Schema.TaggedStruct("RejectOffer", { offerId: OfferId, courierId: CourierId })
/** Nobody answered in time. */
export const TimeOutOffer = Schema.TaggedStruct("TimeOutOffer", { offerId: OfferId })
/** The dispatcher takes an open offer back. */
export const WithdrawOffer = Schema.TaggedStruct("WithdrawOffer", {
  offerId: OfferId,
  epoch: Epoch,
  reason: Reason
})
/** The courier is at the restaurant. */
export const ArriveAtRestaurant = Schema.TaggedStruct("ArriveAtRestaurant", { courierId: CourierId })
/** The courier has the food. */
export const PickUp = Schema.TaggedStruct("PickUp", { courierId: CourierId })
/** The courier is at the customer's door. */
export const ArriveAtCustomer = Schema.TaggedStruct("ArriveAtCustomer", { courierId: CourierId })
/** The customer has the food (S43). */
export const CompleteDelivery = Schema.TaggedStruct("CompleteDelivery", { courierId: CourierId })
/** It cannot be delivered any more. */
export const FailDelivery = Schema.TaggedStruct("FailDelivery", { reason: Reason })
/** Takes it from its courier before pickup; another one is looked for. */
export const ReassignDelivery = Schema.TaggedStruct("ReassignDelivery", {
  courierId: CourierId,
  epoch: Epoch,
  reason: UnassignReason
})
/** It is not wanted any more. */
export const CancelDelivery = Schema.TaggedStruct("CancelDelivery", { reason: Reason })

/** Everything that can be asked of a delivery. */
export const DeliveryCommand = Schema.Union([
  RequestDelivery,
  ReleaseDelivery,
  OfferDelivery,
  AcceptOffer,
  RejectOffer,
  TimeOutOffer,
  WithdrawOffer,
  ArriveAtRestaurant,
  PickUp,
  ArriveAtCustomer,
  CompleteDelivery,
  FailDelivery,
  ReassignDelivery,
  CancelDelivery
])
export type DeliveryCommand = typeof DeliveryCommand.Type
/** Name of a delivery command. */
export type DeliveryCommandTag = DeliveryCommand["_tag"]
/** The command of that name. */
export type DeliveryCommandOf<Tag extends DeliveryCommandTag> = Extract<
  DeliveryCommand,
  { readonly _tag: Tag }
>
