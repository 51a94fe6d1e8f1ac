import { invariant } from "../Invariant.ts"
import type { OrderEvent } from "./events.ts"
import type { Order, OrderState } from "./Order.ts"

/**
 * The order after `event`. Events come in sequence without gaps (P4).
 *
 * @throws InvariantViolation when the event is not the next one of this order: a bug of whoever stored it.
 */
export const evolveOrder = (state: OrderState, event: OrderEvent): Order => {
  invariant(event.version === state.version + 1, "order event out of sequence")
  if (state.status === "none") {
    invariant(event._tag === "OrderPlaced", "an order begins with its placement")
    return placed(event)
  }
  invariant(event.orderId === state.orderId, "event of another order")
  return next(state, event)
}

type Placed = Extract<OrderEvent, { readonly _tag: "OrderPlaced" }>

const placed = (event: Placed): Order => ({
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

const next = (order: Order, event: OrderEvent): Order => {
  const { version, atMs } = event
  switch (event._tag) {
    case "OrderPlaced":
      return placed(event)
    case "PaymentAuthorised": {
      const { paymentId } = event
      return {
        ...order,
        version,
        updatedAtMs: atMs,
        status: "payment-authorised",
        paymentId,
        authorisedAtMs: atMs
      }
    }
    case "PaymentDeclined":
      return end(order, event, "payment-declined", "platform", event.reason)
    case "OrderConfirmed": {
      const { readyEstimateAtMs } = event
      return {
        ...order,
        version,
        updatedAtMs: atMs,
        status: "confirmed",
        confirmedAtMs: atMs,
        readyEstimateAtMs
      }
    }
    case "OrderRejected":
      return end(order, event, "rejected", "restaurant", event.reason)
    case "PreparationStarted":
      return { ...order, version, updatedAtMs: atMs, status: "preparing", preparingAtMs: atMs }
    case "PreparationRevised":
      return { ...order, version, updatedAtMs: atMs, readyEstimateAtMs: event.readyEstimateAtMs }
    case "FoodReady": {
      const preparingAtMs = order.preparingAtMs ?? atMs
      return { ...order, version, updatedAtMs: atMs, status: "ready", preparingAtMs, readyAtMs: atMs }
    }
    case "OrderPickedUp": {
      const { courierId } = event
      const carried = { courierId, withoutCourierSinceMs: null, pickedUpAtMs: atMs }
      return { ...order, version, updatedAtMs: atMs, status: "picked-up", ...carried }
    }
    case "OrderDelivered":
      return end(order, event, "delivered", null, null)
    case "OrderFailed":
      return end(order, event, "failed", "platform", event.reason)
    case "OrderCancelled":
      return end(order, event, "cancelled", event.by, event.reason)
    case "CourierNoted":
      return {
        ...order,
        version,
        updatedAtMs: atMs,
        courierId: event.courierId,
        withoutCourierSinceMs: null
      }
    case "CourierCleared":
      return { ...order, version, updatedAtMs: atMs, courierId: null, withoutCourierSinceMs: atMs }
  }
}

const end = (
  order: Order,
  event: OrderEvent,
  status: Order["status"],
  endedBy: Order["endedBy"],
  endReason: Order["endReason"]
): Order => ({
  ...order,
  version: event.version,
  updatedAtMs: event.atMs,
  status,
  endedAtMs: event.atMs,
  endedBy,
  endReason
})
