import { Schema } from "effect"
import { AtMs } from "../Decider.ts"
import { DeliveryStatus } from "../delivery/Delivery.ts"
import { LatLng } from "../geo/LatLng.ts"
import { CourierId, CustomerId, DeliveryId, OrderId, PaymentId, RegionId, RestaurantId } from "../Ids.ts"
import { Money } from "../Money.ts"
import { OrderStatus, TERMINAL_ORDER_STATUSES } from "../order/Order.ts"

/**
 * Where the money of an order is. `held` is reserved at the gateway, `taken` was charged at once; captured, voided,
 * refunded and refused are final, and an order ends in
 * exactly one of them (P5). The moves between them are in `paymentMoves.ts`.
 */
export const PaymentStage = Schema.Literals([
  "authorising",
  "refused",
  "held",
  "taken",
  "capturing",
  "captured",
  "voiding",
  "voided",
  "refunding",
  "refunded"
])
export type PaymentStage = typeof PaymentStage.Type

/** What the saga keeps of the placed order. */
export const SagaOrder = Schema.Struct({
  orderId: OrderId,
  deliveryId: DeliveryId,
  customerId: CustomerId,
  restaurantId: RestaurantId,
  regionId: RegionId,
  pickup: LatLng,
  dropoff: LatLng,
  promisedAtMs: AtMs,
  preparationMs: Schema.Int,
  autoAccept: Schema.Boolean,
  total: Money
})
export type SagaOrder = typeof SagaOrder.Type

/** Timers of an order; one of each kind at most. */
export const SagaTimer = Schema.Literals(["payment", "restaurant", "release", "courier"])
export type SagaTimer = typeof SagaTimer.Type

/** The process that leads one order from placement to settled money: what it has seen, and what it waits for. */
export const OrderSaga = Schema.Struct({
  order: SagaOrder,
  /** Status and version of the order, as far as its events have arrived. */
  orderStatus: OrderStatus,
  orderVersion: Schema.Int,
  /** Status and version of the delivery, as far as its events have arrived. */
  deliveryStatus: Schema.Union([Schema.Literal("none"), DeliveryStatus]),
  deliveryVersion: Schema.Int,
  /** The delivery was asked for; couriers may be asked. */
  deliveryWanted: Schema.Boolean,
  released: Schema.Boolean,
  readyEstimateAtMs: AtMs,
  courierId: Schema.NullOr(CourierId),
  restaurant: Schema.Literals(["not-asked", "asked", "answered"]),
  payment: PaymentStage,
  paymentId: Schema.NullOr(PaymentId),
  /** Times that the gateway was asked again about the present request. */
  paymentAttempts: Schema.Int,
  /** Times that the gateway refused to settle. */
  settlementRefusals: Schema.Int,
  /** Since when couriers are looked for. */
  searchingSinceMs: Schema.NullOr(AtMs),
  /** When each timer is due; null when it is not set. */
  paymentDueAtMs: Schema.NullOr(AtMs),
  restaurantDueAtMs: Schema.NullOr(AtMs),
  releaseDueAtMs: Schema.NullOr(AtMs),
  courierDueAtMs: Schema.NullOr(AtMs)
})
export type OrderSaga = typeof OrderSaga.Type

/** A saga that whoever holds it may write to, because nobody else does. */
export type OwnSaga = { -readonly [Field in keyof OrderSaga]: OrderSaga[Field] }

/** Before the order was placed. */
export interface NoSaga {
  readonly orderStatus: "none"
}

/** State of the saga. */
export type SagaState = NoSaga | OrderSaga

/** Before anything happened. */
export const initialSaga: NoSaga = { orderStatus: "none" }

/** Whether the order has ended and its money is where it stays: nothing more is to be done (P5, P6). */
export const isSettled = (state: SagaState): boolean =>
  state.orderStatus !== "none" &&
  TERMINAL_ORDER_STATUSES.has(state.orderStatus) &&
  (state.payment === "refused" ||
    state.payment === "captured" ||
    state.payment === "voided" ||
    state.payment === "refunded")
