import type { Delivery, OrderCase, OrderId } from "@hotbag/core"
import { TERMINAL_DELIVERY_STATUSES } from "@hotbag/core"
import { offerOf, type Region, tell } from "./Region.ts"
import { tellWanted } from "./tellWanted.ts"

/**
 * Tells the dispatcher how far a case has come, as far as it does not know: whatever was missed in between is told with it, and what is
 * older than what is known says nothing. False when the case contradicts what the dispatcher believes (such as an answer that
 * crossed the withdrawal of its offer): then the region has to be taken up anew from the stores.
 */
export const hearCase = (region: Region, state: OrderCase): boolean => {
  const { delivery, order } = state
  const before = region.heard.get(order.orderId)
  if (before !== undefined && state.length <= before.length) return true
  if (delivery.status === "none") return true
  if (before === undefined) {
    if (!delivery.released || TERMINAL_DELIVERY_STATUSES.has(delivery.status)) return true
    if (delivery.courierId !== null) return false
    tellWanted(region, state, { declined: [], isEscalated: false })
  } else {
    hearOfFood(region, state)
  }
  const fits = follow(region, delivery, order.orderId)
  if (TERMINAL_DELIVERY_STATUSES.has(delivery.status)) forget(region, order.orderId)
  else noteHeard(region, state)
  return fits
}

/** Remembers what the dispatcher now knows of the order. */
export const noteHeard = (region: Region, { delivery, length, order }: OrderCase): void => {
  const { orderId, readyAtMs, readyEstimateAtMs } = order
  region.heard.set(orderId, {
    length,
    status: delivery.status,
    readyAtMs: readyAtMs ?? readyEstimateAtMs,
    isReady: readyAtMs !== null
  })
}

const forget = (region: Region, orderId: OrderId): void => {
  region.heard.delete(orderId)
  region.picked.delete(orderId)
  region.orders.forget(orderId)
}

const hearOfFood = (region: Region, { order }: OrderCase): void => {
  const known = region.heard.get(order.orderId)
  if (known === undefined || known.isReady) return
  const delivery = region.orders.handleOf(order.orderId)
  const atMs = region.nowMs
  if (order.readyAtMs !== null) return tell(region, { _tag: "FoodReady", atMs, delivery })
  if (order.readyEstimateAtMs === known.readyAtMs) return
  tell(region, { _tag: "ReadyEstimateChanged", atMs, delivery, readyAtMs: order.readyEstimateAtMs })
}

const follow = (region: Region, delivery: Delivery, orderId: OrderId): boolean => {
  switch (delivery.status) {
    case "requested":
      return unassigned(region, delivery, orderId)
    case "offered":
      return offered(region, delivery, orderId)
    case "accepted":
    case "at-restaurant":
    case "picked-up":
    case "at-customer":
    case "delivered":
      return carried(region, delivery, orderId)
    case "failed":
    case "cancelled":
      return ended(region, delivery.status, orderId)
  }
}

/** It waits for a courier: an offer was answered with no, or the work was taken away. */
const unassigned = (region: Region, { declinedBy }: Delivery, orderId: OrderId): boolean => {
  const { view } = region.dispatcher
  const atMs = region.nowMs
  const delivery = region.orders.handleOf(orderId)
  const courier = view.courierOf(delivery)
  if (courier === null) return true
  const courierId = region.couriers.idOf(courier)
  const barred = declinedBy.includes(courierId)
  const open = offerOf(region, orderId)
  if (open !== undefined) {
    const [offer, { expiresAtMs, isMade }] = open
    // News from before the offer was saved says nothing of it.
    if (!isMade) return true
    region.offers.delete(offer)
    const late = expiresAtMs <= atMs
    if (!barred && !late) tell(region, { _tag: "OfferUndone", atMs, offer, barred: false })
    else {
      tell(region, { _tag: barred ? "OfferRejected" : "OfferTimedOut", atMs, offer })
      region.intents.push({ _tag: "Count", courierId, more: { asked: 1, accepted: 0, assigned: 0 } })
    }
    return true
  }
  if (!view.toPickUp(courier).flat().includes(delivery)) return false
  tell(region, { _tag: "DeliveryReassigned", atMs, delivery, barred })
  bringOn(region, courier)
  return true
}

/** It is being offered: by this dispatcher, or by somebody who should not. */
const offered = (region: Region, { offerId }: Delivery, orderId: OrderId): boolean => {
  const open = offerOf(region, orderId)
  if (open !== undefined) return open[1].offerId === offerId
  const belief = region.dispatcher.view.delivery(region.orders.handleOf(orderId))
  if (belief !== "waiting" || offerId === null) return false
  region.intents.push({ _tag: "TakeBack", offerId, orders: [orderId], reason: "not-made-by-dispatch" })
  return true
}

/** Somebody has it, or had it until it was dropped off. */
const carried = (region: Region, delivery: Delivery, orderId: OrderId): boolean => {
  const { view } = region.dispatcher
  const atMs = region.nowMs
  const handle = region.orders.handleOf(orderId)
  const open = offerOf(region, orderId)
  if (open !== undefined) {
    if (open[1].offerId !== delivery.lastOfferId) return false
    tell(region, { _tag: "OfferAccepted", atMs, offer: open[0] })
  }
  const courier = view.courierOf(handle)
  if (courier === null || view.delivery(handle) !== "assigned" || delivery.courierId === null) return false
  if (region.couriers.idOf(courier) !== delivery.courierId) return false
  arrive(region, delivery, orderId)
  if (delivery.pickedUpAtMs !== null) region.picked.add(orderId)
  bringOn(region, courier)
  if (delivery.status === "delivered") {
    tell(region, { _tag: "DroppedOff", atMs, courier, delivery: handle })
    bringOn(region, courier)
  }
  return true
}

const ended = (region: Region, status: "cancelled" | "failed", orderId: OrderId): boolean => {
  const delivery = region.orders.handleOf(orderId)
  const courier = region.dispatcher.view.courierOf(delivery)
  const _tag = status === "failed" ? "DeliveryFailed" : "DeliveryCancelled"
  tell(region, { _tag, atMs: region.nowMs, delivery })
  if (courier !== null) bringOn(region, courier)
  return true
}

/** Where the courier is known to be at this status. */
const arrive = (region: Region, delivery: Delivery, orderId: OrderId): void => {
  const { courierId, dropoff, pickup, status, updatedAtMs } = delivery
  if (courierId === null || status === "accepted" || status === region.heard.get(orderId)?.status) return
  const isAtDoor = status === "at-customer" || status === "delivered"
  const at = isAtDoor ? dropoff : pickup
  const told = region.told.get(courierId)
  if (told !== undefined) told.position = at
  region.intents.push({ _tag: "Move", courierId, at, atMs: updatedAtMs })
}

/** The courier has picked up what is on board, and is free when nothing is left. */
const bringOn = (region: Region, courier: number): void => {
  const { view } = region.dispatcher
  const atMs = region.nowMs
  const isOnBoard = (handle: number) => region.picked.has(region.orders.idOf(handle))
  while (view.toPickUp(courier)[0]?.every(isOnBoard) === true)
    tell(region, { _tag: "PickedUp", atMs, courier })
  if (view.courier(courier) !== "busy" || view.hand(courier).length > 0) return
  const position = region.told.get(region.couriers.idOf(courier))?.position
  if (position !== undefined) tell(region, { _tag: "CourierFreed", atMs, courier, position })
}
