import type { OrderEvent } from "../order/events.ts"
import { cancelTimer, commandOrder, type Draft, notifyCustomer, notifyRestaurant, setTimer } from "./Draft.ts"
import type { Notice } from "./reactions.ts"
import { releaseDelivery, requestDelivery, stopDelivery } from "./delivering.ts"
import { authorise, capture, onAuthorisedElsewhere, release } from "./settlement.ts"

/** What follows from an event of the order; the draft's order status is already the new one. */
export const followOrder = (draft: Draft, event: OrderEvent): void => {
  const { saga, options } = draft
  switch (event._tag) {
    case "OrderPlaced":
      authorise(draft)
      if (options.trigger === "created") requestDelivery(draft, false)
      return
    case "PaymentAuthorised":
      onAuthorisedElsewhere(draft, event.paymentId)
      askRestaurant(draft)
      return
    case "OrderConfirmed":
      confirmed(draft, event.readyEstimateAtMs, cause(event))
      return
    case "PreparationRevised":
      saga.readyEstimateAtMs = event.readyEstimateAtMs
      if (saga.deliveryWanted && !saga.released) releaseInTime(draft)
      return
    case "FoodReady":
      saga.readyEstimateAtMs = Math.min(saga.readyEstimateAtMs, draft.atMs)
      if (saga.deliveryWanted && !saga.released) releaseDelivery(draft)
      return
    case "OrderPickedUp":
      notifyCustomer(draft, "courier-en-route", cause(event))
      catchUp(draft)
      return
    case "OrderDelivered":
      endQuietly(draft)
      capture(draft)
      notifyCustomer(draft, "delivered", cause(event))
      return
    case "CourierNoted":
      notifyCustomer(draft, "courier-assigned", cause(event))
      return
    case "PaymentDeclined":
      end(draft, "payment-declined", event)
      return
    case "OrderRejected":
      end(draft, "order-rejected", event)
      return
    case "OrderFailed":
      end(draft, "order-failed", event)
      return
    case "OrderCancelled":
      end(draft, "order-cancelled", event)
      return
    case "PreparationStarted":
    case "CourierCleared":
      return
  }
}

/** Names an event for the keys of what follows from it. */
const cause = (event: OrderEvent): string => `${event.orderId}:${event.version}`

const askRestaurant = (draft: Draft): void => {
  const { saga, options, atMs } = draft
  const { orderId, restaurantId, autoAccept, preparationMs } = saga.order
  if (autoAccept) {
    saga.restaurant = "answered"
    commandOrder(draft, { _tag: "ConfirmOrder", readyEstimateAtMs: atMs + preparationMs })
    return
  }
  const answerByMs = atMs + options.restaurantAnswerMs
  saga.restaurant = "asked"
  draft.reactions.push({ _tag: "AskRestaurant", orderId, restaurantId, answerByMs })
  setTimer(draft, "restaurant", answerByMs)
}

const confirmed = (draft: Draft, readyEstimateAtMs: number, key: string): void => {
  const { saga, options } = draft
  saga.restaurant = "answered"
  saga.readyEstimateAtMs = readyEstimateAtMs
  cancelTimer(draft, "restaurant")
  notifyCustomer(draft, "order-confirmed", key)
  if (options.trigger === "jit") {
    const inTime = readyEstimateAtMs - options.jitLeadMs <= draft.atMs
    if (!saga.deliveryWanted) requestDelivery(draft, inTime)
    if (!saga.released) releaseInTime(draft)
    return
  }
  if (saga.deliveryWanted) releaseDelivery(draft)
  else requestDelivery(draft, true)
}

/** Lets couriers be asked when they would meet the food, or at once when that is already past. */
const releaseInTime = (draft: Draft): void => {
  const dueAtMs = draft.saga.readyEstimateAtMs - draft.options.jitLeadMs
  if (dueAtMs <= draft.atMs) releaseDelivery(draft)
  else setTimer(draft, "release", dueAtMs)
}

/** The delivery may have run ahead of the order; what the order has missed is said again, now that it can be heard. */
const catchUp = (draft: Draft): void => {
  const { deliveryStatus } = draft.saga
  if (deliveryStatus === "delivered") commandOrder(draft, { _tag: "MarkDelivered" })
  if (deliveryStatus === "failed" || deliveryStatus === "cancelled") {
    commandOrder(draft, { _tag: "MarkFailed", reason: `delivery-${deliveryStatus}` })
  }
}

const end = (draft: Draft, notice: Notice, event: OrderEvent): void => {
  const { saga } = draft
  endQuietly(draft)
  release(draft)
  if (saga.deliveryWanted) stopDelivery(draft)
  notifyCustomer(draft, notice, cause(event))
  if (saga.restaurant !== "not-asked" && notice !== "order-rejected") {
    notifyRestaurant(draft, notice, cause(event))
  }
}

const endQuietly = (draft: Draft): void => {
  cancelTimer(draft, "restaurant")
  cancelTimer(draft, "release")
  cancelTimer(draft, "courier")
  draft.saga.searchingSinceMs = null
}
