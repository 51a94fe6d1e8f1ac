import { at, type LatLng } from "@hotbag/core"
import type { DrivenTrip } from "../../Run.ts"
import type { City } from "../../world/City.ts"

/** Where a courier was at a moment, and what it did from then on. On the way it moves to the next point. */
export interface TripPoint {
  readonly atMs: number
  readonly position: LatLng
  readonly doing: "idle" | "to-restaurant" | "at-restaurant" | "to-customer" | "at-customer"
}

/**
 * A trip point by point, from the departure to the moment after which the courier is free, in the sequence of time.
 * The way between two points is not known: whoever draws it draws a straight line.
 */
export const tripPoints = (city: City, trip: DrivenTrip): ReadonlyArray<TripPoint> => {
  const points: Array<TripPoint> = []
  const add = (atMs: number, position: LatLng, doing: TripPoint["doing"]) => {
    points.push({ atMs: Math.max(atMs, points.at(-1)?.atMs ?? -Infinity), position, doing })
  }
  const first = at(city.restaurants, trip.restaurant).position
  add(trip.departedAtMs, departure(city, trip), "to-restaurant")
  add(Math.min(trip.arrivedAtMs, trip.pickedUpAtMs), first, "at-restaurant")
  const next = trip.drops.length > 0 ? "to-customer" : "idle"
  add(trip.leftRestaurantAtMs, first, trip.second === undefined ? next : "to-restaurant")
  if (trip.second !== undefined) {
    const second = at(city.restaurants, trip.second.restaurant).position
    add(trip.second.arrivedAtMs, second, "at-restaurant")
    add(trip.second.leftAtMs, second, next)
  }
  trip.drops.forEach(({ arrivedAtMs, leftAtMs, order }, i) => {
    const door = at(city.orders, order).dropoff
    add(arrivedAtMs, door, "at-customer")
    add(leftAtMs, door, i < trip.drops.length - 1 ? "to-customer" : "idle")
  })
  return points
}

const departure = (city: City, { courier, from }: DrivenTrip): LatLng => {
  switch (from.kind) {
    case "start":
      return at(city.couriers, courier).position
    case "order":
      return at(city.orders, from.order).dropoff
    case "restaurant":
      return at(city.restaurants, from.restaurant).position
  }
}
