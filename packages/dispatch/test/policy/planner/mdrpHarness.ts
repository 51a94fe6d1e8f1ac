import { readFileSync } from "node:fs"
import { join } from "node:path"
import { MINUTE_MS, at, fromPlane, planarWholeMinutes } from "@hotbag/core"
import type { PlannedTrip } from "@hotbag/dispatch"
import { makePlanner } from "../../../src/policy/planner/planner.ts"
import type { Planner, PlannerOptions } from "../../../src/policy/planner/planner.ts"
import type { PlannerCourier, PlannerDelivery } from "../../../src/policy/planner/PlannerView.ts"

/** An instance of the Meal Delivery Routing Problem: planar metres, whole minutes. */
export interface MdrpDay {
  readonly name: string
  readonly metersPerMinute: number
  readonly halfPickup: number
  readonly halfDropoff: number
  readonly target: number
  readonly payPerOrder: number
  readonly payPerHour: number
  readonly restaurants: ReadonlyArray<{ readonly id: string; readonly x: number; readonly y: number }>
  readonly couriers: ReadonlyArray<{
    readonly id: string
    readonly x: number
    readonly y: number
    readonly on: number
    readonly off: number
  }>
  /** Sorted by placement, ties as in the file. */
  readonly orders: ReadonlyArray<MdrpOrder>
}

export interface MdrpOrder {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly placed: number
  readonly restaurant: number
  readonly ready: number
}

/** Everything that was done, in whole minutes; what the solution files and the figures are made of. */
export interface MdrpPlay {
  readonly day: MdrpDay
  readonly pickups: ReadonlyArray<{ courier: number; at: number; orders: ReadonlyArray<number> }>
  /** Moves of each courier in order: departure, origin, destination. */
  readonly moves: ReadonlyArray<ReadonlyArray<readonly [number, string, string]>>
  /** By order: -1 when lost. */
  readonly pickupAt: Int32Array
  readonly dropAt: Int32Array
  readonly courierOf: Int32Array
  /** What was decided, one line each, in the order of decision. */
  readonly log: ReadonlyArray<string>
  /** CPU time of each round in ms. */
  readonly roundMs: ReadonlyArray<number>
  /** How often a round planned another courier for an order than the round before. */
  readonly courierChanges: number
  /** Minutes by which rounds moved drop-offs back, in all. */
  readonly laterMinutes: number
}

export const readMdrpDay = (folder: string): MdrpDay => {
  const rows = (file: string) =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(1)
      .map((line) => line.split("\t").map((field) => field.trim()))
  const restaurants = rows("restaurants.txt").map(([id = "", x, y]) => ({ id, x: Number(x), y: Number(y) }))
  const indexOf = new Map(restaurants.map(({ id }, index) => [id, index]))
  const [parameters = []] = rows("instance_parameters.txt")
  const [mpm = 0, pickup = 0, dropoff = 0, target = 0, , payPerOrder = 0, payPerHour = 0] =
    parameters.map(Number)
  return {
    name: folder.split("/").at(-1) ?? folder,
    metersPerMinute: mpm,
    halfPickup: pickup / 2,
    halfDropoff: dropoff / 2,
    target,
    payPerOrder,
    payPerHour,
    restaurants,
    couriers: rows("couriers.txt").map(([id = "", x, y, on, off]) => ({
      id,
      x: Number(x),
      y: Number(y),
      on: Number(on),
      off: Number(off)
    })),
    orders: rows("orders.txt")
      .map(([id = "", x, y, placed, restaurant = "", ready]) => ({
        id,
        x: Number(x),
        y: Number(y),
        placed: Number(placed),
        restaurant: indexOf.get(restaurant) ?? -1,
        ready: Number(ready)
      }))
      .sort((a, b) => a.placed - b.placed)
  }
}

interface CourierState {
  place: number
  placeName: string
  freeAt: number
  arrivedAt: number
}

/** Plays `day` minute by minute by the referee's rules. `steps` limits the moves of each round. */
export const playMdrpDay = (
  day: MdrpDay,
  options: Partial<PlannerOptions> = {},
  steps = 1_000_000,
  seed = 1,
  until = Infinity
): MdrpPlay => {
  const travel = planarWholeMinutes({ metersPerMinute: day.metersPerMinute })
  const planner: Planner = makePlanner(travel, seededRandom(seed), options)
  const placeOf = (spot: { readonly x: number; readonly y: number }) =>
    planner.addPlace(fromPlane({ xM: spot.x, yM: spot.y }))
  const minutes = (from: number, to: number) =>
    travel.durationMs(at(positions, from), at(positions, to), "car", 0) / MINUTE_MS
  const positions: Array<ReturnType<typeof fromPlane>> = []
  const register = (spot: { readonly x: number; readonly y: number }) => {
    positions.push(fromPlane({ xM: spot.x, yM: spot.y }))
    return placeOf(spot)
  }
  const shops = day.restaurants.map(register)
  planner.expectAt(shops)
  const states = day.couriers.map((courier): CourierState => ({
    place: register(courier),
    placeName: "0",
    freeAt: courier.on,
    arrivedAt: courier.on
  }))
  const restaurantOfPlace = new Map(shops.map((place, index) => [place, index]))
  const pickups: Array<{ courier: number; at: number; orders: ReadonlyArray<number> }> = []
  const moves = day.couriers.map((): Array<readonly [number, string, string]> => [])
  const pickupAt = new Int32Array(day.orders.length).fill(-1)
  const dropAt = new Int32Array(day.orders.length).fill(-1)
  const courierOf = new Int32Array(day.orders.length).fill(-1)
  const log: Array<string> = []
  const roundMs: Array<number> = []
  const doors: Array<number> = []
  const served = day.couriers.map(() => 0)
  const steadiness = { courierChanges: 0, laterMinutes: 0 }
  let told = new Map<number, { readonly courier: number; readonly atMs: number }>()
  let open: Array<PlannerDelivery> = []
  let next = 0
  const last = Math.max(...day.couriers.map(({ off }) => off))
  for (let now = 0; now <= Math.min(last, until); now++) {
    for (
      let order = day.orders[next];
      order !== undefined && order.placed <= now;
      order = day.orders[++next]
    ) {
      doors.push(register(order))
      open.push({
        handle: next,
        pickup: at(shops, order.restaurant),
        dropoff: at(doors, next),
        placedAtMs: order.placed * MINUTE_MS,
        readyAtMs: order.ready * MINUTE_MS,
        promisedAtMs: (order.placed + day.target) * MINUTE_MS,
        couriers: null
      })
    }
    const couriers: Array<PlannerCourier> = []
    day.couriers.forEach((courier, handle) => {
      const state = at(states, handle)
      if (courier.on > now || courier.off < Math.max(now, state.freeAt)) return
      couriers.push({
        handle,
        place: state.place,
        freeAtMs: state.freeAt * MINUTE_MS,
        arrivedAtMs: state.arrivedAt * MINUTE_MS,
        offAtMs: courier.off * MINUTE_MS,
        vehicle: "car",
        assignedCount: at(served, handle),
        onDutySinceMs: courier.on * MINUTE_MS
      })
    })
    if (couriers.length === 0) continue
    const began = process.cpuUsage()
    const round = planner.round(
      {
        atMs: now * MINUTE_MS,
        travel,
        service: {
          beforePickupMs: day.halfPickup * MINUTE_MS,
          afterPickupMs: day.halfPickup * MINUTE_MS,
          beforeDropoffMs: day.halfDropoff * MINUTE_MS,
          afterDropoffMs: day.halfDropoff * MINUTE_MS
        },
        deliveries: open,
        couriers
      },
      { steps }
    )
    const spent = process.cpuUsage(began)
    roundMs.push((spent.user + spent.system) / 1_000)
    told = compare(told, round.trips, steadiness)
    for (const { courier, restaurant, preposition } of round.departures) {
      const state = at(states, courier)
      const shop = at(day.restaurants, restaurantOfPlace.get(restaurant) ?? -1)
      if (state.freeAt > now) throw new Error(`courier ${courier} is not free at ${now}`)
      at(moves, courier).push([now, state.placeName, shop.id])
      state.arrivedAt = now + minutes(state.place, restaurant)
      state.freeAt = state.arrivedAt
      state.place = restaurant
      state.placeName = shop.id
      log.push(`${now} leave ${courier} ${shop.id}${preposition ? " ahead" : ""}`)
    }
    const taken = new Set<number>()
    for (const { courier, deliveries } of round.pickups) {
      const state = at(states, courier)
      if (now < state.arrivedAt + day.halfPickup)
        throw new Error(`courier ${courier} cannot pick up at ${now}`)
      pickups.push({ courier, at: now, orders: deliveries })
      served[courier] = at(served, courier) + deliveries.length
      let time = now + day.halfPickup
      for (const order of deliveries) {
        const { id } = at(day.orders, order)
        taken.add(order)
        at(moves, courier).push([time, state.placeName, id])
        const drop = time + minutes(state.place, at(doors, order)) + day.halfDropoff
        pickupAt[order] = now
        dropAt[order] = drop
        courierOf[order] = courier
        time = drop + day.halfDropoff
        state.place = at(doors, order)
        state.placeName = id
      }
      state.freeAt = time
      state.arrivedAt = time
      log.push(`${now} pickup ${courier} ${deliveries.join(" ")}`)
    }
    if (taken.size > 0) open = open.filter(({ handle }) => !taken.has(handle))
  }
  return { day, pickups, moves, pickupAt, dropAt, courierOf, log, roundMs, ...steadiness }
}

/** Counts what a round plans otherwise than the last one did: another courier, a later drop-off. */
const compare = (
  told: ReadonlyMap<number, { readonly courier: number; readonly atMs: number }>,
  trips: ReadonlyArray<PlannedTrip>,
  steadiness: { courierChanges: number; laterMinutes: number }
) => {
  const tellsNow = new Map<number, { readonly courier: number; readonly atMs: number }>()
  for (const { courier, deliveries, dropoffAtMs } of trips) {
    deliveries.forEach((delivery, i) => {
      const before = told.get(delivery)
      const atMs = at(dropoffAtMs, i)
      tellsNow.set(delivery, { courier, atMs })
      if (before === undefined) return
      if (before.courier !== courier) steadiness.courierChanges++
      steadiness.laterMinutes += Math.max(0, atMs - before.atMs) / MINUTE_MS
    })
  }
  return tellsNow
}

/** Uniform numbers in [0, 1) from a seed (mulberry32, T. Ettinger, public domain). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
