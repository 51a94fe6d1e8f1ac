import { Result } from "effect"
import type { DeliveryCommand, DeliveryCommandOf } from "./commands.ts"
import { barsCourier, type Delivery, type DeliveryState } from "./Delivery.ts"
import type { DeliveryEvent } from "./events.ts"
import {
  requireAttemptsLeft,
  requireCarrier,
  requireDeclined,
  requireEpoch,
  requireExpired,
  requireFutureExpiry,
  requireLastOffer,
  requireNewOffer,
  requireOpenOffer,
  requireReleased,
  requireSameOffer,
  requireUnexpired,
  requireWilling
} from "./preconditions.ts"
import { type DeliveryRejection, notInTable } from "./rejections.ts"
import { deliveryTransitions } from "./transitions.ts"

/** What the delivery decider answers. */
export type DeliveryDecision = Result.Result<ReadonlyArray<DeliveryEvent>, DeliveryRejection>

/**
 * What `command` does to the delivery at `atMs` (ms since epoch): the event of its cell in {@link deliveryTransitions}, an
 * empty list when it is already so, or a typed rejection. Event times never run backwards: a clock behind the
 * delivery's last event counts as that event's time. O(couriers who declined) for an offer, O(1) otherwise.
 */
export const decideDelivery = (
  state: DeliveryState,
  command: DeliveryCommand,
  atMs: number
): DeliveryDecision => {
  const cell = deliveryTransitions.find(state.status, command._tag)
  if (cell === undefined) return Result.fail(notInTable(state.status, command._tag))
  if (state.status === "none") {
    return command._tag === "RequestDelivery"
      ? Result.succeed([{ ...command, _tag: "DeliveryRequested", version: 1, atMs }])
      : Result.fail(notInTable(state.status, command._tag))
  }
  const rejection = cell.events.length === 0 ? repeated(state, command) : precondition(state, command, atMs)
  if (rejection !== null) return Result.fail(rejection)
  if (cell.events.length === 0) return nothing
  return happen(state, command, Math.max(atMs, state.updatedAtMs))
}

const nothing: DeliveryDecision = Result.succeed([])

const one = (event: DeliveryEvent): DeliveryDecision => Result.succeed([event])

/** What must hold for the command to do something. */
const precondition = (
  delivery: Delivery,
  command: DeliveryCommand,
  atMs: number
): DeliveryRejection | null => {
  switch (command._tag) {
    case "OfferDelivery":
      return offerable(delivery, command, atMs)
    case "AcceptOffer":
      return (
        requireOpenOffer(delivery, command.offerId, command.courierId) ??
        requireUnexpired(delivery, command.offerId, atMs)
      )
    case "RejectOffer":
      return requireOpenOffer(delivery, command.offerId, command.courierId)
    case "TimeOutOffer":
      return (
        requireOpenOffer(delivery, command.offerId, null) ?? requireExpired(delivery, command.offerId, atMs)
      )
    case "WithdrawOffer":
      return requireEpoch(delivery, command.epoch) ?? requireOpenOffer(delivery, command.offerId, null)
    case "ReassignDelivery":
      return requireEpoch(delivery, command.epoch) ?? requireCarrier(delivery, command.courierId)
    case "ArriveAtRestaurant":
    case "PickUp":
    case "ArriveAtCustomer":
    case "CompleteDelivery":
      return requireCarrier(delivery, command.courierId)
    case "RequestDelivery":
    case "ReleaseDelivery":
    case "FailDelivery":
    case "CancelDelivery":
      return null
  }
}

const offerable = (
  delivery: Delivery,
  command: DeliveryCommandOf<"OfferDelivery">,
  atMs: number
): DeliveryRejection | null =>
  requireEpoch(delivery, command.epoch) ??
  requireReleased(delivery) ??
  requireWilling(delivery, command.courierId) ??
  requireFutureExpiry(command, atMs) ??
  requireNewOffer(delivery, command.offerId) ??
  requireAttemptsLeft(delivery)

/** What must hold for the command to be a repeat and not a mistake. */
const repeated = (delivery: Delivery, command: DeliveryCommand): DeliveryRejection | null => {
  switch (command._tag) {
    case "OfferDelivery":
      return requireEpoch(delivery, command.epoch) ?? requireSameOffer(delivery, command)
    case "AcceptOffer":
      return requireLastOffer(delivery, command.offerId) ?? requireCarrier(delivery, command.courierId)
    case "RejectOffer":
      return requireDeclined(delivery, command.offerId, command.courierId)
    case "TimeOutOffer":
      return requireLastOffer(delivery, command.offerId)
    case "WithdrawOffer":
      return requireEpoch(delivery, command.epoch) ?? requireLastOffer(delivery, command.offerId)
    case "ArriveAtRestaurant":
    case "PickUp":
    case "ArriveAtCustomer":
    case "CompleteDelivery":
      return requireCarrier(delivery, command.courierId)
    case "RequestDelivery":
    case "ReleaseDelivery":
    case "FailDelivery":
    case "ReassignDelivery":
    case "CancelDelivery":
      return null
  }
}

/** The event of a cell whose preconditions hold. */
const happen = (delivery: Delivery, command: DeliveryCommand, atMs: number): DeliveryDecision => {
  const { deliveryId, orderId } = delivery
  const version = delivery.version + 1
  switch (command._tag) {
    case "ReleaseDelivery":
      return delivery.released
        ? nothing
        : one({ _tag: "DeliveryReleased", deliveryId, orderId, version, atMs })
    case "OfferDelivery": {
      const { offerId, courierId, expiresAtMs, epoch } = command
      const offer = { offerId, courierId, expiresAtMs, epoch }
      return one({ _tag: "DeliveryOffered", deliveryId, orderId, version, atMs, ...offer })
    }
    case "AcceptOffer": {
      const { offerId, courierId } = command
      return one({ _tag: "OfferAccepted", deliveryId, orderId, version, atMs, offerId, courierId })
    }
    case "RejectOffer": {
      const { offerId, courierId } = command
      return one({ _tag: "OfferRejected", deliveryId, orderId, version, atMs, offerId, courierId })
    }
    case "TimeOutOffer":
    case "WithdrawOffer":
      return closeOffer(delivery, command, atMs)
    case "ArriveAtRestaurant": {
      const { courierId } = command
      return one({ _tag: "CourierAtRestaurant", deliveryId, orderId, version, atMs, courierId })
    }
    case "PickUp": {
      const { courierId } = command
      return one({ _tag: "DeliveryPickedUp", deliveryId, orderId, version, atMs, courierId })
    }
    case "ArriveAtCustomer": {
      const { courierId } = command
      return one({ _tag: "CourierAtCustomer", deliveryId, orderId, version, atMs, courierId })
    }
    case "CompleteDelivery": {
      const { courierId } = command
      return one({ _tag: "DeliveryCompleted", deliveryId, orderId, version, atMs, courierId })
    }
    case "FailDelivery":
    case "ReassignDelivery":
    case "CancelDelivery":
      return giveUp(delivery, command, atMs)
    case "RequestDelivery":
      return Result.fail(notInTable(delivery.status, command._tag))
  }
}

const closeOffer = (
  delivery: Delivery,
  command: DeliveryCommandOf<"TimeOutOffer" | "WithdrawOffer">,
  atMs: number
): DeliveryDecision => {
  const { deliveryId, orderId, offeredTo: courierId } = delivery
  const version = delivery.version + 1
  const { offerId } = command
  if (courierId === null) return Result.fail(notInTable(delivery.status, command._tag))
  if (command._tag === "TimeOutOffer") {
    return one({ _tag: "OfferTimedOut", deliveryId, orderId, version, atMs, offerId, courierId })
  }
  const { epoch, reason } = command
  return one({
    _tag: "OfferWithdrawn",
    deliveryId,
    orderId,
    version,
    atMs,
    offerId,
    courierId,
    epoch,
    reason
  })
}

const giveUp = (
  delivery: Delivery,
  command: DeliveryCommandOf<"FailDelivery" | "ReassignDelivery" | "CancelDelivery">,
  atMs: number
): DeliveryDecision => {
  const { deliveryId, orderId, courierId } = delivery
  const version = delivery.version + 1
  if (command._tag === "CancelDelivery") {
    const asked = courierId ?? delivery.offeredTo
    const { reason } = command
    return one({ _tag: "DeliveryCancelled", deliveryId, orderId, version, atMs, courierId: asked, reason })
  }
  if (courierId === null) return Result.fail(notInTable(delivery.status, command._tag))
  if (command._tag === "FailDelivery") {
    const { reason } = command
    return one({ _tag: "DeliveryFailed", deliveryId, orderId, version, atMs, courierId, reason })
  }
  const { epoch, reason } = command
  const barred = barsCourier(reason)
  return one({
    _tag: "DeliveryReassigned",
    deliveryId,
    orderId,
    version,
    atMs,
    courierId,
    epoch,
    reason,
    barred
  })
}
