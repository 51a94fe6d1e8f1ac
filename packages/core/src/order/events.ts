import { Schema } from "effect"
import { AtMs, Version } from "../Decider.ts"
import { CourierId, OrderId, PaymentId } from "../Ids.ts"
import { Money } from "../Money.ts"
import { orderTerms, Party, Reason } from "./Order.ts"

/** What every event of an order carries: whose, which in sequence (P4), and when. */
const header = { orderId: OrderId, version: Version, atMs: AtMs }

export const OrderPlaced = Schema.TaggedStruct("OrderPlaced", { ...header, ...orderTerms, total: Money })
export const PaymentAuthorised = Schema.TaggedStruct("PaymentAuthorised", { ...header, paymentId: PaymentId })
export const PaymentDeclined = Schema.TaggedStruct("PaymentDeclined", { ...header, reason: Reason })
export const OrderConfirmed = Schema.TaggedStruct("OrderConfirmed", { ...header, readyEstimateAtMs: AtMs })
export const OrderRejected = Schema.TaggedStruct("OrderRejected", { ...header, reason: Reason })
export const PreparationStarted = Schema.TaggedStruct("PreparationStarted", header)
export const PreparationRevised = Schema.TaggedStruct("PreparationRevised", {
  ...header,
  readyEstimateAtMs: AtMs
})
/** `reported: false`: nobody said so, but the courier has the food. */
export const FoodReady = Schema.TaggedStruct("FoodReady", { ...header, reported: Schema.Boolean })
export const OrderPickedUp = Schema.TaggedStruct("OrderPickedUp", { ...header, courierId: CourierId })
export const OrderDelivered = Schema.TaggedStruct("OrderDelivered", header)
export const OrderFailed = Schema.TaggedStruct("OrderFailed", { ...header, reason: Reason })
export const OrderCancelled = Schema.TaggedStruct("OrderCancelled", { ...header, by: Party, reason: Reason })
export const CourierNoted = Schema.TaggedStruct("CourierNoted", { ...header, courierId: CourierId })
export const CourierCleared = Schema.TaggedStruct("CourierCleared", { ...header, courierId: CourierId })

/** Everything that can happen to an order. */
export const OrderEvent = Schema.Union([
  OrderPlaced,
  PaymentAuthorised,
  PaymentDeclined,
  OrderConfirmed,
  OrderRejected,
  PreparationStarted,
  PreparationRevised,
  FoodReady,
  OrderPickedUp,
  OrderDelivered,
  OrderFailed,
  OrderCancelled,
  CourierNoted,
  CourierCleared
])
export type OrderEvent = typeof OrderEvent.Type
/** Name of an order event. */
export type OrderEventTag = OrderEvent["_tag"]
