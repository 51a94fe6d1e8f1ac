import { Schema } from "effect"
import { AtMs, Version } from "../Decider.ts"
import { CourierId, OrderId, PaymentId } from "../Ids.ts"
import { Money } from "../Money.ts"
import { orderTerms, Party, Reason } from "./Order.ts"

/** What every event of an order carries: whose, which in sequence (P4), and when. */
const header = { orderId: OrderId, version: Version, atMs: AtMs }

/** The customer placed the order. */
export const OrderPlaced = Schema.TaggedStruct("OrderPlaced", { ...header, ...orderTerms, total: Money })
/** The gateway holds the money, or took it. */
export const PaymentAuthorised = Schema.TaggedStruct("PaymentAuthorised", { ...header, paymentId: PaymentId })
/** The gateway refused; the order has ended. */
export const PaymentDeclined = Schema.TaggedStruct("PaymentDeclined", { ...header, reason: Reason })
/** The restaurant takes the order. */
export const OrderConfirmed = Schema.TaggedStruct("OrderConfirmed", { ...header, readyEstimateAtMs: AtMs })
/** The restaurant refused; the order has ended. */
export const OrderRejected = Schema.TaggedStruct("OrderRejected", { ...header, reason: Reason })
/** The kitchen began. */
export const PreparationStarted = Schema.TaggedStruct("PreparationStarted", header)
/** The kitchen expects to be ready at another time. */
export const PreparationRevised = Schema.TaggedStruct("PreparationRevised", {
  ...header,
  readyEstimateAtMs: AtMs
})
/** `reported: false`: nobody said so, but the courier has the food. */
export const FoodReady = Schema.TaggedStruct("FoodReady", { ...header, reported: Schema.Boolean })
/** The courier has the food and is on the way. */
export const OrderPickedUp = Schema.TaggedStruct("OrderPickedUp", { ...header, courierId: CourierId })
/** The customer has the food; the order has ended. */
export const OrderDelivered = Schema.TaggedStruct("OrderDelivered", header)
/** The delivery failed for good; the order has ended. */
export const OrderFailed = Schema.TaggedStruct("OrderFailed", { ...header, reason: Reason })
/** Somebody called it off; the order has ended. */
export const OrderCancelled = Schema.TaggedStruct("OrderCancelled", { ...header, by: Party, reason: Reason })
/** The delivery found its courier (C27). */
export const CourierNoted = Schema.TaggedStruct("CourierNoted", { ...header, courierId: CourierId })
/** The delivery lost its courier. */
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
