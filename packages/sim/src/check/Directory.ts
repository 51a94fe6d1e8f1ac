import { at, invariant } from "@hotbag/core"
import type { City, CityCourier, CityOrder, CityRestaurant } from "../world/City.ts"

/** The city by the ids that stand in its history. Made once for all checkers of a run. */
export interface Directory {
  readonly city: City
  /** Index in `City.orders`, or -1. */
  readonly orderNumber: (id: string | undefined) => number
  /** Index in `City.couriers`, or -1. */
  readonly courierNumber: (id: string | undefined) => number
  readonly order: (id: string | undefined) => CityOrder | undefined
  readonly courier: (id: string | undefined) => CityCourier | undefined
  readonly restaurant: (id: string) => CityRestaurant | undefined
  readonly restaurantOf: (order: CityOrder) => CityRestaurant
  /** When a command about the order that is sent then is committed, by the faults of the city. */
  readonly committedAtMs: (order: string | undefined, atMs: number) => number
  /** When what is committed about the order then is told, by the faults of the city. */
  readonly heardAtMs: (order: string | undefined, atMs: number) => number
}

/** Looks a city's people up by id. @throws InvariantViolation when two of a kind share one. */
export const makeDirectory = (city: City): Directory => {
  const orders = numbered(city.orders)
  const couriers = numbered(city.couriers)
  const restaurants = numbered(city.restaurants)
  const orderNumber = (id: string | undefined) => (id === undefined ? -1 : (orders.get(id) ?? -1))
  const courierNumber = (id: string | undefined) => (id === undefined ? -1 : (couriers.get(id) ?? -1))
  const { faults } = city
  const order = (id: string | undefined) => city.orders[orderNumber(id)]
  const regionOf = (id: string | undefined) => at(city.restaurants, order(id)?.restaurant ?? 0).region
  return {
    city,
    orderNumber,
    courierNumber,
    committedAtMs: (id, atMs) => faults?.committedAtMs(regionOf(id), atMs) ?? atMs,
    heardAtMs: (id, atMs) => faults?.heardAtMs(regionOf(id), atMs) ?? atMs,
    order,
    courier: (id) => city.couriers[courierNumber(id)],
    restaurant: (id) => city.restaurants[restaurants.get(id) ?? -1],
    restaurantOf: ({ restaurant }) => at(city.restaurants, restaurant)
  }
}

const numbered = (list: ReadonlyArray<{ readonly id: string }>): ReadonlyMap<string, number> => {
  const numbers = new Map(list.map(({ id }, number) => [id, number]))
  invariant(numbers.size === list.length, "ids of a city are its own", { ids: list.length - numbers.size })
  return numbers
}
