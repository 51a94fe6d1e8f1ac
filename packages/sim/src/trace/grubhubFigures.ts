import { HOUR_MS, MINUTE_MS, at } from "@hotbag/core"
import type { LatLng } from "@hotbag/core"
import type { DrivenTrip } from "../Run.ts"
import type { City, CityOrder } from "../world/City.ts"
import type { GrubhubInstance } from "./grubhub.ts"
import { startsAtRestaurant } from "./grubhubSolution.ts"

/**
 * The figures by which solutions of the Meal Delivery Routing Problem are compared. Times in minutes, means over
 * delivered orders (NaN, in JSON null, without any), quantiles the lower of the two neighbours (null without any).
 */
export interface GrubhubFigures {
  readonly orders: number
  readonly delivered: number
  readonly lost: number
  /** Lost orders that no courier could have picked up before going off. */
  readonly impossible: number
  readonly clickToDoorMean: number
  readonly clickToDoorP50: number | null
  readonly clickToDoorP90: number | null
  readonly clickToDoorMax: number | null
  /** What exceeds the target. */
  readonly overageMean: number
  readonly readyToPickupMean: number
  /** The click-to-door time that nobody can beat: ready, half the services, and the way. */
  readonly floorMean: number
  readonly excessMean: number
  /** What the couriers earn, the guaranteed pay included, for each delivered order. */
  readonly costPerOrder: number
  readonly ordersPerBundle: number
  /** Share of duty time driving or serving, 0..1. */
  readonly courierUtilization: number
}

/** The figures of what was driven on `instance`. O(trips + lost orders × couriers). */
export const grubhubFigures = (
  instance: GrubhubInstance,
  trips: ReadonlyArray<DrivenTrip>
): GrubhubFigures => {
  const { city, parameters } = instance
  const drops = trips.flatMap((trip) =>
    trip.drops.map((drop) => ({ trip, drop, order: at(city.orders, drop.order) }))
  )
  const delivered = drops.length
  const bundles = trips.filter((trip) => trip.drops.length > 0).length
  const carried = new Set(drops.map(({ drop }) => drop.order))
  const lost = city.orders.filter((_, index) => !carried.has(index))
  const clickToDoor = drops.map(({ drop, order }) => drop.droppedOffAtMs - order.placedAtMs)
  clickToDoor.sort((a, b) => a - b)
  const targetMs = parameters.targetClickToDoorMs
  const clickToDoorMean = meanMinutes(clickToDoor)
  const floorMean = meanMinutes(drops.map(({ order }) => floorMs(city, order)))
  return {
    orders: city.orders.length,
    delivered,
    lost: lost.length,
    impossible: lost.filter((order) => isImpossible(city, order)).length,
    clickToDoorMean,
    clickToDoorP50: quantileMinutes(clickToDoor, 0.5),
    clickToDoorP90: quantileMinutes(clickToDoor, 0.9),
    clickToDoorMax: quantileMinutes(clickToDoor, 1),
    overageMean: meanMinutes(clickToDoor.map((ms) => Math.max(0, ms - targetMs))),
    readyToPickupMean: meanMinutes(drops.map(({ trip, order }) => trip.pickedUpAtMs - readyAtMs(order))),
    floorMean,
    excessMean: clickToDoorMean - floorMean,
    costPerOrder: delivered === 0 ? Number.NaN : payOf(instance, trips) / delivered,
    ordersPerBundle: bundles === 0 ? Number.NaN : delivered / bundles,
    courierUtilization: workMs(instance, trips) / Math.max(1, dutyMs(city))
  }
}

const readyAtMs = (order: CityOrder): number => order.placedAtMs + order.acceptAfterMs + order.preparationMs

const floorMs = (city: City, order: CityOrder): number => {
  const { beforePickupMs, beforeDropoffMs } = city.rules.service
  const wayMs = drivingMs(city, at(city.restaurants, order.restaurant).position, order.dropoff)
  return readyAtMs(order) + beforePickupMs + wayMs + beforeDropoffMs - order.placedAtMs
}

/** No courier, driving there first thing, could be there for the pickup before going off. */
const isImpossible = (city: City, order: CityOrder): boolean => {
  const restaurant = at(city.restaurants, order.restaurant).position
  return city.couriers.every((courier) => {
    const wayMs = drivingMs(city, courier.position, restaurant)
    const earliestMs = courier.onAtMs + wayMs + city.rules.service.beforePickupMs
    return Math.max(readyAtMs(order), earliestMs) > courier.offAtMs
  })
}

/** Each courier earns by the order, or by the hour on duty where that is more. */
const payOf = ({ city, parameters }: GrubhubInstance, trips: ReadonlyArray<DrivenTrip>): number => {
  const carried = new Float64Array(city.couriers.length)
  for (const trip of trips) carried[trip.courier] = (carried[trip.courier] ?? 0) + trip.drops.length
  return city.couriers.reduce((sum, courier, index) => {
    const hours = (courier.offAtMs - courier.onAtMs) / HOUR_MS
    const byOrder = parameters.payPerOrder * (carried[index] ?? 0)
    return sum + Math.max(byOrder, parameters.guaranteedPayPerHour * hours)
  }, 0)
}

const dutyMs = (city: City): number =>
  city.couriers.reduce((sum, courier) => sum + courier.offAtMs - courier.onAtMs, 0)

/** Driving, prepositioning included, and the full service time of every stop. */
const workMs = ({ city, parameters }: GrubhubInstance, trips: ReadonlyArray<DrivenTrip>): number =>
  trips.reduce((sum, trip) => {
    const service =
      (trip.drops.length > 0 ? parameters.pickupServiceMs : 0) +
      trip.drops.length * parameters.dropoffServiceMs
    return sum + service + tripDrivingMs(city, trip)
  }, 0)

const tripDrivingMs = (city: City, trip: DrivenTrip): number => {
  const restaurant = at(city.restaurants, trip.restaurant).position
  let sum = startsAtRestaurant(trip) ? 0 : drivingMs(city, originOf(city, trip), restaurant)
  let here = restaurant
  for (const { order } of trip.drops) {
    const door = at(city.orders, order).dropoff
    sum += drivingMs(city, here, door)
    here = door
  }
  return sum
}

const originOf = (city: City, { courier, from }: DrivenTrip): LatLng => {
  switch (from.kind) {
    case "start":
      return at(city.couriers, courier).position
    case "order":
      return at(city.orders, from.order).dropoff
    case "restaurant":
      return at(city.restaurants, from.restaurant).position
  }
}

/** The instances know one speed for all, at all times. */
const drivingMs = (city: City, from: LatLng, to: LatLng): number => city.travel.durationMs(from, to, "car", 0)

const meanMinutes = (ms: ReadonlyArray<number>): number =>
  ms.length === 0 ? Number.NaN : ms.reduce((sum, value) => sum + value, 0) / ms.length / MINUTE_MS

const quantileMinutes = (sortedMs: ReadonlyArray<number>, q: number): number | null => {
  const ms = sortedMs[Math.floor(q * (sortedMs.length - 1))]
  return ms === undefined ? null : ms / MINUTE_MS
}
