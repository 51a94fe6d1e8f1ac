import {
  CourierId,
  CustomerId,
  DeliveryId,
  entry,
  MenuItemId,
  type Money,
  OfferId,
  OrderId,
  PaymentId,
  RegionId,
  RestaurantId
} from "@hotbag/core"
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
export const makeNames = (city: City): Names => {
  const orderName = (order: number) => entry(city.orders, order).id
  const couriers = city.couriers.map(({ id }) => CourierId.make(id))
  const restaurants = city.restaurants.map(({ id }) => RestaurantId.make(id))
  const regions = city.regions.map(({ id }) => RegionId.make(id))
  const regionOf = (order: number) => entry(city.restaurants, entry(city.orders, order).restaurant).region
  return {
    order: (order) => OrderId.make(orderName(order)),
    delivery: (order) => DeliveryId.make(`delivery-${orderName(order)}`),
    customer: (order) => CustomerId.make(`customer-${orderName(order)}`),
    payment: (order) => PaymentId.make(`payment-${orderName(order)}`),
    courier: (courier) => entry(couriers, courier),
    restaurant: (restaurant) => entry(restaurants, restaurant),
    region: (region) => entry(regions, region),
    offer: (order, offer) => OfferId.make(`${regionOf(order)}-${offer}`)
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
