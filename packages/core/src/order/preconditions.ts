import { Result } from "effect"
import type { CourierId, PaymentId } from "../Ids.ts"
import { Limits } from "../Limits.ts"
import { addMoney, type Money, multiplyMoney } from "../Money.ts"
import { mayCancel, type OrderRules } from "./cancellation.ts"
import type { OrderCommandOf } from "./commands.ts"
import type { Order, Party } from "./Order.ts"
import {
  cancellationRefused,
  courierConflict,
  linesRefused,
  type OrderRejection,
  paymentConflict,
  totalRefused
} from "./rejections.ts"

/** Named preconditions of the order decider. Each gives the rejection, or null when it holds. */

/** 1..`Limits.orderLines` lines, each of 1..`Limits.itemQuantity` pieces; nothing costs less than nothing. */
export const requireLines = (command: OrderCommandOf<"PlaceOrder">): OrderRejection | null => {
  const { items, deliveryFee } = command
  if (items.length === 0) return linesRefused("The order is empty")
  if (items.length > Limits.orderLines) return linesRefused(`The order has ${items.length} lines`)
  if (deliveryFee.amountMinor < 0) return linesRefused("The delivery fee is negative")
  for (const item of items) {
    const { quantity } = item
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > Limits.itemQuantity) {
      return linesRefused(`Item ${item.itemId} is ordered ${quantity} times`)
    }
    if (item.unitPrice.amountMinor < 0) return linesRefused(`Item ${item.itemId} has a negative price`)
  }
  return null
}

/** Items and fee in one currency, within `Limits.moneyMinor`: the total. */
export const requireTotal = (command: OrderCommandOf<"PlaceOrder">): Result.Result<Money, OrderRejection> => {
  let total = command.deliveryFee
  for (const item of command.items) {
    const line = multiplyMoney(item.unitPrice, item.quantity)
    if (Result.isFailure(line)) return Result.fail(totalRefused(line.failure))
    const sum = addMoney(total, line.success)
    if (Result.isFailure(sum)) return Result.fail(totalRefused(sum.failure))
    total = sum.success
  }
  return Result.succeed(total)
}

/** The payment is the one that the order knows. */
export const requireSamePayment = (order: Order, paymentId: PaymentId): OrderRejection | null =>
  order.paymentId === paymentId ? null : paymentConflict(order.paymentId, paymentId)

/** The table of cancellations lets `by` cancel now (S25). */
export const requireCancellable = (
  order: Order,
  by: Party,
  atMs: number,
  rules: OrderRules
): OrderRejection | null => (mayCancel(order, by, atMs, rules) ? null : cancellationRefused(order, by))

/** No courier is known, or this one (P3). */
export const requireNoOtherCourier = (order: Order, courierId: CourierId): OrderRejection | null =>
  order.courierId === null || order.courierId === courierId
    ? null
    : courierConflict(order.courierId, courierId)

/** Who picks up is who was assigned; without an assignment on record, whoever has the food (P3). */
export const requireCarrier = requireNoOtherCourier
