import { at, entry, f64, invariant } from "@hotbag/core"
import type { DrivenTrip } from "../Run.ts"
import { awaitBoredom } from "./boredom.ts"
import { Happening } from "./happenings.ts"
import type { CourierState, Journey, Visit } from "./Journey.ts"
import type { World } from "./World.ts"

/** Sets off at once to pick up these orders, restaurant by restaurant, and to drop them off in the sequence of `orders`. */
export const depart = (
  world: World,
  courier: number,
  orders: ReadonlyArray<number>,
  pickups: ReadonlyArray<ReadonlyArray<number>>
): void => {
  world.recorder.counts.trips++
  world.recorder.counts.tripOrders += orders.length
  const visits = pickups.map((some) => visitTo(entry(world.city.orders, at(some, 0)).restaurant, some))
  setOut(world, courier, visits, orders)
}

/** Sets off for a restaurant to wait there. */
export const goWithoutOrder = (world: World, courier: number, restaurant: number): void => {
  world.recorder.counts.relocations++
  world.history.journey("Preposition", world.nowMs, courier, restaurant)
  setOut(world, courier, [visitTo(restaurant, [])], [])
}

const visitTo = (restaurant: number, orders: ReadonlyArray<number>): Visit => ({
  restaurant,
  orders,
  arrivedAtMs: Number.NaN,
  pickedUpAtMs: Number.NaN,
  leftAtMs: Number.NaN
})

const setOut = (
  world: World,
  courier: number,
  visits: ReadonlyArray<Visit>,
  orders: ReadonlyArray<number>
): void => {
  const { nowMs } = world
  const me = entry(world.couriers, courier)
  me.journey = {
    courier,
    visits,
    visit: 0,
    from: me.place,
    assignedAtMs: nowMs,
    departedAtMs: nowMs,
    remaining: orders,
    pickupTicket: -1,
    drops: []
  }
  headFor(world, courier, entry(visits, 0))
}

const headFor = (world: World, courier: number, { orders, restaurant }: Visit): void => {
  const { city, nowMs, queue } = world
  const me = entry(world.couriers, courier)
  const { position } = entry(city.restaurants, restaurant)
  const { vehicle } = entry(city.couriers, courier)
  const travelMs = city.travel.durationMs(me.position, position, vehicle, nowMs)
  me.phase = "to-restaurant"
  // Who is sent somewhere before the time of demand is not at work yet.
  const countsFromMs = orders.length > 0 ? nowMs : Math.max(nowMs, city.fromMs)
  me.drivenMs += Math.max(0, nowMs + travelMs - countsFromMs)
  queue.schedule(nowMs + travelMs, Happening.atRestaurant, courier)
}

/** Arrived at the restaurant: the pickup follows when everything of the bundle that it has is ready. */
export const arriveAtRestaurant = (world: World, courier: number): void => {
  const me = entry(world.couriers, courier)
  const journey = journeyOf(me)
  // Who waited here already has been here since then.
  const visit = visitOf(journey)
  const { orders, restaurant } = visit
  const isHere = me.place.kind === "restaurant" && me.place.restaurant === restaurant
  visit.arrivedAtMs = isHere ? (me.atRestaurantSinceMs ?? world.nowMs) : world.nowMs
  me.atRestaurantSinceMs = visit.arrivedAtMs
  me.position = entry(world.city.restaurants, restaurant).position
  me.place = { kind: "restaurant", restaurant }
  if (journey.remaining.length === 0) return waitForOrders(world, courier, journey)
  // What this one has was given back, and there is food of another one on board.
  if (orders.length === 0) return leaveRestaurant(world, courier)
  me.phase = "at-restaurant"
  for (const order of orders) world.book.arriveAtRestaurant(order)
  awaitPickup(world, courier)
}

const waitForOrders = (world: World, courier: number, journey: Journey): void => {
  const me = entry(world.couriers, courier)
  world.trips.push({ ...driven(journey), pickedUpAtMs: world.nowMs, leftRestaurantAtMs: world.nowMs })
  me.journey = null
  me.freedAtMs = world.nowMs
  me.phase = me.onDuty ? "idle" : "offline"
  world.history.journey("CourierArrived", world.nowMs, courier, visitOf(journey).restaurant)
  world.dispatch.arrived(courier)
}

/** Called on arrival and whenever food of the bundle becomes ready: schedules the pickup once nothing is missing. */
export const awaitPickup = (world: World, courier: number): void => {
  const me = entry(world.couriers, courier)
  const journey = me.journey
  if (journey === null || me.phase !== "at-restaurant") return
  const visit = visitOf(journey)
  if (!Number.isNaN(visit.pickedUpAtMs)) return
  let pickupAtMs = world.nowMs
  for (const order of visit.orders) {
    const readyAtMs = f64(world.recorder.readyAtMs, order)
    if (Number.isNaN(readyAtMs)) return
    pickupAtMs = Math.max(pickupAtMs, readyAtMs, visit.arrivedAtMs + world.behaviour.beforePickupMs(order))
  }
  visit.pickedUpAtMs = pickupAtMs
  journey.pickupTicket = world.queue.schedule(pickupAtMs, Happening.pickup, courier)
}

/**
 * Gives back what is not picked up, if there is something: the food came later than it was said to. A courier on the
 * way drives on to the restaurant; who has food of another one on board brings it to its doors.
 */
export const giveUpPickup = (world: World, courier: number): void => {
  const me = entry(world.couriers, courier)
  const { journey, phase } = me
  if (journey === null) return
  const pending = journey.visits.filter(({ pickedUpAtMs }) => !(pickedUpAtMs <= world.nowMs))
  const orders = pending.flatMap((visit) => visit.orders)
  if (orders.length === 0) return
  if (journey.pickupTicket >= 0) world.queue.cancel(journey.pickupTicket)
  const isAwaited = phase === "at-restaurant" && pending.includes(visitOf(journey))
  journey.visits = journey.visits.slice(0, journey.visit + 1)
  for (const visit of pending) visit.orders = []
  journey.remaining = journey.remaining.filter((order) => !orders.includes(order))
  for (const order of orders) world.book.giveBack(order)
  if (journey.remaining.length > 0) return isAwaited ? leaveRestaurant(world, courier) : undefined
  world.dispatch.freed(courier)
  if (phase === "to-restaurant") return
  world.trips.push({ ...driven(journey), pickedUpAtMs: world.nowMs, leftRestaurantAtMs: world.nowMs })
  me.journey = null
  me.phase = "offline"
}

/** Has the food of this restaurant. */
export const pickUp = (world: World, courier: number): void => {
  const me = entry(world.couriers, courier)
  let afterMs = 0
  let beforeMs = 0
  for (const order of visitOf(journeyOf(me)).orders) {
    world.book.pickUp(order)
    afterMs = Math.max(afterMs, world.behaviour.afterPickupMs(order))
    beforeMs = Math.max(beforeMs, world.behaviour.beforePickupMs(order))
  }
  me.servedMs += beforeMs + afterMs
  world.dispatch.pickedUp(courier)
  world.queue.schedule(world.nowMs + afterMs, Happening.leavesRestaurant, courier)
}

/** On the way to the next restaurant of the bundle, or to the first door. */
export const leaveRestaurant = (world: World, courier: number): void => {
  const journey = journeyOf(entry(world.couriers, courier))
  visitOf(journey).leftAtMs = world.nowMs
  const next = journey.visits[journey.visit + 1]
  if (next === undefined) return leaveForDoor(world, courier)
  journey.visit++
  headFor(world, courier, next)
}

const leaveForDoor = (world: World, courier: number): void => {
  const me = entry(world.couriers, courier)
  const journey = journeyOf(me)
  const door = entry(world.city.orders, at(journey.remaining, 0)).dropoff
  const vehicle = entry(world.city.couriers, courier).vehicle
  const travelMs = world.city.travel.durationMs(me.position, door, vehicle, world.nowMs)
  me.phase = "to-customer"
  me.drivenMs += travelMs
  world.queue.schedule(world.nowMs + travelMs, Happening.atCustomer, courier)
}

/** At the door. */
export const arriveAtCustomer = (world: World, courier: number): void => {
  const me = entry(world.couriers, courier)
  const journey = journeyOf(me)
  const order = at(journey.remaining, 0)
  me.phase = "at-customer"
  me.position = entry(world.city.orders, order).dropoff
  me.place = { kind: "order", order }
  journey.drops.push({ order, arrivedAtMs: world.nowMs, droppedOffAtMs: Number.NaN, leftAtMs: Number.NaN })
  world.book.arriveAtCustomer(order)
  world.queue.schedule(world.nowMs + world.behaviour.beforeDropoffMs(order), Happening.dropoff, courier)
}

/** The customer has the food. */
export const dropOff = (world: World, courier: number): void => {
  const me = entry(world.couriers, courier)
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
  const me = entry(world.couriers, courier)
  const journey = journeyOf(me)
  if (journey.remaining.length > 0) return leaveForDoor(world, courier)
  world.trips.push(driven(journey))
  me.journey = null
  me.freedAtMs = world.nowMs
  me.phase = me.onDuty ? "idle" : "offline"
  world.dispatch.freed(courier)
  if (me.onDuty) awaitBoredom(world, courier)
}

const driven = (journey: Journey): DrivenTrip => {
  const [first, second] = journey.visits
  invariant(first !== undefined, "a journey leads to a restaurant")
  return {
    courier: journey.courier,
    restaurant: first.restaurant,
    assignedAtMs: journey.assignedAtMs,
    departedAtMs: journey.departedAtMs,
    from: journey.from,
    arrivedAtMs: first.arrivedAtMs,
    pickedUpAtMs: first.pickedUpAtMs,
    leftRestaurantAtMs: first.leftAtMs,
    ...(second === undefined || second.orders.length === 0 ? {} : { second: secondOf(second) }),
    drops: journey.drops
  }
}

const secondOf = ({
  arrivedAtMs,
  leftAtMs,
  pickedUpAtMs,
  restaurant
}: Visit): NonNullable<DrivenTrip["second"]> => ({
  restaurant,
  arrivedAtMs,
  pickedUpAtMs,
  leftAtMs
})

const visitOf = (journey: Journey): Visit => entry(journey.visits, journey.visit)

const journeyOf = (courier: CourierState): Journey => {
  invariant(courier.journey !== null, "only a courier with a journey has stops")
  return courier.journey
}
