import { at, HOUR_MS, Limits, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { checkRun } from "../../src/check/makeCheckers.ts"
import type { LogEntry } from "../../src/report/LogEntry.ts"
import { makeBehaviour } from "../../src/world/behaviour.ts"
import type { City, CityOrder, CityRules } from "../../src/world/City.ts"
import { busyDay } from "../check/days.ts"
import { bundling } from "./bundling.ts"
import { play, POLICIES } from "./play.ts"

const START_MS = 11 * HOUR_MS
const here = { lat: 0, lng: 0 }
const none = { minMs: 0, maxMs: 0 }

const order = (id: string, placedAfterMs: number): CityOrder => ({
  id,
  restaurant: 0,
  dropoff: here,
  placedAtMs: START_MS + placedAfterMs,
  acceptAfterMs: 2 * MINUTE_MS,
  preparationMs: 10 * MINUTE_MS,
  estimatedPreparationMs: 10 * MINUTE_MS,
  promisedAtMs: START_MS + placedAfterMs + 5 * MINUTE_MS
})

const cityOf = (changed: Partial<City>, rules: Partial<CityRules> = {}): City => ({
  ...busyDay.city,
  restaurants: [{ ...at(busyDay.city.restaurants, 0), position: here, kitchenSlots: null }],
  couriers: [],
  orders: [order("o0", 0)],
  ...changed,
  rules: {
    ...busyDay.city.rules,
    beforePickup: none,
    afterPickup: none,
    beforeDropoff: none,
    afterDropoff: none,
    service: { beforePickupMs: 0, afterPickupMs: 0, beforeDropoffMs: 0, afterDropoffMs: 0 },
    ...rules
  }
})

const courier = (id: string, acceptance: number) => ({
  ...at(busyDay.city.couriers, 0),
  id,
  position: here,
  onAtMs: START_MS,
  offAtMs: START_MS + 12 * HOUR_MS,
  acceptance
})

/** What happened to an order, in minutes after eleven: everything but notices. */
const storyOf = (entries: ReadonlyArray<LogEntry>, id: string, types: ReadonlyArray<string>) =>
  entries
    .filter((entry) => entry.order === id && types.includes(entry.type))
    .map(({ atMs, type }) => `${(atMs - START_MS) / MINUTE_MS} ${type}`)

const endOf = (entries: ReadonlyArray<LogEntry>, id: string) => {
  const end = entries.find((entry) => entry.order === id && entry.type === "OrderCancelled")
  return end === undefined ? undefined : { atMs: end.atMs, by: end["by"], reason: end["reason"] }
}

describe.each(POLICIES)("when nobody comes, under $name", (policy) => {
  const patience = {
    customerAfterMs: 25 * MINUTE_MS,
    customerProbability: 0.6,
    platformAfterMs: 40 * MINUTE_MS
  }
  const orders = Array.from({ length: 200 }, (_, i) => order(`o${i}`, i * SECOND_MS))

  it("customers who give up do so when their patience ends, the platform does for the others", () => {
    const city = cityOf({ orders }, { patience })
    const { entries, report } = play(city, policy)
    const { givesUp } = makeBehaviour(city, 1)
    const cancelled = orders.filter((_, i) => givesUp(i)).length
    orders.forEach(({ id, placedAtMs }, i) => {
      expect(endOf(entries, id)).toEqual(
        givesUp(i)
          ? { atMs: placedAtMs + patience.customerAfterMs, by: "customer", reason: "no courier came" }
          : {
              // The platform looks for a courier from the restaurant's answer on.
              atMs: placedAtMs + 2 * MINUTE_MS + patience.platformAfterMs,
              by: "platform",
              reason: "no-courier"
            }
      )
    })
    expect(report).toMatchObject({ placed: 200, delivered: 0, cancelled, lost: 200 - cancelled })
    expect(Math.abs(cancelled / 200 - patience.customerProbability)).toBeLessThan(0.1)
    expect(checkRun(city, entries)).toEqual([])
  })

  it("customers wait for what they were promised, and the platform for food that takes long", () => {
    const slow = orders.map((one) => ({
      ...one,
      preparationMs: HOUR_MS,
      estimatedPreparationMs: HOUR_MS,
      promisedAtMs: one.placedAtMs + 70 * MINUTE_MS
    }))
    const city = cityOf({ orders: slow }, { patience })
    const { entries } = play(city, policy)
    const { givesUp } = makeBehaviour(city, 1)
    slow.forEach(({ id, placedAtMs }, i) => {
      const neededAtMs = placedAtMs + 2 * MINUTE_MS + HOUR_MS - Limits.jitLeadMs
      const endAtMs = givesUp(i) ? placedAtMs + 70 * MINUTE_MS : neededAtMs + patience.platformAfterMs
      expect(endOf(entries, id)?.atMs).toBe(endAtMs)
    })
  })

  it("the platform may be faster than any customer", () => {
    const city = cityOf({ orders }, { patience: { ...patience, platformAfterMs: 10 * MINUTE_MS } })
    expect(play(city, policy).report).toMatchObject({ cancelled: 0, lost: 200 })
  })

  it("and everybody is patient, the day ends with the last food, and all orders are lost", () => {
    const city = cityOf({ orders }, { patience: null })
    const { entries, report } = play(city, policy)
    expect(report).toMatchObject({ cancelled: 0, lost: 200 })
    expect(new Set(orders.map(({ id }) => endOf(entries, id)?.by))).toEqual(new Set(["platform"]))
    const lastEscalation = entries.findLast(({ type }) => type === "Escalate")?.atMs
    expect(new Set(orders.map(({ id }) => endOf(entries, id)?.atMs))).toEqual(new Set([lastEscalation]))
    expect(checkRun(city, entries)).toEqual([])
  })

  it("couriers come after all, nobody gives up on what a courier has accepted", () => {
    const everybody = {
      customerAfterMs: 13 * MINUTE_MS,
      customerProbability: 1,
      platformAfterMs: 12 * MINUTE_MS
    }
    const city = cityOf({ couriers: [courier("c0", 1)] }, { patience: everybody })
    const far = {
      ...city,
      couriers: city.couriers.map((one) => ({ ...one, position: { lat: 0.05, lng: 0 } }))
    }
    const { entries, report } = play(far, policy)
    expect(report).toMatchObject({ delivered: 1, cancelled: 0, lost: 0 })
    const [accepted, delivered] = ["OfferAccepted", "OrderDelivered"].map(
      (type) => entries.find((entry) => entry.type === type)?.atMs ?? Number.NaN
    )
    expect(accepted).toBeLessThan(START_MS + everybody.customerAfterMs)
    expect(delivered).toBeGreaterThan(START_MS + everybody.customerAfterMs)
  })
})

/** Cooked the moment it is confirmed, so that a courier is asked at once. */
const instant = (id: string, placedAfterMs: number): CityOrder => ({
  ...order(id, placedAfterMs),
  preparationMs: 0,
  estimatedPreparationMs: 0
})

/** Offers stand ten minutes and are never answered; customers give up after six. */
const silence: Partial<CityRules> = {
  offers: { answerAfter: none, timeOutMs: 10 * MINUTE_MS, ignores: 1 },
  patience: { customerAfterMs: 6 * MINUTE_MS, customerProbability: 1, platformAfterMs: HOUR_MS }
}

const OFFERS = [
  "DeliveryOffered",
  "OfferTimedOut",
  "OfferRejected",
  "OfferAccepted",
  "OfferWithdrawn",
  "DeliveryCancelled"
]

describe("when a customer cancels while an offer is open", () => {
  it.each(POLICIES)("the courier is asked no longer, and free for the next order ($name)", (policy) => {
    const city = cityOf(
      { couriers: [courier("c0", 0)], orders: [instant("o0", 0), instant("o1", 3 * MINUTE_MS)] },
      silence
    )
    // Another restaurant, so that nobody carries both.
    const apart = {
      ...city,
      restaurants: [
        at(city.restaurants, 0),
        { ...at(city.restaurants, 0), id: "r1", position: { lat: 0, lng: 0.001 } }
      ],
      orders: city.orders.map((wanted, restaurant) => ({ ...wanted, restaurant }))
    }
    const { entries, report } = play(apart, policy)
    const asked = entries.filter(({ type }) => type === "DeliveryOffered")
    expect(asked.map(({ order }) => order)).toEqual(["o0", "o1"])
    expect(storyOf(entries, "o0", OFFERS).at(-1)).toBe("6 DeliveryCancelled")
    expect(storyOf(entries, "o0", OFFERS)).toHaveLength(2)
    // In the very window in which the first customer gave up, and not ten minutes after the first offer.
    expect(at(asked, 1).atMs - START_MS).toBe(6 * MINUTE_MS)
    expect(storyOf(entries, "o1", OFFERS).at(-1)).toBe("9 DeliveryCancelled")
    expect(report).toMatchObject({ offers: 2, offersTimedOut: 0, offersRejected: 0, cancelled: 2 })
    expect(checkRun(apart, entries)).toEqual([])
  })

  it("the offer is withdrawn for the others of the bundle, who are offered anew", () => {
    const orders = [instant("o0", 0), instant("o1", MINUTE_MS)]
    const city = cityOf({ couriers: [courier("c0", 0)], orders }, silence)
    const together = {
      ...city,
      orders: orders.map((wanted) => ({
        ...wanted,
        acceptAfterMs: 4 * MINUTE_MS - (wanted.placedAtMs - START_MS)
      }))
    }
    const { entries, report } = play(together, bundling)
    const offers = entries.filter(({ type }) => type === "DeliveryOffered").map(({ offer }) => offer)
    expect(offers).toEqual(["0-0", "0-0", "0-1"])
    expect(storyOf(entries, "o0", OFFERS)).toEqual(["4 DeliveryOffered", "6 DeliveryCancelled"])
    expect(storyOf(entries, "o1", OFFERS)).toEqual([
      "4 DeliveryOffered",
      "6 OfferWithdrawn",
      "6 DeliveryOffered",
      "7 DeliveryCancelled"
    ])
    expect(report).toMatchObject({ offers: 2, offersTimedOut: 0, ordersPerBundle: Number.NaN })
    expect(checkRun(together, entries)).toEqual([])
  })
})

describe("an answer in the moment in which the offer lapses", () => {
  it("comes too late", () => {
    const offers = { answerAfter: { minMs: MINUTE_MS, maxMs: MINUTE_MS }, timeOutMs: MINUTE_MS, ignores: 0 }
    const city = cityOf({ couriers: [courier("c0", 1)] }, { offers })
    const { entries, report } = play(city, nearest)
    expect(report).toMatchObject({ offers: 1, offersTimedOut: 1, delivered: 0 })
    expect(checkRun(city, entries)).toEqual([])
    const sooner = { ...offers, answerAfter: { minMs: MINUTE_MS - 1, maxMs: MINUTE_MS - 1 } }
    expect(play(cityOf({ couriers: [courier("c0", 1)] }, { offers: sooner }), nearest).report).toMatchObject({
      offers: 1,
      delivered: 1
    })
  })
})
