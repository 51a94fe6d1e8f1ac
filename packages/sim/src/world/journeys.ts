import { at, f64, invariant } from "@hotbag/core"
import type { DrivenTrip } from "../Run.ts"
import { Happening } from "./happenings.ts"
import type { CourierState, Journey } from "./Journey.ts"
import type { World } from "./World.ts"

/** Sets off for the restaurant at once. */
export const depart = (world: World, courier: number, orders: ReadonlyArray<number>): void => {
  const { city, nowMs, queue } = world
  const me = at(world.couriers, courier)
  const restaurant = at(city.orders, at(orders, 0)).restaurant
  me.journey = {
    courier,
    restaurant,
    from: me.place,
    assignedAtMs: nowMs,
    departedAtMs: nowMs,
    remaining: orders,
    arrivedAtMs: Number.NaN,
    pickedUpAtMs: Number.NaN,
    leftRestaurantAtMs: Number.NaN,
    drops: []
  }
  world.recorder.counts.trips++
  world.recorder.counts.tripOrders += orders.length
  const shop = at(city.restaurants, restaurant)
  const travelMs = city.travel.durationMs(
    me.position,
    shop.position,
    at(city.couriers, courier).vehicle,
    nowMs
  )
  me.phase = "to-restaurant"
  me.drivenMs += travelMs
  queue.schedule(nowMs + travelMs, Happening.atRestaurant, courier)
}

/** Arrived at the restaurant: the pickup follows when everything in the bundle is ready. */
export const arriveAtRestaurant = (world: World, courier: number): void => {
  const me = at(world.couriers, courier)
  const journey = journeyOf(me)
  journey.arrivedAtMs = world.nowMs
  me.phase = "at-restaurant"
  me.position = at(world.city.restaurants, journey.restaurant).position
  me.place = { kind: "restaurant", restaurant: journey.restaurant }
  for (const order of journey.remaining) world.book.arriveAtRestaurant(order)
  awaitPickup(world, courier)
}

/** Called on arrival and whenever food of the bundle becomes ready: schedules the pickup once nothing is missing. */
export const awaitPickup = (world: World, courier: number): void => {
  const me = at(world.couriers, courier)
  const journey = me.journey
  if (journey === null || me.phase !== "at-restaurant" || !Number.isNaN(journey.pickedUpAtMs)) return
  let pickupAtMs = journey.arrivedAtMs
  for (const order of journey.remaining) {
    const readyAtMs = f64(world.recorder.readyAtMs, order)
    if (Number.isNaN(readyAtMs)) return
    pickupAtMs = Math.max(pickupAtMs, readyAtMs, journey.arrivedAtMs + world.behaviour.beforePickupMs(order))
  }
  journey.pickedUpAtMs = pickupAtMs
  world.queue.schedule(pickupAtMs, Happening.pickup, courier)
}

/** Has the food. */
export const pickUp = (world: World, courier: number): void => {
  const me = at(world.couriers, courier)
  const journey = journeyOf(me)
  let afterMs = 0
  let beforeMs = 0
  for (const order of journey.remaining) {
    world.book.pickUp(order)
    afterMs = Math.max(afterMs, world.behaviour.afterPickupMs(order))
    beforeMs = Math.max(beforeMs, world.behaviour.beforePickupMs(order))
  }
  me.servedMs += beforeMs + afterMs
  world.dispatch.pickedUp(courier)
  world.queue.schedule(world.nowMs + afterMs, Happening.leavesRestaurant, courier)
}

/** On the way to the next door. */
export const leaveForDoor = (world: World, courier: number): void => {
  const me = at(world.couriers, courier)
  const journey = journeyOf(me)
  if (Number.isNaN(journey.leftRestaurantAtMs)) journey.leftRestaurantAtMs = world.nowMs
  const door = at(world.city.orders, at(journey.remaining, 0)).dropoff
  const vehicle = at(world.city.couriers, courier).vehicle
  const travelMs = world.city.travel.durationMs(me.position, door, vehicle, world.nowMs)
  me.phase = "to-customer"
  me.drivenMs += travelMs
  world.queue.schedule(world.nowMs + travelMs, Happening.atCustomer, courier)
}

/** At the door. */
export const arriveAtCustomer = (world: World, courier: number): void => {
  const me = at(world.couriers, courier)
  const journey = journeyOf(me)
  const order = at(journey.remaining, 0)
  me.phase = "at-customer"
  me.position = at(world.city.orders, order).dropoff
  me.place = { kind: "order", order }
  journey.drops.push({ order, arrivedAtMs: world.nowMs, droppedOffAtMs: Number.NaN, leftAtMs: Number.NaN })
  world.book.arriveAtCustomer(order)
  world.queue.schedule(world.nowMs + world.behaviour.beforeDropoffMs(order), Happening.dropoff, courier)
}

/** The customer has the food. */
export const dropOff = (world: World, courier: number): void => {
  const me = at(world.couriers, courier)
  const journey = journeyOf(me)
  const order = at(journey.remaining, 0)
  const drop = at(journey.drops, journey.drops.length - 1)
  const afterMs = world.behaviour.afterDropoffMs(order)
  drop.droppedOffAtMs = world.nowMs
  drop.leftAtMs = world.nowMs + afterMs
  me.servedMs += drop.droppedOffAtMs - drop.arrivedAtMs + afterMs
  me.delivered++
  journey.remaining = journey.remaining.slice(1)
  world.book.complete(order)
  world.dispatch.droppedOff(courier, order)
  world.queue.schedule(drop.leftAtMs, Happening.leavesCustomer, courier)
}

/** Done at the door: on to the next one, or free. */
export const leaveDoor = (world: World, courier: number): void => {
  const me = at(world.couriers, courier)
  const journey = journeyOf(me)
  if (journey.remaining.length > 0) return leaveForDoor(world, courier)
  world.trips.push(driven(journey))
  me.journey = null
  me.freedAtMs = world.nowMs
  me.phase = me.onDuty ? "idle" : "offline"
  world.dispatch.freed(courier)
}

const driven = (journey: Journey): DrivenTrip => ({
  courier: journey.courier,
  restaurant: journey.restaurant,
  assignedAtMs: journey.assignedAtMs,
  departedAtMs: journey.departedAtMs,
  from: journey.from,
  pickedUpAtMs: journey.pickedUpAtMs,
  leftRestaurantAtMs: journey.leftRestaurantAtMs,
  drops: journey.drops
})

const journeyOf = (courier: CourierState): Journey => {
  invariant(courier.journey !== null, "only a courier with a journey has stops")
  return courier.journey
}
