import { MINUTE_MS, at } from "@hotbag/core"
import type { LatLng } from "@hotbag/core"
import type { DrivenTrip } from "../../src/Run.ts"
import type { City } from "../../src/world/City.ts"

/**
 * Drives a Grubhub day by a rule too simple to be wrong: whoever comes first in the list of couriers and can make it
 * takes the next order, with the one placed right after it from the same restaurant, when there is one; every third trip
 * is followed by a move to the first restaurant to wait there. Legal, and good for nothing but tests.
 */
export const drive = (city: City): ReadonlyArray<DrivenTrip> => {
  const couriers = city.couriers.map((courier): Standing => ({
    at: courier.position,
    freeAtMs: courier.onAtMs,
    from: { kind: "start" }
  }))
  const trips: Array<DrivenTrip> = []
  for (let first = 0; first < city.orders.length; first++) {
    const bundle = bundleAt(city, first)
    for (const [index, courier] of couriers.entries()) {
      const trip = tripOf(city, index, courier, bundle)
      if (trip === undefined) continue
      trips.push(trip)
      const last = at(trip.drops, trip.drops.length - 1)
      courier.at = at(city.orders, last.order).dropoff
      courier.freeAtMs = last.leftAtMs
      courier.from = { kind: "order", order: last.order }
      if (trips.length % 3 === 0) {
        trips.push(waitAt(city, index, courier, 0))
        const place = at(city.restaurants, 0).position
        courier.freeAtMs += wayMs(city, courier.at, place)
        courier.at = place
        courier.from = { kind: "restaurant", restaurant: 0 }
      }
      break
    }
    first += bundle.length - 1
  }
  return trips
}

interface Standing {
  at: LatLng
  freeAtMs: number
  from: DrivenTrip["from"]
}

const bundleAt = (city: City, first: number): ReadonlyArray<number> => {
  const next = city.orders[first + 1]
  return next !== undefined && next.restaurant === at(city.orders, first).restaurant
    ? [first, first + 1]
    : [first]
}

const tripOf = (
  city: City,
  courier: number,
  from: Standing,
  bundle: ReadonlyArray<number>
): DrivenTrip | undefined => {
  const { beforePickupMs, afterPickupMs, beforeDropoffMs, afterDropoffMs } = city.rules.service
  const orders = bundle.map((order) => at(city.orders, order))
  const { restaurant } = at(orders, 0)
  const knownAtMs = Math.max(...orders.map(({ placedAtMs }) => placedAtMs))
  const readyAtMs = Math.max(...orders.map(({ placedAtMs, preparationMs }) => placedAtMs + preparationMs))
  const departedAtMs = Math.max(knownAtMs, from.freeAtMs)
  let here = at(city.restaurants, restaurant).position
  const pickedUpAtMs = Math.max(readyAtMs, departedAtMs + wayMs(city, from.at, here) + beforePickupMs)
  if (pickedUpAtMs > at(city.couriers, courier).offAtMs) return undefined
  let nowMs = pickedUpAtMs + afterPickupMs
  const drops = bundle.map((order) => {
    const door = at(city.orders, order).dropoff
    const arrivedAtMs = nowMs + wayMs(city, here, door)
    here = door
    nowMs = arrivedAtMs + beforeDropoffMs + afterDropoffMs
    return { order, arrivedAtMs, droppedOffAtMs: arrivedAtMs + beforeDropoffMs, leftAtMs: nowMs }
  })
  return {
    courier,
    restaurant,
    assignedAtMs: knownAtMs,
    departedAtMs,
    from: from.from,
    arrivedAtMs: pickedUpAtMs,
    pickedUpAtMs,
    leftRestaurantAtMs: pickedUpAtMs + afterPickupMs,
    drops
  }
}

const waitAt = (city: City, courier: number, from: Standing, restaurant: number): DrivenTrip => {
  const arrivedAtMs = from.freeAtMs + wayMs(city, from.at, at(city.restaurants, restaurant).position)
  return {
    courier,
    restaurant,
    assignedAtMs: from.freeAtMs,
    departedAtMs: from.freeAtMs,
    from: from.from,
    arrivedAtMs,
    pickedUpAtMs: arrivedAtMs,
    leftRestaurantAtMs: arrivedAtMs,
    drops: []
  }
}

const wayMs = (city: City, from: LatLng, to: LatLng): number =>
  Math.ceil(city.travel.durationMs(from, to, "car", 0) / MINUTE_MS) * MINUTE_MS
