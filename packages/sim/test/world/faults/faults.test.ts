import { at, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import fc from "fast-check"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import type { LogEntry } from "../../../src/report/LogEntry.ts"
import { decodeDisturbances } from "../../../src/scenario/decodePlain.ts"
import type { City } from "../../../src/world/City.ts"
import { arbitraryCity } from "../arbitraryCity.ts"
import { play, POLICIES } from "../play.ts"
import { failing, faultsOf, FROM_MS } from "./swarm.ts"

const disturbances = (...list: ReadonlyArray<Readonly<Record<string, unknown>>>) =>
  Result.getOrThrow(decodeDisturbances(list, ["north", "south"]))
const during = (fromMin: number, toMin: number) => ({
  fromMs: FROM_MS + fromMin * MINUTE_MS,
  toMs: FROM_MS + toMin * MINUTE_MS
})
const policyOf = (which: number) => at(POLICIES, which % POLICIES.length)

/** Every kind, and nothing that is felt. */
const FELT_BY_NOBODY = disturbances(
  { kind: "bus-outage", ...during(-700, -690) },
  { kind: "store-outage", ...during(0, 200), failure: "slow", slowMs: 0 },
  { kind: "store-outage", ...during(-700, -690) },
  { kind: "shard-outage", ...during(0, 200), leaseMs: 0 },
  { kind: "app-disconnects", ...during(0, 60), share: 1, lasts: { minMs: 0, maxMs: 0 } },
  { kind: "app-disconnects", ...during(0, 60), share: 0 }
)

describe("faults", () => {
  it("of no length and no strength leave a day as it is, to the hash (P11)", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, which) => {
        const usual = play(city, policyOf(which))
        const faulty = failing(city, FELT_BY_NOBODY, 1)
        expect(faulty.faults).toBeDefined()
        const same = play(faulty, policyOf(which))
        expect(same.report).toEqual(usual.report)
        expect(same.entries).toEqual(usual.entries)
      }),
      { numRuns: 40 }
    )
  })

  it("of one region leave the other one as it is: everybody keeps their luck", () => {
    const south = disturbances(
      { kind: "bus-outage", ...during(2, 9), where: { regions: ["south"] } },
      { kind: "store-outage", ...during(10, 14), where: { regions: ["south"] } },
      { kind: "shard-outage", ...during(20, 30), where: { regions: ["south"] }, leaseMs: MINUTE_MS }
    )
    let felt = 0
    fc.assert(
      fc.property(arbitraryCity, fc.nat(), (city, which) => {
        const north = (entries: ReadonlyArray<LogEntry>) => entries.filter((entry) => isIn(city, 0, entry))
        const faulty = play(failing(city, south, 1), policyOf(which))
        expect(north(faulty.entries)).toEqual(north(play(city, policyOf(which)).entries))
        felt += faulty.report.faults.commandsHeld + faulty.report.faults.factsLate
      }),
      { numRuns: 60 }
    )
    expect(felt).toBeGreaterThan(0)
  })

  it("answer with times that never fall and never lie in the past", () => {
    fc.assert(
      fc.property(arbitraryCity, fc.integer({ min: 1, max: 10_000 }), (city, seed) => {
        const { couriers, faults } = failing(city, faultsOf(seed), seed)
        if (faults === undefined) return
        const courier = couriers.length - 1
        const asked = [
          (atMs: number) => faults.committedAtMs(1, atMs),
          (atMs: number) => faults.heardAtMs(1, atMs),
          ...(courier < 0 ? [] : [(atMs: number) => faults.connectedAtMs(courier, atMs)])
        ]
        for (const ask of asked) {
          let before = -Infinity
          for (let atMs = FROM_MS - MINUTE_MS; atMs < FROM_MS + 100 * MINUTE_MS; atMs += 7_919) {
            const answer = ask(atMs)
            expect(answer).toBeGreaterThanOrEqual(Math.max(atMs, before))
            before = answer
          }
        }
      }),
      { numRuns: 30 }
    )
  })
})

const isIn = (city: City, region: number, { courier, order }: LogEntry): boolean => {
  const wanted = city.orders.find(({ id }) => id === order)
  const who = city.couriers.find(({ id }) => id === courier)
  return (wanted === undefined ? who?.region : at(city.restaurants, wanted.restaurant).region) === region
}

/** One willing courier beside one restaurant, and an order a minute after the begin. */
const plain: City = {
  name: "plain",
  fromMs: FROM_MS,
  toMs: FROM_MS + 60 * MINUTE_MS,
  regions: [{ id: "north", name: "north" }],
  restaurants: [{ id: "r0", region: 0, position: { lat: 0, lng: 0 }, kitchenSlots: 2 }],
  couriers: [
    {
      id: "c0",
      region: 0,
      position: { lat: 0.001, lng: 0 },
      vehicle: "bicycle",
      onAtMs: FROM_MS,
      offAtMs: FROM_MS + 120 * MINUTE_MS,
      acceptance: 1
    }
  ],
  orders: [
    {
      id: "o0",
      restaurant: 0,
      dropoff: { lat: 0.01, lng: 0 },
      placedAtMs: FROM_MS + MINUTE_MS,
      acceptAfterMs: 10 * SECOND_MS,
      preparationMs: 5 * MINUTE_MS,
      estimatedPreparationMs: 5 * MINUTE_MS,
      promisedAtMs: FROM_MS + 40 * MINUTE_MS
    }
  ],
  travel: { name: "even", topSpeedMps: 20, durationMs: (from, to) => (from === to ? 0 : 3 * MINUTE_MS) },
  rules: {
    windowMs: 5 * SECOND_MS,
    offers: { answerAfter: { minMs: 5_000, maxMs: 5_000 }, timeOutMs: 30_000, ignores: 0 },
    beforePickup: { minMs: 0, maxMs: 0 },
    afterPickup: { minMs: 0, maxMs: 0 },
    beforeDropoff: { minMs: 0, maxMs: 0 },
    afterDropoff: { minMs: 0, maxMs: 0 },
    patience: null,
    service: { beforePickupMs: 0, afterPickupMs: 0, beforeDropoffMs: 0, afterDropoffMs: 0 },
    clickToDoorTargetMs: 40 * MINUTE_MS
  }
}

describe("one order", () => {
  const usual = play(plain, nearest)
  const timeOf = (entries: ReadonlyArray<LogEntry>, type: string) =>
    entries.find((entry) => entry.type === type)?.atMs ?? Number.NaN
  const pickedUpAtMs = timeOf(usual.entries, "DeliveryPickedUp")
  const under = (disturbance: Readonly<Record<string, unknown>>) =>
    play(failing(plain, disturbances(disturbance), 1), nearest)

  it("is delivered when it is, and reported when the app is back (app-disconnects)", () => {
    const lastsMs = 60 * MINUTE_MS
    const lost = { fromMs: pickedUpAtMs + 1, toMs: pickedUpAtMs + 2 }
    const { entries, report } = under({
      kind: "app-disconnects",
      ...lost,
      share: 1,
      lasts: { minMs: lastsMs, maxMs: lastsMs }
    })
    expect(report.clickToDoor).toEqual(usual.report.clickToDoor)
    const done = entries.find(({ type }) => type === "DeliveryCompleted")
    expect(done?.["happenedAtMs"]).toBe(timeOf(usual.entries, "DeliveryCompleted"))
    expect(done?.atMs).toBeGreaterThanOrEqual(pickedUpAtMs + lastsMs)
    expect(report.faults.reportsLate).toBe(2)
  })

  it("is looked for when dispatch hears of it, and its kitchen begins when it does (bus-outage)", () => {
    const { entries, report } = under({ kind: "bus-outage", ...during(0, 3) })
    expect(timeOf(entries, "OrderPlaced")).toBe(FROM_MS + MINUTE_MS)
    expect(timeOf(entries, "OrderConfirmed")).toBe(FROM_MS + 3 * MINUTE_MS + 10 * SECOND_MS)
    expect(report.delivered).toBe(1)
    expect(report.faults.messagesLate).toBeGreaterThan(0)
  })

  it("is placed when the store is back, if the customer tries that long (store-outage)", () => {
    const patient = under({ kind: "store-outage", ...during(0, 3), retryAfterMs: 20_000, tries: 8 })
    expect(timeOf(patient.entries, "PlacementRefused")).toBe(FROM_MS + MINUTE_MS)
    expect(timeOf(patient.entries, "OrderPlaced")).toBeGreaterThanOrEqual(FROM_MS + 3 * MINUTE_MS)
    expect(patient.report.delivered).toBe(1)
    const hasty = under({ kind: "store-outage", ...during(0, 3), retryAfterMs: 2_000, tries: 2 })
    expect(timeOf(hasty.entries, "PlacementGivenUp")).toBeGreaterThan(FROM_MS + MINUTE_MS)
    expect(hasty.report).toMatchObject({ placed: 0, faults: { placementsRefused: 1, placementsGivenUp: 1 } })
  })

  it("waits for a lease at most when its shard is lost (shard-outage, S138)", () => {
    const { entries } = under({ kind: "shard-outage", ...during(1, 50), leaseMs: 45_000, tries: 12 })
    const placedAtMs = timeOf(entries, "OrderPlaced")
    expect(placedAtMs).toBeGreaterThanOrEqual(FROM_MS + MINUTE_MS + 45_000)
    expect(placedAtMs).toBeLessThan(FROM_MS + 4 * MINUTE_MS)
  })
})
