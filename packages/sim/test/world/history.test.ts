import { at, HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { makePlannerPolicy, nearest } from "@hotbag/dispatch"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkRun } from "../../src/check/makeCheckers.ts"
import { makeRunHash } from "../../src/kernel/hash.ts"
import type { City } from "../../src/world/City.ts"
import { type History, makeHistory } from "../../src/world/history.ts"
import { busyDay } from "../check/days.ts"
import { arbitraryCity } from "./arbitraryCity.ts"
import { play, POLICIES } from "./play.ts"

describe.each(POLICIES)("the history of any city under $name", (policy) => {
  it("says why each courier is asked, in the ids of the city, and says it once", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, seed) => {
        const couriers = new Set(city.couriers.map(({ id }) => id))
        const orders = new Set(city.orders.map(({ id }) => id))
        for (const { courier, order, reasons, type } of play(city, policy, seed).entries) {
          expect(reasons === undefined).toBe(type !== "DeliveryOffered")
          if (reasons === undefined) continue
          expect(reasons).toHaveLength(1)
          const why = at(reasons, 0)
          expect(why).toMatchObject({ order, chosen: courier, policy: policy.name })
          for (const candidate of why.candidates) {
            expect(couriers).toContain(candidate.courier)
            const sum = Object.values(candidate.terms).reduce((total, term) => total + term, 0)
            expect(Math.abs(sum - candidate.cost)).toBeLessThan(
              0.005 * (Object.keys(candidate.terms).length + 1)
            )
            for (const [, named] of candidate.verdict.matchAll(
              /(?:order|delivery) (\S+?)(?:,|$| instead)/g
            )) {
              expect(orders).toContain(named)
            }
          }
        }
      }),
      { numRuns: 25 }
    )
  })
})

describe("the history", () => {
  it("names everybody as the city does, and nothing by number", () => {
    const { city } = busyDay
    const { entries } = play(city, nearest)
    const ids = new Set([...city.orders, ...city.couriers].map(({ id }) => id))
    for (const { courier, order } of entries) {
      expect(ids).toContain(order)
      if (courier !== undefined) expect(ids).toContain(courier)
    }
    expect(entries.find(({ type }) => type === "OrderPlaced")).toEqual({
      type: "OrderPlaced",
      atMs: city.fromMs,
      order: "o0",
      version: 1,
      restaurant: "r0",
      promisedAtMs: at(city.orders, 0).promisedAtMs,
      pickup: at(city.restaurants, at(city.orders, 0).restaurant).position,
      dropoff: at(city.orders, 0).dropoff
    })
    expect(entries.find(({ type }) => type === "RequestPayment")).toEqual({
      type: "RequestPayment",
      atMs: city.fromMs,
      order: "o0",
      operation: "authorise",
      key: "o0:authorise:1",
      amountMinor: 1_500,
      currency: "EUR"
    })
    expect(entries.find(({ type }) => type === "OfferAccepted")).toMatchObject({ offer: expect.any(String) })
  })

  it("tells of journeys without an order: who goes where, and when they are there", () => {
    const city: City = { ...busyDay.city, rules: { ...busyDay.city.rules, offers: "obeyed" } }
    const { entries, trips } = play(city, makePlannerPolicy())
    const told = entries.filter((entry) => entry.order === undefined)
    const driven = trips.filter(({ drops }) => drops.length === 0)
    expect(driven.length).toBeGreaterThan(0)
    const journeyOf = (type: string, atMs: number, courier: number, restaurant: number) => ({
      atMs,
      type,
      courier: at(city.couriers, courier).id,
      restaurant: at(city.restaurants, restaurant).id
    })
    expect(told).toHaveLength(2 * driven.length)
    for (const { courier, departedAtMs, pickedUpAtMs, restaurant } of driven) {
      expect(told).toContainEqual(journeyOf("Preposition", departedAtMs, courier, restaurant))
      expect(told).toContainEqual(journeyOf("CourierArrived", pickedUpAtMs, courier, restaurant))
    }
    expect(checkRun(city, entries)).toEqual([])
  })

  it("tells of a search that goes further (S13), and of a restaurant that is silent", () => {
    const eager = { ...at(busyDay.city.couriers, 0), position: { lat: 0, lng: 0 }, acceptance: 0 }
    const far = { ...eager, id: "far", position: { lat: 0, lng: 0.1 }, acceptance: 1 }
    const city: City = {
      ...busyDay.city,
      couriers: [...Array.from({ length: 8 }, (_, i) => ({ ...eager, id: `near${i}` })), far],
      orders: [
        at(busyDay.city.orders, 0),
        { ...at(busyDay.city.orders, 2), acceptAfterMs: 10 * MINUTE_MS, placedAtMs: 12 * HOUR_MS }
      ]
    }
    const { entries } = play(city, nearest)
    const asked = entries.filter(({ type }) => type === "DeliveryOffered").map(({ courier }) => courier)
    expect(new Set(asked.slice(0, 8))).toEqual(new Set(city.couriers.slice(0, 8).map(({ id }) => id)))
    expect(asked.slice(8)).toEqual(["far"])
    const widened = entries.filter(({ type }) => type === "Widen")
    expect(widened.map(({ fromM, order, toM }) => ({ order, fromM, toM }))).toEqual([
      { order: "o0", fromM: 1_500, toM: 12_000 }
    ])
    expect(entries.find(({ type, why }) => type === "Escalate" && why === "restaurant-silent")).toMatchObject(
      {
        order: "o2",
        atMs: 12 * HOUR_MS + 5 * MINUTE_MS,
        waitedMs: 5 * MINUTE_MS
      }
    )
    expect(checkRun(city, entries)).toEqual([])
  })

  it("is in the hash event by event: what, when, of which order, by whom, and in which sequence (P11)", () => {
    type Event = readonly [type: string, atMs: number, order: number, courier: number]
    const hashOf = (...events: ReadonlyArray<Event>) => {
      const hash = makeRunHash()
      const history = makeHistory(busyDay.city, hash)
      for (const event of events) history.add(...event, {}, (nothing) => nothing)
      return hash.digest()
    }
    const journey = (...event: Parameters<History["journey"]>) => {
      const hash = makeRunHash()
      makeHistory(busyDay.city, hash).journey(...event)
      return hash.digest()
    }
    const one: Event = ["OfferAccepted", 1_000, 1, 1]
    const other: Event = ["OfferRejected", 1_000, 1, 1]
    const hashes = [
      hashOf(),
      hashOf(one),
      hashOf(other),
      hashOf(one, one),
      hashOf(one, other),
      hashOf(other, one),
      hashOf(["OfferAccepted", 1_001, 1, 1]),
      hashOf(["OfferAccepted", 1_000, 2, 1]),
      hashOf(["OfferAccepted", 1_000, 1, 2]),
      hashOf(["OfferAccepted", 1_000, 1, -1]),
      journey("Preposition", 1_000, 1, 1),
      journey("CourierArrived", 1_000, 1, 1),
      journey("Preposition", 1_001, 1, 1),
      journey("Preposition", 1_000, 2, 1),
      journey("Preposition", 1_000, 1, 0)
    ]
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(hashOf(one, other)).toBe(hashOf(one, other))
  })
})
