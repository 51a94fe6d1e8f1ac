/** Events with which an order ends. */
export const ORDER_ENDS: ReadonlySet<string> = new Set([
  "OrderDelivered",
  "OrderCancelled",
  "OrderRejected",
  "OrderFailed",
  "PaymentDeclined"
])
/** Events with which a delivery ends. */
export const DELIVERY_ENDS: ReadonlySet<string> = new Set([
  "DeliveryCompleted",
  "DeliveryFailed",
  "DeliveryCancelled"
])
