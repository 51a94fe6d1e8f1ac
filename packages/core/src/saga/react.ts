import type { DeliveryEvent } from "../delivery/events.ts"
import { deliveryStatusAfter } from "../delivery/deliveryStatusAfter.ts"
import { invariant } from "../Invariant.ts"
import type { OrderEvent } from "../order/events.ts"
import { orderStatusAfter } from "../order/orderStatusAfter.ts"
import { onNoCourier, releaseDelivery } from "./delivering.ts"
import { clearTimer, commandOrder, type Draft, escalate, hasEnded } from "./Draft.ts"
import type { OutsideFact, SagaFact } from "./facts.ts"
import { followDelivery } from "./followDelivery.ts"
import { followOrder } from "./followOrder.ts"
import type { NoSaga, OwnSaga, SagaState, SagaTimer } from "./OrderSaga.ts"
import type { SagaReaction } from "./reactions.ts"
import { defaultSagaOptions, type SagaOptions } from "./SagaOptions.ts"
import { timerDueAtMs } from "./timerDueAtMs.ts"
import { onGranted, onRefused, onSettled, onSettlementRefused, onUnanswered } from "./settlement.ts"

/** The saga after a fact, and what it wants done. */
export interface SagaStep {
  readonly state: SagaState
  /** In order; empty when the fact was known already. */
  readonly reactions: ReadonlyArray<SagaReaction>
}

/** The same of a saga that may be written to. */
export interface OwnSagaStep extends SagaStep {
  readonly state: NoSaga | OwnSaga
}

/**
 * Leads an order from placement to settled money. Pure: the reactions are data, carried out by the server in a transaction
 * and by the simulator in its loop. O(1).
 *
 * Facts may arrive more than once and interleave as they like, but the events of one aggregate come in
 * sequence (P7). A fact that is known already changes nothing.
 *
 * @throws InvariantViolation when an event is missing before this one: a bug of whoever feeds the saga.
 */
export const react = (
  state: SagaState,
  fact: SagaFact,
  atMs: number,
  options: SagaOptions = defaultSagaOptions
): SagaStep => advanceSaga(state.orderStatus === "none" ? state : { ...state }, fact, atMs, options)

/**
 * Like {@link react}, but writes what changes into the saga that it is given, whose state is that very one: for loops that
 * hold the only reference and play millions of facts.
 */
export const advanceSaga = (
  state: NoSaga | OwnSaga,
  fact: SagaFact,
  atMs: number,
  options: SagaOptions
): OwnSagaStep => {
  switch (fact._tag) {
    case "OrderPlaced":
    case "PaymentAuthorised":
    case "PaymentDeclined":
    case "OrderConfirmed":
    case "OrderRejected":
    case "PreparationStarted":
    case "PreparationRevised":
    case "FoodReady":
    case "OrderPickedUp":
    case "OrderDelivered":
    case "OrderFailed":
    case "OrderCancelled":
    case "CourierNoted":
    case "CourierCleared":
      return onOrderEvent(state, fact, atMs, options)
    case "DeliveryRequested":
    case "DeliveryReleased":
    case "DeliveryOffered":
    case "OfferAccepted":
    case "OfferRejected":
    case "OfferTimedOut":
    case "OfferWithdrawn":
    case "CourierAtRestaurant":
    case "DeliveryPickedUp":
    case "CourierAtCustomer":
    case "DeliveryCompleted":
    case "DeliveryFailed":
    case "DeliveryReassigned":
    case "DeliveryCancelled":
      return onDeliveryEvent(state, fact, atMs, options)
    case "AuthorisationGranted":
    case "AuthorisationRefused":
    case "SettlementDone":
    case "SettlementRefused":
    case "RestaurantAccepted":
    case "RestaurantRefused":
    case "TimerFired":
      return onOutsideFact(state, fact, atMs, options)
  }
}

const nothing: ReadonlyArray<SagaReaction> = []

const onOrderEvent = (
  state: NoSaga | OwnSaga,
  event: OrderEvent,
  atMs: number,
  options: SagaOptions
): OwnSagaStep => {
  const seen = state.orderStatus === "none" ? 0 : state.orderVersion
  if (event.version <= seen) return { state, reactions: nothing }
  invariant(event.version === seen + 1, "the saga missed an event of the order")
  const draft = draftOf(state.orderStatus === "none" ? begin(event) : state, atMs, options)
  draft.saga.orderVersion = event.version
  draft.saga.orderStatus = orderStatusAfter[event._tag] ?? draft.saga.orderStatus
  followOrder(draft, event)
  return { state: draft.saga, reactions: draft.reactions }
}

const onDeliveryEvent = (
  state: NoSaga | OwnSaga,
  event: DeliveryEvent,
  atMs: number,
  options: SagaOptions
): OwnSagaStep => {
  invariant(state.orderStatus !== "none", "the saga missed the placement of the order")
  if (event.version <= state.deliveryVersion) return { state, reactions: nothing }
  invariant(event.version === state.deliveryVersion + 1, "the saga missed an event of the delivery")
  const draft = draftOf(state, atMs, options)
  draft.saga.deliveryVersion = event.version
  draft.saga.deliveryStatus = deliveryStatusAfter[event._tag] ?? draft.saga.deliveryStatus
  followDelivery(draft, event)
  return { state: draft.saga, reactions: draft.reactions }
}

const onOutsideFact = (
  state: NoSaga | OwnSaga,
  fact: OutsideFact,
  atMs: number,
  options: SagaOptions
): OwnSagaStep => {
  invariant(state.orderStatus !== "none", "the saga missed the placement of the order")
  const draft = draftOf(state, atMs, options)
  switch (fact._tag) {
    case "AuthorisationGranted":
      onGranted(draft, fact.paymentId, fact.funds)
      break
    case "AuthorisationRefused":
      onRefused(draft, fact.reason)
      break
    case "SettlementDone":
      onSettled(draft, fact.operation)
      break
    case "SettlementRefused":
      onSettlementRefused(draft, fact.operation)
      break
    case "RestaurantAccepted":
      if (answered(draft)) {
        commandOrder(draft, { _tag: "ConfirmOrder", readyEstimateAtMs: fact.readyEstimateAtMs })
      }
      break
    case "RestaurantRefused":
      if (answered(draft)) commandOrder(draft, { _tag: "RejectOrder", reason: fact.reason })
      break
    case "TimerFired":
      if (timerDueAtMs(state, fact.timer) === fact.dueAtMs) onTimer(draft, fact.timer)
      break
  }
  return { state: draft.saga, reactions: draft.reactions }
}

/** Takes the restaurant's first answer, if it still matters; the timer is left to the order's own event. */
const answered = (draft: Draft): boolean => {
  if (draft.saga.restaurant !== "asked" || hasEnded(draft)) return false
  draft.saga.restaurant = "answered"
  return true
}

const onTimer = (draft: Draft, timer: SagaTimer): void => {
  clearTimer(draft, timer)
  switch (timer) {
    case "payment":
      onUnanswered(draft)
      return
    case "restaurant":
      // Silence is a refusal. A rejection cannot undo a confirmation that was faster; a cancellation would.
      if (!answered(draft)) return
      escalate(draft, "restaurant-silent", draft.atMs - draft.options.restaurantAnswerMs)
      commandOrder(draft, { _tag: "RejectOrder", reason: "restaurant-silent" })
      return
    case "release":
      if (!hasEnded(draft) && !draft.saga.released) releaseDelivery(draft)
      return
    case "courier":
      onNoCourier(draft)
      return
  }
}

const draftOf = (saga: OwnSaga, atMs: number, options: SagaOptions): Draft => ({
  saga,
  reactions: [],
  atMs,
  options
})

const begin = (event: OrderEvent): OwnSaga => {
  invariant(event._tag === "OrderPlaced", "an order begins with its placement")
  return {
    order: {
      orderId: event.orderId,
      deliveryId: event.deliveryId,
      customerId: event.customerId,
      restaurantId: event.restaurantId,
      regionId: event.regionId,
      pickup: event.pickup,
      dropoff: event.dropoff,
      promisedAtMs: event.promisedAtMs,
      preparationMs: event.preparationMs,
      autoAccept: event.autoAccept,
      total: event.total
    },
    orderStatus: "placed",
    orderVersion: 0,
    deliveryStatus: "none",
    deliveryVersion: 0,
    deliveryWanted: false,
    released: false,
    readyEstimateAtMs: event.atMs + event.preparationMs,
    courierId: null,
    restaurant: "not-asked",
    payment: "authorising",
    paymentId: null,
    paymentAttempts: 0,
    settlementRefusals: 0,
    searchingSinceMs: null,
    paymentDueAtMs: null,
    restaurantDueAtMs: null,
    releaseDueAtMs: null,
    courierDueAtMs: null
  }
}
