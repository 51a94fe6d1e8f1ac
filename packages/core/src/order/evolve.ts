import { invariant } from "../Invariant.ts"
import type { OrderEvent } from "./events.ts"
import type { NoOrder, Order, OrderState } from "./Order.ts"

/** An order that whoever holds it may write to, because nobody else does. */
export type OwnOrder = { -readonly [Field in keyof Order]: Order[Field] }

/**
 * The order after `event`. Events come in sequence without gaps (P4).
 *
 * @throws InvariantViolation when the event is not the next one of this order: a bug of whoever stored it.
 */
export const evolveOrder = (state: OrderState, event: OrderEvent): Order =>
  advanceOrder(state.status === "none" ? state : { ...state }, event)

/**
 * Like {@link evolveOrder}, but writes the change into the order that it is given and returns that one: for loops that
 * hold the only reference and play millions of events. After a throw the order is as it was.
 */
export const advanceOrder = (state: NoOrder | OwnOrder, event: OrderEvent): OwnOrder => {
  invariant(event.version === state.version + 1, "order event out of sequence")
  if (state.status === "none") {
    invariant(event._tag === "OrderPlaced", "an order begins with its placement")
    return placed(event)
  }
  invariant(event.orderId === state.orderId, "event of another order")
  invariant(event._tag !== "OrderPlaced", "an order is placed once")
  state.version = event.version
  state.updatedAtMs = event.atMs
  change(state, event)
  return state
}

type Placed = Extract<OrderEvent, { readonly _tag: "OrderPlaced" }>

const placed = (event: Placed): OwnOrder => ({
  orderId: event.orderId,
  deliveryId: event.deliveryId,
  customerId: event.customerId,
  restaurantId: event.restaurantId,
  regionId: event.regionId,
  items: event.items,
  deliveryFee: event.deliveryFee,
  pickup: event.pickup,
  dropoff: event.dropoff,
  promisedAtMs: event.promisedAtMs,
  preparationMs: event.preparationMs,
  autoAccept: event.autoAccept,
  total: event.total,
  status: "placed",
  version: event.version,
  placedAtMs: event.atMs,
  readyEstimateAtMs: event.atMs + event.preparationMs,
  paymentId: null,
  authorisedAtMs: null,
  confirmedAtMs: null,
  preparingAtMs: null,
  readyAtMs: null,
  pickedUpAtMs: null,
  endedAtMs: null,
  courierId: null,
  withoutCourierSinceMs: event.atMs,
  endedBy: null,
  endReason: null,
  updatedAtMs: event.atMs
})

const change = (order: OwnOrder, event: Exclude<OrderEvent, Placed>): void => {
  const { atMs } = event
  switch (event._tag) {
    case "PaymentAuthorised":
      order.status = "payment-authorised"
      order.paymentId = event.paymentId
      order.authorisedAtMs = atMs
      return
    case "PaymentDeclined":
      return end(order, atMs, "payment-declined", "platform", event.reason)
    case "OrderConfirmed":
      order.status = "confirmed"
      order.confirmedAtMs = atMs
      order.readyEstimateAtMs = event.readyEstimateAtMs
      return
    case "OrderRejected":
      return end(order, atMs, "rejected", "restaurant", event.reason)
    case "PreparationStarted":
      order.status = "preparing"
      order.preparingAtMs = atMs
      return
    case "PreparationRevised":
      order.readyEstimateAtMs = event.readyEstimateAtMs
      return
    case "FoodReady":
      order.status = "ready"
      order.preparingAtMs ??= atMs
      order.readyAtMs = atMs
      return
    case "OrderPickedUp":
      order.status = "picked-up"
      order.pickedUpAtMs = atMs
      return carry(order, event.courierId)
    case "OrderDelivered":
      return end(order, atMs, "delivered", null, null)
    case "OrderFailed":
      return end(order, atMs, "failed", "platform", event.reason)
    case "OrderCancelled":
      return end(order, atMs, "cancelled", event.by, event.reason)
    case "CourierNoted":
      return carry(order, event.courierId)
    case "CourierCleared":
      order.courierId = null
      order.withoutCourierSinceMs = atMs
      return
  }
}

const carry = (order: OwnOrder, courierId: Order["courierId"]): void => {
  order.courierId = courierId
  order.withoutCourierSinceMs = null
}

const end = (
  order: OwnOrder,
  atMs: number,
  status: Order["status"],
  endedBy: Order["endedBy"],
  endReason: Order["endReason"]
): void => {
  order.status = status
  order.endedAtMs = atMs
  order.endedBy = endedBy
  order.endReason = endReason
}
