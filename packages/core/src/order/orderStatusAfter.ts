import type { OrderEventTag } from "./events.ts"
import type { OrderStatus } from "./Order.ts"

/** The status that an event leads to; null when it leaves the status as it is. */
export const orderStatusAfter: Readonly<Record<OrderEventTag, OrderStatus | null>> = {
  OrderPlaced: "placed",
  PaymentAuthorised: "payment-authorised",
  PaymentDeclined: "payment-declined",
  OrderConfirmed: "confirmed",
  OrderRejected: "rejected",
  PreparationStarted: "preparing",
  PreparationRevised: null,
  FoodReady: "ready",
  OrderPickedUp: "picked-up",
  OrderDelivered: "delivered",
  OrderFailed: "failed",
  OrderCancelled: "cancelled",
  CourierNoted: null,
  CourierCleared: null
}
