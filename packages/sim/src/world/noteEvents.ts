import { type DeliveryEvent, entry, f64, type OrderEvent } from "@hotbag/core"
import type { Books } from "./Books.ts"
import { awaitPickup } from "./journeys.ts"
import type { World } from "./World.ts"

/** Writes an order's event into history and record, and lets the world feel it. */
export const noteOrderEvent = (world: World, books: Books, order: number, event: OrderEvent): void => {
  const { dispatch, kitchens, nowMs, recorder } = world
  recorder.counts.events++
  const happenedAtMs = world.happenedAtMs ?? nowMs
  const fields =
    event._tag === "PreparationStarted"
      ? () => ({ ...logged(event), takesMs: f64(recorder.takesMs, order) })
      : logged
  books.history.add<OrderEvent>(event._tag, nowMs, order, -1, event, fields)
  switch (event._tag) {
    case "OrderPlaced":
      recorder.placedAtMs[order] = nowMs
      break
    case "OrderConfirmed":
      recorder.confirmedAtMs[order] = nowMs
      break
    case "PreparationRevised":
      dispatch.readyAt(order, event.readyEstimateAtMs)
      break
    case "FoodReady":
      recorder.readyAtMs[order] = nowMs
      dispatch.foodReady(order)
      hurry(world, books, order)
      break
    case "OrderDelivered":
      recorder.deliveredAtMs[order] = happenedAtMs
      recorder.ended(order, happenedAtMs, "delivered")
      complainIfLate(world, order)
      break
    case "OrderCancelled":
      kitchens.forget(order)
      recorder.ended(order, nowMs, event.by === "platform" ? "lost" : "cancelled")
      break
    case "OrderRejected":
    case "PaymentDeclined":
    case "OrderFailed":
      recorder.ended(order, nowMs, "cancelled")
      break
    case "PaymentAuthorised":
    case "PreparationStarted":
    case "OrderPickedUp":
    case "CourierNoted":
    case "CourierCleared":
      break
  }
}

/** Writes a delivery's event into history and record, and tells dispatch of what it has to know. */
export const noteDeliveryEvent = (world: World, books: Books, order: number, event: DeliveryEvent): void => {
  const { dispatch, nowMs, recorder } = world
  recorder.counts.events++
  const courier =
    "courierId" in event && event.courierId !== null ? books.courierNumber(order, event.courierId) : -1
  const { happenedAtMs } = world
  const fields = happenedAtMs === null ? logged : () => ({ ...logged(event), happenedAtMs })
  books.history.add<DeliveryEvent>(event._tag, nowMs, order, courier, event, fields)
  switch (event._tag) {
    case "DeliveryRequested":
      return dispatch.wanted(order, event.readyEstimateAtMs)
    case "DeliveryCancelled":
      return dispatch.cancelled(order)
    case "DeliveryFailed":
      return dispatch.failed(order)
    case "DeliveryReassigned":
      recorder.assignedAtMs[order] = Number.NaN
      return dispatch.reassigned(order, event.barred)
    case "DeliveryPickedUp":
      recorder.pickedUpAtMs[order] = world.happenedAtMs ?? nowMs
      return
    case "DeliveryReleased":
    case "DeliveryOffered":
    case "OfferAccepted":
    case "OfferRejected":
    case "OfferTimedOut":
    case "OfferWithdrawn":
    case "CourierAtRestaurant":
    case "CourierAtCustomer":
    case "DeliveryCompleted":
      return
  }
}

const complainIfLate = (world: World, order: number): void => {
  const { behaviour, city, happenedAtMs, nowMs, recorder } = world
  const lateMs = (happenedAtMs ?? nowMs) - entry(city.orders, order).promisedAtMs
  if (behaviour.complains(order, lateMs)) recorder.counts.complaints++
}

/** A courier may be waiting for just this food, also one whose arrival is not reported yet. */
const hurry = (world: World, books: Books, order: number): void => {
  const delivery = entry(books.deliveries, order)
  if (
    (delivery.status === "at-restaurant" || delivery.status === "accepted") &&
    delivery.courierId !== null
  ) {
    awaitPickup(world, books.courierNumber(order, delivery.courierId))
  }
}

/** What a log entry shows of an event besides its name, time and people; the version, so that gaps show (P4). */
const logged = (event: OrderEvent | DeliveryEvent) => ({ version: event.version, ...fieldsOf(event) })

const fieldsOf = (event: OrderEvent | DeliveryEvent): Readonly<Record<string, unknown>> => {
  switch (event._tag) {
    case "OrderPlaced":
      return {
        restaurant: event.restaurantId,
        promisedAtMs: event.promisedAtMs,
        pickup: event.pickup,
        dropoff: event.dropoff
      }
    case "OrderConfirmed":
    case "PreparationRevised":
    case "DeliveryRequested":
      return { readyEstimateAtMs: event.readyEstimateAtMs }
    case "DeliveryOffered":
      return { offer: event.offerId, expiresAtMs: event.expiresAtMs }
    case "OfferAccepted":
    case "OfferRejected":
    case "OfferTimedOut":
    case "OfferWithdrawn":
      return { offer: event.offerId }
    case "OrderCancelled":
      return { by: event.by, reason: event.reason }
    case "OrderRejected":
    case "PaymentDeclined":
    case "OrderFailed":
    case "DeliveryFailed":
    case "DeliveryCancelled":
      return { reason: event.reason }
    case "PaymentAuthorised":
    case "PreparationStarted":
    case "FoodReady":
    case "OrderPickedUp":
    case "OrderDelivered":
    case "CourierNoted":
    case "CourierCleared":
    case "DeliveryReleased":
    case "CourierAtRestaurant":
    case "DeliveryPickedUp":
    case "CourierAtCustomer":
    case "DeliveryCompleted":
    case "DeliveryReassigned":
      return {}
  }
}
