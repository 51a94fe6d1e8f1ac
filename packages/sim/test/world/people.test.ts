import { at, type LatLng } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { LogEntry } from "../../src/report/LogEntry.ts"
import type { DrivenTrip } from "../../src/Run.ts"
import { makeBehaviour } from "../../src/world/behaviour.ts"
import type { City } from "../../src/world/City.ts"
import { arbitraryCity } from "./arbitraryCity.ts"
import { play, POLICIES } from "./play.ts"

/** One offer as the history tells it: to whom, of what, since when, and how it ended. */
interface Offered {
  readonly courier: number
  readonly orders: ReadonlyArray<number>
  readonly atMs: number
  readonly expiresAtMs: number
  readonly ends: ReadonlyArray<Pick<LogEntry, "type" | "atMs">>
}

const CLOSINGS = new Set(["OfferAccepted", "OfferRejected", "OfferTimedOut", "OfferWithdrawn"])

const offersIn = (city: City, entries: ReadonlyArray<LogEntry>): ReadonlyArray<Offered> => {
  const made = Map.groupBy(
    entries.filter(({ type }) => type === "DeliveryOffered"),
    ({ offer }) => offer
  )
  return [...made].map(([offer, bundle]) => {
    const { atMs, courier, expiresAtMs } = at(bundle, 0)
    const ids = bundle.map(({ order }) => order)
    return {
      courier: city.couriers.findIndex(({ id }) => id === courier),
      orders: ids.map((order) => city.orders.findIndex(({ id }) => id === order)),
      atMs,
      expiresAtMs: Number(expiresAtMs),
      ends: entries
        .filter(
          (entry) =>
            (CLOSINGS.has(entry.type) && entry["offer"] === offer) ||
            (entry.type === "DeliveryCancelled" && ids.includes(entry.order) && entry.atMs >= atMs)
        )
        .map(({ atMs, type }) => ({ atMs, type }))
    }
  })
}

describe.each(POLICIES)("the people of any city under $name", (policy) => {
  it("answer as their streams say: in time, or not at all", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, seed) => {
        const { rules } = city
        const behaviour = makeBehaviour(city, seed)
        for (const { atMs, courier, ends, expiresAtMs, orders } of offersIn(
          city,
          play(city, policy, seed).entries
        )) {
          const { afterMs, kind } = behaviour.answer(courier, at(orders, 0), 0)
          const late = rules.offers !== "obeyed" && (kind === "ignores" || atMs + afterMs >= expiresAtMs)
          const due = late ? expiresAtMs : atMs + afterMs
          const type = late ? "OfferTimedOut" : kind === "accepts" ? "OfferAccepted" : "OfferRejected"
          if (ends.some((end) => end.type === "OfferWithdrawn" || end.type === "DeliveryCancelled")) {
            // Somebody was faster: the customer, or the platform.
            expect(ends.every((end) => end.atMs <= due || end.type === "DeliveryCancelled")).toBe(true)
          } else expect(ends).toEqual(orders.map(() => ({ atMs: due, type })))
        }
      }),
      { numRuns: 50 }
    )
  })

  it("make every trip as a slow reckoning of it has them make it", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, seed) => {
        const { entries, trips } = play(city, policy, seed)
        const readyAtMs = new Map(
          entries.filter(({ type }) => type === "FoodReady").map(({ atMs, order }) => [order, atMs])
        )
        const last = new Map<number, DrivenTrip>()
        for (const trip of trips) {
          const ready = trip.drops.map(({ order }) => readyAtMs.get(at(city.orders, order).id) ?? Number.NaN)
          expect(trip).toEqual(reckoned(city, seed, trip, last.get(trip.courier), ready))
          last.set(trip.courier, trip)
        }
        const carried = trips.flatMap(({ drops }) => drops.map(({ order }) => at(city.orders, order).id))
        const delivered = entries.filter(({ type }) => type === "OrderDelivered").map(({ order }) => order)
        expect(new Set(carried)).toEqual(new Set(delivered))
        expect(carried).toHaveLength(delivered.length)
      }),
      { numRuns: 50 }
    )
  })
})

describe("common random numbers", () => {
  it("have every policy meet the same answers and the same doors", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, seed) => {
        const answers = new Map<string, string>()
        const handling = new Map<number, string>()
        for (const policy of POLICIES.slice(0, 3)) {
          const { entries, trips } = play(city, policy, seed)
          for (const { atMs, courier, ends, orders } of offersIn(city, entries)) {
            const [end] = ends
            if (end === undefined || end.type === "DeliveryCancelled") continue
            expectSame(answers, `${courier} ${orders.join()}`, `${end.type} after ${end.atMs - atMs}`)
          }
          for (const { drops, leftRestaurantAtMs, pickedUpAtMs } of trips) {
            const { arrivedAtMs, droppedOffAtMs, leftAtMs, order } = at(drops, 0)
            const stops = [
              leftRestaurantAtMs - pickedUpAtMs,
              droppedOffAtMs - arrivedAtMs,
              leftAtMs - droppedOffAtMs
            ]
            expectSame(handling, order, stops.join())
          }
        }
      }),
      { numRuns: 50 }
    )
  })
})

const expectSame = <Key>(seen: Map<Key, string>, key: Key, now: string): void => {
  expect(seen.get(key) ?? now).toBe(now)
  seen.set(key, now)
}

/** The whole trip from its assignment, where the courier stood and since when, and when the food was ready. */
const reckoned = (
  city: City,
  seed: number,
  { assignedAtMs, courier, drops, restaurant, second }: DrivenTrip,
  before: DrivenTrip | undefined,
  readyAtMs: ReadonlyArray<number>
): DrivenTrip => {
  const shopOf = (order: number) => at(city.restaurants, at(city.orders, order).restaurant).position
  const behaviour = makeBehaviour(city, seed)
  const orders = drops.map(({ order }) => order)
  const { vehicle } = at(city.couriers, courier)
  const door = (order: number) => at(city.orders, order).dropoff
  const from = endOf(before)
  const most = (some: ReadonlyArray<number>, draw: (order: number) => number) =>
    Math.max(0, ...some.map(draw))
  const readyOf = (some: ReadonlyArray<number>) =>
    Math.max(-Infinity, ...some.map((order) => at(readyAtMs, orders.indexOf(order))))
  const travelMs = (start: LatLng, to: LatLng, atMs: number) =>
    city.travel.durationMs(start, to, vehicle, atMs)

  const shop = at(city.restaurants, restaurant).position
  const thereAtMs = assignedAtMs + travelMs(placeOf(city, courier, from), shop, assignedAtMs)
  const waits = from.kind === "restaurant" && from.restaurant === restaurant
  const arrivedAtMs = waits ? (before?.pickedUpAtMs ?? Number.NaN) : thereAtMs
  // In one place there is one stop, whoever's kitchens are there.
  const isHere = (order: number) => isSamePlace(shopOf(order), shop)
  const first = orders.filter(isHere)
  const pickedUpAtMs = Math.max(
    thereAtMs,
    arrivedAtMs + most(first, behaviour.beforePickupMs),
    readyOf(first)
  )
  const leftRestaurantAtMs = pickedUpAtMs + most(first, behaviour.afterPickupMs)
  let here = shop
  let leftAtMs = leftRestaurantAtMs
  const there = orders.filter((order) => !isHere(order))
  const next = there.length === 0 ? undefined : at(there, 0)
  if (next !== undefined) {
    const thenAtMs = leftAtMs + travelMs(shop, shopOf(next), leftAtMs)
    const thenPickedUpAtMs = Math.max(thenAtMs + most(there, behaviour.beforePickupMs), readyOf(there))
    leftAtMs = thenPickedUpAtMs + most(there, behaviour.afterPickupMs)
    here = shopOf(next)
    expect(there.every((order) => isSamePlace(shopOf(order), here))).toBe(true)
    expect(second).toMatchObject({ arrivedAtMs: thenAtMs, pickedUpAtMs: thenPickedUpAtMs, leftAtMs })
    expect(at(city.restaurants, second?.restaurant ?? -1).position).toEqual(here)
  }
  const stops = orders.map((order) => {
    const arrivedAtMs = leftAtMs + travelMs(here, door(order), leftAtMs)
    const droppedOffAtMs = arrivedAtMs + behaviour.beforeDropoffMs(order)
    here = door(order)
    leftAtMs = droppedOffAtMs + behaviour.afterDropoffMs(order)
    return { order, arrivedAtMs, droppedOffAtMs, leftAtMs }
  })
  return {
    courier,
    restaurant,
    assignedAtMs,
    departedAtMs: assignedAtMs,
    from,
    arrivedAtMs,
    pickedUpAtMs,
    leftRestaurantAtMs,
    ...(next === undefined || second === undefined ? {} : { second }),
    drops: stops
  }
}

/** Where a courier is after a trip: at the last door, or, without one, at the restaurant. */
const endOf = (trip: DrivenTrip | undefined): DrivenTrip["from"] => {
  if (trip === undefined) return { kind: "start" }
  const order = trip.drops.at(-1)?.order
  return order === undefined ? { kind: "restaurant", restaurant: trip.restaurant } : { kind: "order", order }
}

const placeOf = (city: City, courier: number, from: DrivenTrip["from"]): LatLng => {
  switch (from.kind) {
    case "start":
      return at(city.couriers, courier).position
    case "order":
      return at(city.orders, from.order).dropoff
    case "restaurant":
      return at(city.restaurants, from.restaurant).position
  }
}

const isSamePlace = (a: LatLng, b: LatLng): boolean => a.lat === b.lat && a.lng === b.lng
