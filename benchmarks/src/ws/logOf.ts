import {
  advanceCase,
  type CaseInput,
  type CaseState,
  CourierId,
  CustomerId,
  DeliveryId,
  fromOutside,
  MenuItemId,
  noCase,
  OfferId,
  OrderId,
  PaymentId,
  RegionId,
  RestaurantId,
  toDelivery,
  toOrder
} from "@hotbag/core"
import type { LoggedEntry } from "@hotbag/services"
import { Result } from "effect"

/** The log of the n-th order, whose courier `c<n>` is on the way to the customer. */
export const logOf = (n: number): ReadonlyArray<LoggedEntry> => {
  const orderId = OrderId.make(`o${n}`)
  const courierId = CourierId.make(`c${n}`)
  const offerId = OfferId.make(`offer-${n}`)
  const euros = (amountMinor: number) => ({ amountMinor, currency: "EUR" }) as const
  const inputs: ReadonlyArray<CaseInput> = [
    toOrder({
      _tag: "PlaceOrder",
      orderId,
      deliveryId: DeliveryId.make(`d${n}`),
      customerId: CustomerId.make(`ada-${n}`),
      restaurantId: RestaurantId.make("soups"),
      regionId: RegionId.make("metro"),
      items: [{ itemId: MenuItemId.make("soup"), quantity: 1, unitPrice: euros(650) }],
      deliveryFee: euros(199),
      pickup: { lat: 52.52, lng: 13.4 },
      dropoff: { lat: 52.53, lng: 13.42 },
      promisedAtMs: 2_400_000,
      preparationMs: 900_000,
      autoAccept: true
    }),
    fromOutside({ _tag: "AuthorisationGranted", paymentId: PaymentId.make(`p${n}`), funds: "held" }),
    toDelivery({ _tag: "OfferDelivery", offerId, courierId, expiresAtMs: 4e12, epoch: 1 }),
    toDelivery({ _tag: "AcceptOffer", offerId, courierId }),
    toOrder({ _tag: "MarkReady" }),
    toDelivery({ _tag: "PickUp", courierId })
  ]
  const log: Array<LoggedEntry> = []
  let state: CaseState = noCase
  inputs.forEach((input, at) => {
    const step = Result.getOrThrow(advanceCase(state, input, 1_000 * at))
    for (const entry of step.entries)
      log.push({ orderId, entry, actor: { role: "system", subject: "bench" }, commandId: null })
    state = step.after
  })
  return log
}
