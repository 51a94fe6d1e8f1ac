import {
  CourierId,
  CustomerId,
  DeliveryId,
  entry,
  i32,
  MenuItemId,
  type Money,
  OfferId,
  OrderId,
  PaymentId,
  RegionId,
  RestaurantId
} from "@hotbag/core"
import type { Belonging } from "./Belonging.ts"
import type { City } from "./City.ts"

/** The branded ids of a city's dense numbers; each is checked once, when it is first needed. */
export interface Names {
  readonly order: (order: number) => OrderId
  readonly delivery: (order: number) => DeliveryId
  readonly customer: (order: number) => CustomerId
  readonly payment: (order: number) => PaymentId
  readonly courier: (courier: number) => CourierId
  readonly restaurant: (restaurant: number) => RestaurantId
  readonly region: (region: number) => RegionId
  /** Offers are numbered by region. */
  readonly offer: (order: number, offer: number) => OfferId
}

/** Names for everything in the city. Every order has a customer, a delivery and a payment of its own. */
export const makeNames = (city: City, { regionOfOrder }: Belonging): Names => {
  const orderName = (order: number) => entry(city.orders, order).id
  const couriers = city.couriers.map(({ id }) => CourierId.make(id))
  const restaurants: Array<RestaurantId | undefined> = []
  const regions = city.regions.map(({ id }) => RegionId.make(id))
  // An offer is named again when it is answered; an order has one at a time.
  const offers = new Int32Array(city.orders.length).fill(-1)
  const offerNames: Array<OfferId | undefined> = []
  const offerName = (order: number, offer: number): OfferId => {
    const named = OfferId.make(`${i32(regionOfOrder, order)}-${offer}`)
    offers[order] = offer
    offerNames[order] = named
    return named
  }
  return {
    order: (order) => OrderId.make(orderName(order)),
    delivery: (order) => DeliveryId.make(`delivery-${orderName(order)}`),
    customer: (order) => CustomerId.make(`customer-${orderName(order)}`),
    payment: (order) => PaymentId.make(`payment-${orderName(order)}`),
    courier: (courier) => entry(couriers, courier),
    restaurant: (restaurant) =>
      (restaurants[restaurant] ??= RestaurantId.make(entry(city.restaurants, restaurant).id)),
    region: (region) => entry(regions, region),
    offer: (order, offer) =>
      offers[order] === offer ? (offerNames[order] ?? offerName(order, offer)) : offerName(order, offer)
  }
}

/** What every order of a simulated day contains: prices do not matter to the rush, but every order is paid. */
export const BASKET: {
  readonly items: ReadonlyArray<{
    readonly itemId: MenuItemId
    readonly quantity: number
    readonly unitPrice: Money
  }>
  readonly deliveryFee: Money
} = {
  items: [
    { itemId: MenuItemId.make("dish"), quantity: 1, unitPrice: { amountMinor: 1_200, currency: "EUR" } }
  ],
  deliveryFee: { amountMinor: 300, currency: "EUR" }
}
