import { SECOND_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import type { InvariantsReport } from "../../../src/check/live/Complaints.ts"
import { watchRun } from "../../../src/check/live/watchRun.ts"
import { makeDirectory } from "../../../src/check/Directory.ts"
import { numberField, textField } from "../../../src/check/entryFields.ts"
import { reportText } from "../../../src/report/text.ts"
import { startRun } from "../../../src/startRun.ts"
import type { City } from "../../../src/world/City.ts"
import { busyDay, lonelyDay, nearbyDay, onePlaceDay, sentDay, sharedDay } from "../days.ts"
import { PLANTS } from "../plants/plants.ts"
import type { Entries } from "../spoil.ts"

/** What the watch says of a history that is told to it as a run would. */
const watched = (city: City, entries: Entries): InvariantsReport => {
  const { courierNumber, orderNumber } = makeDirectory(city)
  const codes = new Map<string, number>()
  let nowMs = 0
  const watch = watchRun(city, () => nowMs)
  const restaurants = new Map(city.restaurants.map(({ id }, number) => [id, number]))
  for (const entry of entries) {
    const { atMs, courier, type } = entry
    nowMs = atMs
    if (entry.order === undefined) {
      if (type === "CourierArrived" && courierNumber(courier) >= 0) {
        watch.came(atMs, courierNumber(courier), restaurants.get(entry.restaurant ?? "") ?? 0)
      }
      continue
    }
    const order = orderNumber(entry.order)
    // A run names everybody by number: there are no strangers.
    if (order < 0 || (courier !== undefined && courierNumber(courier) < 0)) continue
    const code = codes.get(type) ?? codes.size
    codes.set(type, code)
    watch.see(code, type, atMs, order, courierNumber(courier))
    const operation = textField(entry, "operation")
    if (operation !== undefined) {
      watch.payment(atMs, order, operation, numberField(entry, "amountMinor") ?? Number.NaN)
    }
  }
  return watch.finish(nowMs)
}
const days = { busyDay, lonelyDay, nearbyDay, onePlaceDay, sentDay, sharedDay }

describe("the watch", () => {
  it.each(Object.entries(days))("has nothing to say about a good day: %s", (_, { city, entries }) => {
    expect(watched(city, entries)).toMatchObject({ violations: 0, first: [] })
  })
  const planted = Object.entries(PLANTS).flatMap(([name, plants]) =>
    plants.flatMap((plant) => (WATCHED.includes(name) ? [{ name, ...plant }] : []))
  )
  it("sees what is planted, but for what only a log tells", () => {
    const missed = planted.flatMap(({ day, name, what, ...plant }) => {
      const entries = plant.entries?.(day.entries) ?? day.entries
      const { violations } = watched(plant.city?.(day.city, day.entries) ?? day.city, entries)
      return violations === 0 ? [`${name}: ${what}`] : []
    })
    expect(missed).toEqual(ONLY_IN_A_LOG)
  })

  it("tells what it saw in the report, with the seed, and leaves the history alone", () => {
    const { city } = busyDay
    const lying = { ...city, travel: { ...city.travel, durationMs: () => SECOND_MS } }
    const run = startRun({ city: lying, policy: nearest, seed: 3, commit: "planted" })
    run.advance(Infinity)
    const report = run.report()
    expect(report.invariants.violations).toBeGreaterThan(0)
    expect(report.invariants.first[0]).toMatchObject({ checker: "physics" })
    expect(reportText(report)).toMatch(/seed      3[^]*broken \d+ times: a bug\n {4}/)
    expect(run.report().invariants).toEqual(report.invariants)
  })

  it("may be joined by every checker", () => {
    const run = startRun({ city: busyDay.city, policy: nearest, seed: 3, commit: "t", check: "all" })
    run.advance(Infinity)
    const { checked, violations } = run.report().invariants
    expect(violations).toBe(0)
    expect(checked).toEqual(expect.arrayContaining(["kitchenSlots", "alertedInTime", "capacity"]))
  })
})

/** Checkers of which the watch has a part. */
const WATCHED = [
  "orderOfTime",
  "noLostOrder",
  "monotoneStates",
  "noDoubleAssignment",
  "offersExpireOnce",
  "physics",
  "dutyHours",
  "moneySettled"
]
/** What takes ids, versions, keys, estimates or exact ways to see: that is left to the checkers of a log. */
const ONLY_IN_A_LOG: ReadonlyArray<string> = [
  "noLostOrder: an order of nobody",
  "monotoneStates: a version left out",
  "monotoneStates: a version told twice",
  "offersExpireOnce: an offer that stands longer than the rules say",
  "offersExpireOnce: an answer to another offer",
  "offersExpireOnce: a courier who is asked while still thinking",
  "offersExpireOnce: an offer that leaves no time",
  "offersExpireOnce: an offer without a name",
  "physics: an arrival at the restaurant a second too early",
  "physics: a pickup before the courier is handled",
  "physics: a courier who is where it was sent a second too early",
  "physics: a courier who is sent on from where it never was",
  "physics: a courier who sets off before the last door is done",
  "physics: a pickup before the courier who waited is handled",
  "physics: a restaurant that is not in the city",
  "physics: an arrival at the second restaurant a second too early",
  "physics: a first pickup so late that the second restaurant is reached too early",
  "dutyHours: a courier who cannot be there before going home",
  "dutyHours: food that is expected after the courier goes home",
  "dutyHours: a courier who dawdles at the restaurant after the off-time",
  "dutyHours: a courier who is sent somewhere after going home",
  "dutyHours: a courier who is sent somewhere before coming",
  "dutyHours: a courier who cannot be there before going home",
  "dutyHours: a courier who is sent to another region",
  "dutyHours: a courier of no region who is sent somewhere",
  "moneySettled: money that is captured twice",
  "moneySettled: money that is settled after more than ten minutes",
  "moneySettled: a request without a key"
]
