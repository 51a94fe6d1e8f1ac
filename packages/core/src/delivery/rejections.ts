import type { CourierId, OfferId } from "../Ids.ts"
import { Limits } from "../Limits.ts"
import type { DeliveryCommandTag } from "./commands.ts"
import { type Delivery, type DeliveryStatus, TERMINAL_DELIVERY_STATUSES } from "./Delivery.ts"
import { deliveryTransitions } from "./transitions.ts"

/** Why a delivery refuses a command: plain values, each saying what is wrong and what to do. */
export type DeliveryRejection =
  | { readonly _tag: "DeliveryNotRequested"; readonly command: DeliveryCommandTag; readonly message: string }
  | { readonly _tag: "DeliveryAlreadyRequested"; readonly message: string }
  /** The delivery has ended; nothing leaves that status. */
  | {
      readonly _tag: "DeliveryEnded"
      readonly command: DeliveryCommandTag
      readonly status: DeliveryStatus
      readonly message: string
    }
  /** Not in this status. */
  | {
      readonly _tag: "DeliveryTransitionRefused"
      readonly command: DeliveryCommandTag
      readonly status: DeliveryStatus
      readonly message: string
    }
  /** The dispatcher was replaced by a newer one (S84). */
  | {
      readonly _tag: "StaleEpoch"
      readonly seen: number
      readonly given: number
      readonly message: string
    }
  | { readonly _tag: "DeliveryNotReleased"; readonly message: string }
  /** The courier said no before (S11). */
  | { readonly _tag: "CourierDeclined"; readonly courierId: CourierId; readonly message: string }
  /** The offer is not the open one: answered, expired, withdrawn, or made to somebody else. */
  | { readonly _tag: "OfferGone"; readonly offerId: OfferId; readonly message: string }
  | { readonly _tag: "OfferExpired"; readonly offerId: OfferId; readonly message: string }
  | { readonly _tag: "OfferStillOpen"; readonly offerId: OfferId; readonly message: string }
  | { readonly _tag: "TooManyOffers"; readonly message: string }
  /** Somebody else carries it (P3). */
  | {
      readonly _tag: "WrongCourier"
      readonly known: CourierId | null
      readonly given: CourierId
      readonly message: string
    }

/** The command has no cell in the table for the delivery's status. */
export const notInTable = (
  status: DeliveryStatus | "none",
  command: DeliveryCommandTag
): DeliveryRejection => {
  if (status === "none") {
    return {
      _tag: "DeliveryNotRequested",
      command,
      message: `There is no such delivery yet; request it before ${command}.`
    }
  }
  if (command === "RequestDelivery") {
    return {
      _tag: "DeliveryAlreadyRequested",
      message: "A delivery with this id exists; request a new one under a new id."
    }
  }
  if (TERMINAL_DELIVERY_STATUSES.has(status)) {
    return {
      _tag: "DeliveryEnded",
      command,
      status,
      message: `The delivery is ${status}, which is final; ${command} is not possible any more.`
    }
  }
  const possible = deliveryTransitions.statusesFor(command).join(", ")
  return {
    _tag: "DeliveryTransitionRefused",
    command,
    status,
    message: `The delivery is ${status}; ${command} is possible while it is ${possible}.`
  }
}

/** The dispatcher was replaced. */
export const staleEpoch = (seen: number, given: number): DeliveryRejection => ({
  _tag: "StaleEpoch",
  seen,
  given,
  message: `Epoch ${given} is over, the region is at ${seen}; stop dispatching and take the lease anew.`
})

/** Nobody may be asked yet. */
export const notReleased = (): DeliveryRejection => ({
  _tag: "DeliveryNotReleased",
  message: "The order is not confirmed yet; plan with the delivery, but ask nobody until it is released."
})

/** The courier declined before. */
export const courierDeclined = (courierId: CourierId): DeliveryRejection => ({
  _tag: "CourierDeclined",
  courierId,
  message: `${courierId} has declined this delivery before; offer it to somebody else.`
})

/** The offer is not the open one. */
export const offerGone = (offerId: OfferId): DeliveryRejection => ({
  _tag: "OfferGone",
  offerId,
  message: `Offer ${offerId} is not open for this courier any more; wait for the next one.`
})

/** The offer came, or was answered, too late. */
export const offerExpired = (offerId: OfferId): DeliveryRejection => ({
  _tag: "OfferExpired",
  offerId,
  message: `Offer ${offerId} has expired; wait for the next one.`
})

/** Another offer is open, or this one for longer. */
export const offerStillOpen = (offerId: OfferId): DeliveryRejection => ({
  _tag: "OfferStillOpen",
  offerId,
  message: `Offer ${offerId} is still open; withdraw it, or wait until it expires.`
})

/** The delivery was offered too often. */
export const tooManyOffers = (): DeliveryRejection => ({
  _tag: "TooManyOffers",
  message: `The delivery was offered ${Limits.offersPerDelivery} times; let a person look at it, or cancel it.`
})

/** Somebody else carries it. */
export const wrongCourier = (delivery: Delivery, given: CourierId): DeliveryRejection => ({
  _tag: "WrongCourier",
  known: delivery.courierId,
  given,
  message: `The delivery is carried by ${delivery.courierId ?? "nobody yet"}, not by ${given}.`
})
