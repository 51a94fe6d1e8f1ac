import { Schema } from "effect"
import { AtMs } from "../Decider.ts"
import { CourierId, PaymentId } from "../Ids.ts"
import { orderTerms, Party, Reason } from "./Order.ts"

/** Places the order (S34–S36). */
export const PlaceOrder = Schema.TaggedStruct("PlaceOrder", orderTerms)
/** The gateway holds (or took) the money. */
export const AuthorisePayment = Schema.TaggedStruct("AuthorisePayment", { paymentId: PaymentId })
/** The gateway refused. */
export const DeclinePayment = Schema.TaggedStruct("DeclinePayment", { reason: Reason })
/** The restaurant accepts, and says when the food will be ready (S8). */
export const ConfirmOrder = Schema.TaggedStruct("ConfirmOrder", { readyEstimateAtMs: AtMs })
/** The restaurant refuses (S8). */
export const RejectOrder = Schema.TaggedStruct("RejectOrder", { reason: Reason })
/** The kitchen begins. */
export const StartPreparing = Schema.TaggedStruct("StartPreparing", {})
/** The kitchen says anew when the food will be ready. */
export const RevisePreparation = Schema.TaggedStruct("RevisePreparation", { readyEstimateAtMs: AtMs })
/** The food is ready (S9). */
export const MarkReady = Schema.TaggedStruct("MarkReady", {})
/** The courier has the food. */
export const MarkPickedUp = Schema.TaggedStruct("MarkPickedUp", { courierId: CourierId })
/** The customer has the food. */
export const MarkDelivered = Schema.TaggedStruct("MarkDelivered", {})
/** The delivery failed for good. */
export const MarkFailed = Schema.TaggedStruct("MarkFailed", { reason: Reason })
/** Somebody calls it off (S25, S38). */
export const CancelOrder = Schema.TaggedStruct("CancelOrder", { by: Party, reason: Reason })
/** The delivery found its courier. */
export const NoteCourierAssigned = Schema.TaggedStruct("NoteCourierAssigned", { courierId: CourierId })
/** The delivery lost its courier. */
export const NoteCourierUnassigned = Schema.TaggedStruct("NoteCourierUnassigned", { courierId: CourierId })

/** Everything that can be asked of an order. */
export const OrderCommand = Schema.Union([
  PlaceOrder,
  AuthorisePayment,
  DeclinePayment,
  ConfirmOrder,
  RejectOrder,
  StartPreparing,
  RevisePreparation,
  MarkReady,
  MarkPickedUp,
  MarkDelivered,
  MarkFailed,
  CancelOrder,
  NoteCourierAssigned,
  NoteCourierUnassigned
])
export type OrderCommand = typeof OrderCommand.Type
/** Name of an order command. */
export type OrderCommandTag = OrderCommand["_tag"]
/** The command of that name. */
export type OrderCommandOf<Tag extends OrderCommandTag> = Extract<OrderCommand, { readonly _tag: Tag }>
