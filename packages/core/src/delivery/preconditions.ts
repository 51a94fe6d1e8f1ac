import type { CourierId, OfferId } from "../Ids.ts"
import { Limits } from "../Limits.ts"
import type { DeliveryCommandOf } from "./commands.ts"
import type { Delivery } from "./Delivery.ts"
import {
  courierDeclined,
  type DeliveryRejection,
  notReleased,
  offerExpired,
  offerGone,
  offerStillOpen,
  staleEpoch,
  tooManyOffers,
  wrongCourier
} from "./rejections.ts"

/** Named preconditions of the delivery decider. Each gives the rejection, or null when it holds. */

/** The dispatcher is not an older one than the latest seen (S84, P3). */
export const requireEpoch = (delivery: Delivery, epoch: number): DeliveryRejection | null =>
  epoch >= delivery.epoch ? null : staleEpoch(delivery.epoch, epoch)

/** The order is confirmed, so couriers may be asked (C10). */
export const requireReleased = (delivery: Delivery): DeliveryRejection | null =>
  delivery.released ? null : notReleased()

/** The courier has not declined it before (S11). */
export const requireWilling = (delivery: Delivery, courierId: CourierId): DeliveryRejection | null =>
  delivery.declinedBy.includes(courierId) ? courierDeclined(courierId) : null

/** The offer leaves time to answer. */
export const requireFutureExpiry = (
  command: DeliveryCommandOf<"OfferDelivery">,
  atMs: number
): DeliveryRejection | null => (command.expiresAtMs > atMs ? null : offerExpired(command.offerId))

/** The offer was not made before: its answer must not be mistaken for the answer to this one. */
export const requireNewOffer = (delivery: Delivery, offerId: OfferId): DeliveryRejection | null =>
  delivery.lastOfferId === offerId ? offerGone(offerId) : null

/** Not yet `Limits.offersPerDelivery` offers. */
export const requireAttemptsLeft = (delivery: Delivery): DeliveryRejection | null =>
  delivery.attempts < Limits.offersPerDelivery ? null : tooManyOffers()

/** The offer repeats the open one: no courier is asked while another one thinks. */
export const requireSameOffer = (
  delivery: Delivery,
  command: DeliveryCommandOf<"OfferDelivery">
): DeliveryRejection | null =>
  delivery.offerId === null ||
  (delivery.offerId === command.offerId && delivery.offeredTo === command.courierId)
    ? null
    : offerStillOpen(delivery.offerId)

/** The offer is the open one and, when a courier answers, was made to that courier. */
export const requireOpenOffer = (
  delivery: Delivery,
  offerId: OfferId,
  courierId: CourierId | null
): DeliveryRejection | null =>
  delivery.offerId === offerId && (courierId === null || delivery.offeredTo === courierId)
    ? null
    : offerGone(offerId)

/** The offer is the latest one made, open or not. */
export const requireLastOffer = (delivery: Delivery, offerId: OfferId): DeliveryRejection | null =>
  delivery.lastOfferId === offerId ? null : offerGone(offerId)

/** The offer can still be answered: an answer at the very end comes too late. */
export const requireUnexpired = (
  delivery: Delivery,
  offerId: OfferId,
  atMs: number
): DeliveryRejection | null =>
  delivery.offerExpiresAtMs !== null && atMs < delivery.offerExpiresAtMs ? null : offerExpired(offerId)

/** The offer's time is over: no early expiry, whatever a timer says. */
export const requireExpired = (
  delivery: Delivery,
  offerId: OfferId,
  atMs: number
): DeliveryRejection | null =>
  delivery.offerExpiresAtMs !== null && atMs < delivery.offerExpiresAtMs ? offerStillOpen(offerId) : null

/** The courier is on record as having declined. */
export const requireDeclined = (
  delivery: Delivery,
  offerId: OfferId,
  courierId: CourierId
): DeliveryRejection | null => (delivery.declinedBy.includes(courierId) ? null : offerGone(offerId))

/** The courier is the one who has the work (P3). */
export const requireCarrier = (delivery: Delivery, courierId: CourierId): DeliveryRejection | null =>
  delivery.courierId === courierId ? null : wrongCourier(delivery, courierId)
