import {
  advanceCase,
  type CaseEntry,
  type CaseInput,
  type CaseState,
  CourierId,
  CustomerId,
  DeliveryId,
  fromOutside,
  MenuItemId,
  noCase,
  OfferId,
  type OrderCase,
  OrderId,
  PaymentId,
  RegionId,
  RestaurantId,
  toDelivery,
  toOrder
} from "@hotbag/core"
import type { CaseCommitted, Viewer } from "@hotbag/services"
import { scopesOfRole, type TokenRole } from "@hotbag/core"
import { Result } from "effect"

export const orderId = OrderId.make("o1")
export const deliveryId = DeliveryId.make("d1")
export const restaurantId = RestaurantId.make("soups")
export const ana = CourierId.make("ana")
export const bo = CourierId.make("bo")
const euros = (amountMinor: number) => ({ amountMinor, currency: "EUR" }) as const

/** Somebody with a token of the role and all its scopes. */
export const bearer = (role: TokenRole, subject: string): Viewer => ({
  _tag: "Bearer",
  identity: { actor: { role, subject }, scopes: new Set(scopesOfRole[role]) }
})

const offer = (courierId: CourierId, name: string): CaseInput =>
  toDelivery({ _tag: "OfferDelivery", offerId: OfferId.make(name), courierId, expiresAtMs: 4e12, epoch: 1 })

/** A dinner as it goes: paid, cooked, turned down by one courier, carried by another. */
export const inputs: ReadonlyArray<CaseInput> = [
  toOrder({
    _tag: "PlaceOrder",
    orderId,
    deliveryId,
    customerId: CustomerId.make("ada"),
    restaurantId,
    regionId: RegionId.make("metro"),
    items: [{ itemId: MenuItemId.make("soup"), quantity: 1, unitPrice: euros(650) }],
    deliveryFee: euros(199),
    pickup: { lat: 52.52, lng: 13.4 },
    dropoff: { lat: 52.53, lng: 13.42 },
    promisedAtMs: 2_400_000,
    preparationMs: 900_000,
    autoAccept: false
  }),
  fromOutside({ _tag: "AuthorisationGranted", paymentId: PaymentId.make("p1"), funds: "held" }),
  toOrder({ _tag: "ConfirmOrder", readyEstimateAtMs: 900_000 }),
  offer(bo, "offer-1"),
  toDelivery({ _tag: "RejectOffer", offerId: OfferId.make("offer-1"), courierId: bo }),
  toOrder({ _tag: "StartPreparing" }),
  offer(ana, "offer-2"),
  toDelivery({ _tag: "AcceptOffer", offerId: OfferId.make("offer-2"), courierId: ana }),
  toDelivery({ _tag: "ArriveAtRestaurant", courierId: ana }),
  toOrder({ _tag: "MarkReady" }),
  toDelivery({ _tag: "PickUp", courierId: ana }),
  toDelivery({ _tag: "ArriveAtCustomer", courierId: ana }),
  toDelivery({ _tag: "CompleteDelivery", courierId: ana })
]

/** Every commit of the dinner, in order. */
export const dinner: ReadonlyArray<CaseCommitted> = (() => {
  const commits: Array<CaseCommitted> = []
  let state: CaseState = noCase
  inputs.forEach((input, at) => {
    const step: { readonly after: OrderCase; readonly entries: ReadonlyArray<CaseEntry> } = Result.getOrThrow(
      advanceCase(state, input, 1_000 * (at + 1))
    )
    commits.push({ orderId, lengthBefore: state.length, entries: step.entries, after: step.after })
    state = step.after
  })
  return commits
})()

/** The log after so many commits. */
export const logAfter = (commits: number): ReadonlyArray<CaseEntry> =>
  dinner.slice(0, commits).flatMap(({ entries }) => entries)
