import { Schema } from "effect"
import {
  CourierId,
  CustomerId,
  DeliveryId,
  MenuItemId,
  OrderId,
  Party,
  PaymentId,
  RestaurantId
} from "@hotbag/core"
import { CurrencyCode, Decimal } from "../wire/Decimal.ts"
import { liveEtaFields } from "../wire/Eta.ts"
import { Instant } from "../wire/Instant.ts"
import { Position } from "../wire/Position.ts"

/** The `status` of an order (C5, C14). */
export const OrderStatusField = Schema.Literals([
  "CREATED",
  "PAYMENT_AUTHORISED",
  "PAYMENT_DECLINED",
  "CONFIRMED",
  "REJECTED",
  "PREPARING",
  "READY",
  "PICKED_UP",
  "DELIVERED",
  "CANCELLED",
  "FAILED"
]).annotate({ identifier: "OrderStatus", description: "Where the order stands." })
export type OrderStatusField = typeof OrderStatusField.Type

/** A line of an order. `itemId` and `quantity` are canonical, `qty` stands beside it always, the others for callers who use them (C3). */
export const OrderItem = Schema.Struct({
  itemId: MenuItemId,
  quantity: Schema.Int,
  qty: Schema.Int,
  unitPrice: Decimal,
  id: Schema.optionalKey(MenuItemId),
  menuItemId: Schema.optionalKey(MenuItemId)
}).annotate({ identifier: "OrderItem", description: "A line of an order." })
export type OrderItem = typeof OrderItem.Type

/** An order as its customer, its restaurant, its courier and operations see it (S37, S50, S56). */
export const Order = Schema.Struct({
  orderId: OrderId,
  deliveryId: DeliveryId,
  status: OrderStatusField,
  customerId: CustomerId,
  userId: CustomerId,
  restaurantId: RestaurantId,
  items: Schema.Array(OrderItem),
  totalPrice: Decimal,
  deliveryFee: Decimal,
  currency: CurrencyCode,
  paymentId: Schema.NullOr(PaymentId),
  assignedDriverId: Schema.NullOr(CourierId),
  dropoff: Position,
  ...liveEtaFields,
  placedAt: Instant,
  readyEstimateAt: Instant,
  confirmedAt: Schema.NullOr(Instant),
  preparingAt: Schema.NullOr(Instant),
  readyAt: Schema.NullOr(Instant),
  pickedAt: Schema.NullOr(Instant),
  deliveredAt: Schema.NullOr(Instant),
  endedBy: Schema.NullOr(Party),
  endReason: Schema.NullOr(Schema.String),
  updatedAt: Instant,
  version: Schema.Int
}).annotate({ identifier: "Order", description: "An order." })
export type Order = typeof Order.Type

/** An order as document B writes it (S50): the least that any answer about an order contains. */
export const OrderEntity = Schema.Struct({
  orderId: OrderId,
  customerId: CustomerId,
  restaurantId: RestaurantId,
  items: Schema.Array(Schema.Struct({ itemId: MenuItemId, qty: Schema.Int })),
  totalPrice: Decimal,
  status: OrderStatusField,
  assignedDriverId: Schema.NullOr(CourierId),
  etaSeconds: Schema.Int
}).annotate({ identifier: "OrderEntity", description: "An order in its shortest form." })

/** A page of orders, latest first. */
export const OrderPage = Schema.Struct({
  orders: Schema.Array(Order),
  nextCursor: Schema.NullOr(Schema.String).annotate({ description: "For the next page; null on the last." })
}).annotate({ identifier: "OrderPage" })
export type OrderPage = typeof OrderPage.Type
