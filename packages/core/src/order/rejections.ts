import type { MoneyRejection } from "../Money.ts"
import type { CourierId, PaymentId } from "../Ids.ts"
import { Limits } from "../Limits.ts"
import { type OrderCommandTag } from "./commands.ts"
import { type Order, type OrderStatus, type Party, TERMINAL_ORDER_STATUSES } from "./Order.ts"
import { orderTransitions } from "./transitions.ts"

/** Why an order refuses a command: plain values, each saying what is wrong and what to do. */
export type OrderRejection =
  | { readonly _tag: "OrderNotPlaced"; readonly command: OrderCommandTag; readonly message: string }
  | { readonly _tag: "OrderAlreadyPlaced"; readonly message: string }
  /** The order has ended; nothing leaves that status. */
  | {
      readonly _tag: "OrderEnded"
      readonly command: OrderCommandTag
      readonly status: OrderStatus
      readonly message: string
    }
  /** Not in this status. */
  | {
      readonly _tag: "OrderTransitionRefused"
      readonly command: OrderCommandTag
      readonly status: OrderStatus
      readonly message: string
    }
  | {
      readonly _tag: "CancellationRefused"
      readonly by: Party
      readonly status: OrderStatus
      readonly message: string
    }
  | { readonly _tag: "OrderLinesRefused"; readonly message: string }
  | { readonly _tag: "OrderTotalRefused"; readonly why: MoneyRejection; readonly message: string }
  | {
      readonly _tag: "PaymentConflict"
      readonly known: PaymentId | null
      readonly given: PaymentId
      readonly message: string
    }
  | {
      readonly _tag: "CourierConflict"
      readonly known: CourierId | null
      readonly given: CourierId
      readonly message: string
    }

/** The command has no cell in the table for the order's status. */
export const notInTable = (status: OrderStatus | "none", command: OrderCommandTag): OrderRejection => {
  if (status === "none") {
    return {
      _tag: "OrderNotPlaced",
      command,
      message: `There is no such order yet; place it before ${command}.`
    }
  }
  if (command === "PlaceOrder") {
    return {
      _tag: "OrderAlreadyPlaced",
      message: "An order with this id exists; place a new one under a new id."
    }
  }
  if (TERMINAL_ORDER_STATUSES.has(status)) {
    return {
      _tag: "OrderEnded",
      command,
      status,
      message: `The order is ${status}, which is final; ${command} is not possible any more.`
    }
  }
  const possible = orderTransitions.statusesFor(command).join(", ")
  return {
    _tag: "OrderTransitionRefused",
    command,
    status,
    message: `The order is ${status}; ${command} is possible while it is ${possible}.`
  }
}

/** The table of cancellations does not let this party cancel now. */
export const cancellationRefused = (order: Order, by: Party): OrderRejection => ({
  _tag: "CancellationRefused",
  by,
  status: order.status,
  message: `The ${by} cannot cancel an order that is ${order.status}: ${cancellationHint(order, by)}`
})

/** The lines of the order are out of bounds; `what` begins the sentence. */
export const linesRefused = (what: string): OrderRejection => ({
  _tag: "OrderLinesRefused",
  message: `${what}; an order has 1 to ${Limits.orderLines} lines of 1 to ${Limits.itemQuantity} pieces each, and no negative price.`
})

/** The total cannot be reckoned. */
export const totalRefused = (why: MoneyRejection): OrderRejection => ({
  _tag: "OrderTotalRefused",
  why,
  message: `The total cannot be reckoned. ${why.message}`
})

/** Another payment than the known one. */
export const paymentConflict = (known: PaymentId | null, given: PaymentId): OrderRejection => ({
  _tag: "PaymentConflict",
  known,
  given,
  message: `The order is paid by ${known ?? "nothing yet"}, not by ${given}; void the second payment.`
})

/** Another courier than the known one. */
export const courierConflict = (known: CourierId | null, given: CourierId): OrderRejection => ({
  _tag: "CourierConflict",
  known,
  given,
  message: `The order is carried by ${known ?? "nobody yet"}, not by ${given}; unassign the one before naming the other.`
})

const cancellationHint = (order: Order, by: Party): string => {
  if (by === "restaurant") {
    return order.status === "placed"
      ? "it has not been asked yet; reject the order when it is."
      : "the food is ready; ask the platform."
  }
  return "the kitchen is at work; wait for the courier, or cancel when none has come for long enough."
}
