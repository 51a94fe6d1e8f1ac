import { Result } from "effect"
import { defaultOrderRules, type OrderRules } from "./cancellation.ts"
import type { OrderCommand, OrderCommandOf } from "./commands.ts"
import type { OrderEvent } from "./events.ts"
import type { Order, OrderState } from "./Order.ts"
import {
  requireCancellable,
  requireCarrier,
  requireLines,
  requireNoOtherCourier,
  requireSamePayment,
  requireTotal
} from "./preconditions.ts"
import { notInTable, type OrderRejection } from "./rejections.ts"
import { orderTransitions } from "./transitions.ts"

/** What the order decider answers. */
export type OrderDecision = Result.Result<ReadonlyArray<OrderEvent>, OrderRejection>

/**
 * What `command` does to the order at `atMs` (ms since epoch): the events of its cell in {@link orderTransitions}, an empty list
 * when it is already so, or a typed rejection. Event times never run backwards: a clock behind the order's
 * last event counts as that event's time. O(lines) for a placement, O(1) otherwise.
 */
export const decideOrder = (
  state: OrderState,
  command: OrderCommand,
  atMs: number,
  rules: OrderRules = defaultOrderRules
): OrderDecision => {
  const cell = orderTransitions.find(state.status, command._tag)
  if (cell === undefined) return Result.fail(notInTable(state.status, command._tag))
  if (state.status === "none") {
    return command._tag === "PlaceOrder"
      ? place(command, atMs)
      : Result.fail(notInTable(state.status, command._tag))
  }
  const rejection = precondition(state, command, atMs, rules)
  if (rejection !== null) return Result.fail(rejection)
  if (cell.events.length === 0) return nothing
  return happen(state, command, Math.max(atMs, state.updatedAtMs))
}

const nothing: OrderDecision = Result.succeed([])

const one = (event: OrderEvent): OrderDecision => Result.succeed([event])

const place = (command: OrderCommandOf<"PlaceOrder">, atMs: number): OrderDecision => {
  const rejection = requireLines(command)
  if (rejection !== null) return Result.fail(rejection)
  const total = requireTotal(command)
  if (Result.isFailure(total)) return Result.fail(total.failure)
  return one({ ...command, _tag: "OrderPlaced", version: 1, atMs, total: total.success })
}

const precondition = (
  order: Order,
  command: OrderCommand,
  atMs: number,
  rules: OrderRules
): OrderRejection | null => {
  switch (command._tag) {
    case "AuthorisePayment":
      return order.status === "placed" ? null : requireSamePayment(order, command.paymentId)
    case "CancelOrder":
      return order.status === "cancelled" ? null : requireCancellable(order, command.by, atMs, rules)
    case "MarkPickedUp":
      return requireCarrier(order, command.courierId)
    case "NoteCourierAssigned":
    case "NoteCourierUnassigned":
      return requireNoOtherCourier(order, command.courierId)
    case "PlaceOrder":
    case "DeclinePayment":
    case "ConfirmOrder":
    case "RejectOrder":
    case "StartPreparing":
    case "RevisePreparation":
    case "MarkReady":
    case "MarkDelivered":
    case "MarkFailed":
      return null
  }
}

/** The events of a cell whose preconditions hold. */
const happen = (order: Order, command: OrderCommand, atMs: number): OrderDecision => {
  const { orderId } = order
  const version = order.version + 1
  switch (command._tag) {
    case "AuthorisePayment":
      return one({ _tag: "PaymentAuthorised", orderId, version, atMs, paymentId: command.paymentId })
    case "DeclinePayment":
      return one({ _tag: "PaymentDeclined", orderId, version, atMs, reason: command.reason })
    case "ConfirmOrder": {
      const { readyEstimateAtMs } = command
      return one({ _tag: "OrderConfirmed", orderId, version, atMs, readyEstimateAtMs })
    }
    case "RejectOrder":
      return one({ _tag: "OrderRejected", orderId, version, atMs, reason: command.reason })
    case "StartPreparing":
      return one({ _tag: "PreparationStarted", orderId, version, atMs })
    case "RevisePreparation": {
      const { readyEstimateAtMs } = command
      if (readyEstimateAtMs === order.readyEstimateAtMs) return nothing
      return one({ _tag: "PreparationRevised", orderId, version, atMs, readyEstimateAtMs })
    }
    case "MarkReady":
      return one({ _tag: "FoodReady", orderId, version, atMs, reported: true })
    case "MarkPickedUp":
      return pickUp(order, command, atMs)
    case "MarkDelivered":
      return one({ _tag: "OrderDelivered", orderId, version, atMs })
    case "MarkFailed":
      return one({ _tag: "OrderFailed", orderId, version, atMs, reason: command.reason })
    case "CancelOrder": {
      const { by, reason } = command
      return one({ _tag: "OrderCancelled", orderId, version, atMs, by, reason })
    }
    case "NoteCourierAssigned": {
      const { courierId } = command
      if (order.courierId === courierId) return nothing
      return one({ _tag: "CourierNoted", orderId, version, atMs, courierId })
    }
    case "NoteCourierUnassigned": {
      const { courierId } = command
      if (order.courierId === null) return nothing
      return one({ _tag: "CourierCleared", orderId, version, atMs, courierId })
    }
    case "PlaceOrder":
      return Result.fail(notInTable(order.status, command._tag))
  }
}

/** A pickup proves that the food was ready, so watchers of the order see every status on its way. */
const pickUp = (order: Order, command: OrderCommandOf<"MarkPickedUp">, atMs: number): OrderDecision => {
  const { orderId } = order
  const { courierId } = command
  const version = order.version + 1
  if (order.status === "ready") return one({ _tag: "OrderPickedUp", orderId, version, atMs, courierId })
  return Result.succeed([
    { _tag: "FoodReady", orderId, version, atMs, reported: false },
    { _tag: "OrderPickedUp", orderId, version: version + 1, atMs, courierId }
  ])
}
