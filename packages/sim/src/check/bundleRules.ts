import { CITY_DISPATCH } from "@hotbag/dispatch"
import { haversineM, Limits } from "@hotbag/core"
import type { OrderEntry } from "../report/LogEntry.ts"
import type { CityCourier, CityOrder } from "../world/City.ts"
import { type Checker, makeFindings } from "./Checker.ts"
import type { Directory } from "./Directory.ts"
import { DELIVERY_ENDS } from "./endings.ts"
import { textField } from "./entryFields.ts"

/** What a courier has accepted at once. */
interface Bundle {
  readonly offer: string
  /** Orders still in hand; false: not picked up yet. */
  readonly orders: Map<string, boolean>
  /** Of the whole bundle, also of what is delivered by now. */
  readonly from: Array<CityOrder>
}

/**
 * Bundles keep the rules of the city: no more in one than the vehicle holds, from one restaurant, or from two that are
 * near enough to each other, and everything picked up before the first door. Memory by couriers at work.
 */
export const bundleRules = (directory: Directory): Checker => {
  const { offers, bundleRestaurantsWithinM: withinM = 0 } = directory.city.rules
  const findings = makeFindings("bundleRules")
  const bundles = new Map<string, Bundle>()

  const judgeRestaurants = (entry: OrderEntry, { from }: Bundle) => {
    const restaurants = [...new Set(from.map(directory.restaurantOf))]
    const places = new Map(restaurants.map(({ position }) => [`${position.lat} ${position.lng}`, position]))
    if (places.size > Limits.restaurantsInBundle) findings.add(`from ${places.size} restaurants`, entry)
    const [one, ...others] = [...places.values()]
    for (const other of others) {
      const apartM = one === undefined ? 0 : haversineM(one, other)
      if (apartM > withinM) findings.add(`from restaurants ${Math.round(apartM)} m apart`, entry)
    }
  }

  const take = (entry: OrderEntry, order: CityOrder, { id, vehicle }: CityCourier) => {
    const offer = textField(entry, "offer") ?? ""
    const known = bundles.get(id)
    const bundle = known?.offer === offer ? known : { offer, orders: new Map<string, boolean>(), from: [] }
    bundles.set(id, bundle)
    bundle.orders.set(order.id, false)
    bundle.from.push(order)
    judgeRestaurants(entry, bundle)
    const most = offers === "obeyed" ? Infinity : (CITY_DISPATCH.capacity?.[vehicle] ?? Infinity)
    if (bundle.from.length > most) findings.add(`${bundle.from.length} orders for a ${vehicle}`, entry)
  }

  const goToDoor = (entry: OrderEntry, { orders }: Bundle) => {
    for (const [order, isPickedUp] of orders) {
      // What becomes of the order itself is for physics to say.
      if (!isPickedUp && order !== entry.order) findings.add(`at a door before ${order} is picked up`, entry)
    }
  }

  return {
    name: "bundleRules",
    see: (entry) => {
      const order = directory.order(entry.order)
      const courier = directory.courier(entry.courier)
      if (entry.order === undefined || order === undefined || courier === undefined) return
      const { type } = entry
      if (type === "OfferAccepted") return take(entry, order, courier)
      const bundle = bundles.get(courier.id)
      if (bundle === undefined || !bundle.orders.has(order.id)) return
      if (type === "DeliveryPickedUp") bundle.orders.set(order.id, true)
      if (type === "CourierAtCustomer") goToDoor(entry, bundle)
      if (!DELIVERY_ENDS.has(type) && type !== "DeliveryReassigned") return
      bundle.orders.delete(order.id)
      if (bundle.orders.size === 0) bundles.delete(courier.id)
    },
    finish: findings.list
  }
}
