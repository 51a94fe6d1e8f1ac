import { at, f64, invariant } from "@hotbag/core"
import type { DrivenTrip } from "../Run.ts"
import { Happening } from "./happenings.ts"
import type { CourierState, Journey } from "./Journey.ts"
import type { World } from "./World.ts"

/** Sets off for the restaurant at once, to pick up these orders. */
export const depart = (world: World, courier: number, orders: ReadonlyArray<number>): void => {
  const { restaurant } = at(world.city.orders, at(orders, 0))
  world.recorder.counts.trips++
  world.recorder.counts.tripOrders += orders.length
  drive(world, courier, restaurant, orders)
}

/** Sets off for a restaurant to wait there. */
export const goWithoutOrder = (world: World, courier: number, restaurant: number): void => {
  world.history.journey("Preposition", world.nowMs, courier, restaurant)
  drive(world, courier, restaurant, [])
}

const drive = (world: World, courier: number, restaurant: number, orders: ReadonlyArray<number>): void => {
  const { city, nowMs, queue } = world
  const me = at(world.couriers, courier)
  me.journey = {
    courier,
    restaurant,
    from: me.place,
    assignedAtMs: nowMs,
    departedAtMs: nowMs,
    remaining: orders,
    arrivedAtMs: Number.NaN,
    pickedUpAtMs: Number.NaN,
    pickupTicket: -1,
    leftRestaurantAtMs: Number.NaN,
    drops: []
  }
  const { position } = at(city.restaurants, restaurant)
  const { vehicle } = at(city.couriers, courier)
  const travelMs = city.travel.durationMs(me.position, position, vehicle, nowMs)
  me.phase = "to-restaurant"
  // Who is sent somewhere before the time of demand is not at work yet.
  const countsFromMs = orders.length > 0 ? nowMs : Math.max(nowMs, city.fromMs)
  me.drivenMs += Math.max(0, nowMs + travelMs - countsFromMs)
  queue.schedule(nowMs + travelMs, Happening.atRestaurant, courier)
}

/** Arrived at the restaurant: the pickup follows when everything in the bundle is ready. */
export const arriveAtRestaurant = (world: World, courier: number): void => {
  const me = at(world.couriers, courier)
  const journey = journeyOf(me)
  // Who waited here already has been here since then.
  const isHere = me.place.kind === "restaurant" && me.place.restaurant === journey.restaurant
  journey.arrivedAtMs = isHere ? (me.atRestaurantSinceMs ?? world.nowMs) : world.nowMs
  me.atRestaurantSinceMs = journey.arrivedAtMs
  me.position = at(world.city.restaurants, journey.restaurant).position
  me.place = { kind: "restaurant", restaurant: journey.restaurant }
  if (journey.remaining.length === 0) return waitForOrders(world, courier, journey)
  me.phase = "at-restaurant"
  for (const order of journey.remaining) world.book.arriveAtRestaurant(order)
  awaitPickup(world, courier)
}

const waitForOrders = (world: World, courier: number, journey: Journey): void => {
  const me = at(world.couriers, courier)
  world.trips.push({ ...driven(journey), pickedUpAtMs: world.nowMs, leftRestaurantAtMs: world.nowMs })
  me.journey = null
  me.freedAtMs = world.nowMs
  me.phase = me.onDuty ? "idle" : "offline"
  world.history.journey("CourierArrived", world.nowMs, courier, journey.restaurant)
  world.dispatch.arrived(courier)
}

/** Called on arrival and whenever food of the bundle becomes ready: schedules the pickup once nothing is missing. */
export const awaitPickup = (world: World, courier: number): void => {
  const me = at(world.couriers, courier)
  const journey = me.journey
  if (journey === null || me.phase !== "at-restaurant" || !Number.isNaN(journey.pickedUpAtMs)) return
  let pickupAtMs = world.nowMs
  for (const order of journey.remaining) {
    const readyAtMs = f64(world.recorder.readyAtMs, order)
    if (Number.isNaN(readyAtMs)) return
    pickupAtMs = Math.max(pickupAtMs, readyAtMs, journey.arrivedAtMs + world.behaviour.beforePickupMs(order))
  }
  journey.pickedUpAtMs = pickupAtMs
  journey.pickupTicket = world.queue.schedule(pickupAtMs, Happening.pickup, courier)
}

/**
 * Gives back what is not picked up, if there is something: the food came later than it was said to. A courier on the
 * way drives on to the restaurant.
 */
export const giveUpPickup = (world: World, courier: number): void => {
  const me = at(world.couriers, courier)
  const { journey, phase } = me
  if (journey === null || journey.remaining.length === 0) return
  const isAwaited = phase === "at-restaurant" && !(journey.pickedUpAtMs <= world.nowMs)
  if (phase !== "to-restaurant" && !isAwaited) return
  if (journey.pickupTicket >= 0) world.queue.cancel(journey.pickupTicket)
  const orders = journey.remaining
  journey.remaining = []
  for (const order of orders) world.book.giveBack(order)
  world.dispatch.freed(courier)
  if (phase === "to-restaurant") return
  world.trips.push({ ...driven(journey), pickedUpAtMs: world.nowMs, leftRestaurantAtMs: world.nowMs })
  me.journey = null
  me.phase = "offline"
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
