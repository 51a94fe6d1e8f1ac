import { Schema } from "effect"
import { AtMs, Version } from "../Decider.ts"
import { LatLng } from "../geo/LatLng.ts"
import {
  CourierId,
  CustomerId,
  DeliveryId,
  MenuItemId,
  OrderId,
  PaymentId,
  RegionId,
  RestaurantId
} from "../Ids.ts"
import { Limits } from "../Limits.ts"
import { Money } from "../Money.ts"
import { StorableText } from "../StorableText.ts"

/**
 * Where an order stands; one enum for everybody, other words are projections of it (C14). `picked-up` means that
 * the food is on its way.
 */
export const OrderStatus = Schema.Literals([
  "placed",
  "payment-authorised",
  "payment-declined",
  "confirmed",
  "rejected",
  "preparing",
  "ready",
  "picked-up",
  "delivered",
  "cancelled",
  "failed"
])
export type OrderStatus = typeof OrderStatus.Type

/** Statuses in which an order ends: nothing leaves them. */
export const TERMINAL_ORDER_STATUSES: ReadonlySet<OrderStatus | "none"> = new Set<OrderStatus>([
  "payment-declined",
  "rejected",
  "delivered",
  "cancelled",
  "failed"
])

/** Who ended an order. */
export const Party = Schema.Literals(["customer", "restaurant", "platform"])
export type Party = typeof Party.Type

/** Why, in words for people or a code such as `no-courier`; not empty, at most `Limits.reasonLength` characters. */
export const Reason = StorableText.check(Schema.isMinLength(1), Schema.isMaxLength(Limits.reasonLength))

/** One line of an order; the price is what the menu said when the order was placed. */
export const OrderItem = Schema.Struct({ itemId: MenuItemId, quantity: Schema.Int, unitPrice: Money })
export interface OrderItem extends Schema.Schema.Type<typeof OrderItem> {}

/** What an order is from its placement on: these fields never change. */
export const orderTerms = {
  orderId: OrderId,
  /** The delivery that will carry it; minted together with the order. */
  deliveryId: DeliveryId,
  customerId: CustomerId,
  restaurantId: RestaurantId,
  regionId: RegionId,
  items: Schema.Array(OrderItem),
  deliveryFee: Money,
  /** Where the restaurant is. */
  pickup: LatLng,
  /** Where the customer wants it. Address and name stay with the customer's own record (P10). */
  dropoff: LatLng,
  promisedAtMs: AtMs,
  /** What preparation is expected to take, in ms. */
  preparationMs: Schema.Int,
  /** The restaurant takes every order without being asked (C5). */
  autoAccept: Schema.Boolean
}

/** An order: what the customer bought, what it costs, and how far it got. Flat, so that a copy is cheap. */
export const Order = Schema.Struct({
  ...orderTerms,
  /** Items and delivery fee. */
  total: Money,
  status: OrderStatus,
  version: Version,
  placedAtMs: AtMs,
  /** When the food is expected to be ready. */
  readyEstimateAtMs: AtMs,
  paymentId: Schema.NullOr(PaymentId),
  authorisedAtMs: Schema.NullOr(AtMs),
  confirmedAtMs: Schema.NullOr(AtMs),
  /** When preparation started; if the kitchen forgot to say so, when the food was ready. */
  preparingAtMs: Schema.NullOr(AtMs),
  readyAtMs: Schema.NullOr(AtMs),
  pickedUpAtMs: Schema.NullOr(AtMs),
  /** When it reached a terminal status; for a delivered order, the drop-off. */
  endedAtMs: Schema.NullOr(AtMs),
  /** The courier who carries it, as told by the delivery (C27). */
  courierId: Schema.NullOr(CourierId),
  /** Since when nobody carries it; null while somebody does. */
  withoutCourierSinceMs: Schema.NullOr(AtMs),
  /** Who rejected, cancelled or gave it up. */
  endedBy: Schema.NullOr(Party),
  endReason: Schema.NullOr(Reason),
  /** Time of the latest event; never runs backwards, even if clocks do. */
  updatedAtMs: AtMs
})
export type Order = typeof Order.Type

/** An order that was not placed yet. */
export interface NoOrder {
  readonly status: "none"
  readonly version: 0
}

/** State of the order decider. */
export type OrderState = NoOrder | Order

/** Before anything happened. */
export const initialOrder: NoOrder = { status: "none", version: 0 }
