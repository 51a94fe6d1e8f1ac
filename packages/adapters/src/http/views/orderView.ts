import {
  type EtaMoments,
  instantOrNull,
  instantText,
  type ItemDialect,
  liveEtaOf,
  type Order,
  type OrderStatusField
} from "@hotbag/api"
import { decimalNumber, type Order as DomainOrder, type OrderStatus } from "@hotbag/core"

/** How an order is told. */
export interface OrderTelling {
  /** The moment that ETAs count from, ms since epoch. */
  readonly atMs: number
  /** The names that the caller uses for items; canonical ones unless it is the answer to a placement (C3). */
  readonly dialect: ItemDialect
  /** When it comes by what is known now; null: nothing better than the promise, or the answer to a command, which stays what it was. */
  readonly eta: EtaMoments | null
}

/** An order on the wire (S37, S50, C5, C6, C28). */
export const orderView = (order: DomainOrder, { atMs, dialect, eta }: OrderTelling): Order => ({
  orderId: order.orderId,
  deliveryId: order.deliveryId,
  status: orderStatusField(order.status),
  customerId: order.customerId,
  userId: order.customerId,
  restaurantId: order.restaurantId,
  items: order.items.map(({ itemId, quantity, unitPrice }) => ({
    itemId,
    quantity,
    qty: quantity,
    unitPrice: decimalNumber(unitPrice),
    ...(dialect === "id" ? { id: itemId } : {}),
    ...(dialect === "menuItemId" ? { menuItemId: itemId } : {})
  })),
  totalPrice: decimalNumber(order.total),
  deliveryFee: decimalNumber(order.deliveryFee),
  currency: order.total.currency,
  paymentId: order.paymentId,
  assignedDriverId: order.courierId,
  dropoff: order.dropoff,
  ...(order.endedAtMs === null
    ? liveEtaOf(order.promisedAtMs, eta, atMs)
    : liveEtaOf(order.promisedAtMs, null, order.promisedAtMs)),
  placedAt: instantText(order.placedAtMs),
  readyEstimateAt: instantText(order.readyEstimateAtMs),
  confirmedAt: instantOrNull(order.confirmedAtMs),
  preparingAt: instantOrNull(order.preparingAtMs),
  readyAt: instantOrNull(order.readyAtMs),
  pickedAt: instantOrNull(order.pickedUpAtMs),
  deliveredAt: order.status === "delivered" ? instantOrNull(order.endedAtMs) : null,
  endedBy: order.endedBy,
  endReason: order.endReason,
  updatedAt: instantText(order.updatedAtMs),
  version: order.version
})

/** The word for a status; the same as core's, known to the contract one by one (C5, C14). */
export const orderStatusField = (status: OrderStatus): OrderStatusField => FIELDS[status]

const FIELDS: Readonly<Record<OrderStatus, OrderStatusField>> = {
  placed: "CREATED",
  "payment-authorised": "PAYMENT_AUTHORISED",
  "payment-declined": "PAYMENT_DECLINED",
  confirmed: "CONFIRMED",
  rejected: "REJECTED",
  preparing: "PREPARING",
  ready: "READY",
  "picked-up": "PICKED_UP",
  delivered: "DELIVERED",
  cancelled: "CANCELLED",
  failed: "FAILED"
}
