import { at, HOUR_MS, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import { defaultPlannerOptions } from "@hotbag/dispatch"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkRun } from "../../src/check/makeCheckers.ts"
import type { City, CityRules } from "../../src/world/City.ts"
import { busyDay } from "../check/days.ts"
import { arbitraryCity } from "./arbitraryCity.ts"
import { play, POLICIES, start } from "./play.ts"

const START_MS = 11 * HOUR_MS
const here = { lat: 0, lng: 0 }
const none = { minMs: 0, maxMs: 0 }
const obeyed: Partial<CityRules> = { offers: "obeyed", windowMs: MINUTE_MS }

/** One restaurant, one courier at its door, one order whose food is ready at 11:10. */
const cityOf = (offAtMs: number, rules: Partial<CityRules>): City => ({
  ...busyDay.city,
  restaurants: [{ ...at(busyDay.city.restaurants, 0), position: here, kitchenSlots: null }],
  couriers: [{ ...at(busyDay.city.couriers, 0), position: here, onAtMs: START_MS, offAtMs, acceptance: 1 }],
  orders: [
    {
      ...at(busyDay.city.orders, 0),
      dropoff: { lat: 0.01, lng: 0 },
      placedAtMs: START_MS,
      acceptAfterMs: 0,
      preparationMs: 10 * MINUTE_MS,
      estimatedPreparationMs: 10 * MINUTE_MS
    }
  ],
  rules: {
    ...busyDay.city.rules,
    beforePickup: none,
    afterPickup: none,
    beforeDropoff: none,
    afterDropoff: none,
    service: { beforePickupMs: 0, afterPickupMs: 0, beforeDropoffMs: 0, afterDropoffMs: 0 },
    patience: null,
    ...rules
  }
})

describe.each(POLICIES)("at the off-time, under $name", (policy) => {
  it("a pickup is legal, a millisecond later it is not", () => {
    const readyAtMs = START_MS + 10 * MINUTE_MS
    const inTime = play(cityOf(readyAtMs, obeyed), policy)
    expect(inTime.report).toMatchObject({ delivered: 1 })
    expect(inTime.trips.map(({ pickedUpAtMs }) => pickedUpAtMs)).toEqual([readyAtMs])
    expect(play(cityOf(readyAtMs - 1, obeyed), policy).report).toMatchObject({ offers: 0, lost: 1 })
  })

  it("a courier who is thinking may still accept, carries the order to the end, and then goes home", () => {
    // Asked 20 s before the food is ready, or as much earlier as the policy has time to spare, and off when it is ready.
    const spareMs = policy.name === "planner" ? defaultPlannerOptions.spareMs : 0
    const thinksMs = spareMs + 30 * SECOND_MS
    const offers = {
      answerAfter: { minMs: thinksMs, maxMs: thinksMs },
      timeOutMs: spareMs + MINUTE_MS,
      ignores: 0
    }
    const city = cityOf(START_MS + 10 * MINUTE_MS, { offers, windowMs: SECOND_MS })
    const again = { ...at(city.orders, 0), id: "again", placedAtMs: START_MS + MINUTE_MS }
    const { entries, report, trips } = play({ ...city, orders: [...city.orders, again] }, policy)
    const accepted = entries.find(({ type }) => type === "OfferAccepted")?.atMs
    expect(accepted).toBe(START_MS + 10 * MINUTE_MS + 10 * SECOND_MS)
    expect(trips).toHaveLength(1)
    expect(report).toMatchObject({ offers: 1, delivered: 1, lost: 1, ordersPerBundle: 1 })
    expect(checkRun({ ...city, orders: [...city.orders, again] }, entries)).toEqual([])
    const { run } = start(city, policy)
    run.advance(Infinity)
    expect(run.progress()).toMatchObject({ couriers: { idle: 0, offline: 1 } })
  })
})

describe.each(POLICIES)("dispatch of any city under $name", (policy) => {
  it("asks at whole windows only", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, seed) => {
        const { entries } = play(city, policy, seed)
        for (const { atMs, type } of entries) {
          if (type === "DeliveryOffered") expect(atMs % city.rules.windowMs).toBe(0)
        }
      }),
      { numRuns: 25 }
    )
  })

  it("has couriers obey at once where they do", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (anyCity, seed) => {
        const city: City = { ...anyCity, rules: { ...anyCity.rules, offers: "obeyed" } }
        const { entries, report } = play(city, policy, seed)
        const offered = entries.filter(({ type }) => type === "DeliveryOffered")
        const accepted = entries.filter(({ type }) => type === "OfferAccepted")
        const who = ({ atMs, courier, order }: (typeof entries)[number]) => `${atMs} ${courier} ${order}`
        expect(accepted.map(who)).toEqual(offered.map(who))
        // Nobody is asked, so nobody can refuse.
        expect([report.offersRejected, report.offersTimedOut]).toEqual([null, null])
        expect(checkRun(city, entries)).toEqual([])
      }),
      { numRuns: 25 }
    )
  })
})
