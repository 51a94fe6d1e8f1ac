import { describe, expect, it } from "vitest"
import { checkRun, makeCheckers } from "../../src/check/makeCheckers.ts"
import { busyDay, CARRIED, lonelyDay, LOST, nearbyDay, onePlaceDay, sentDay, sharedDay } from "./days.ts"
import { repeated } from "./spoil.ts"
import { PLANTS } from "./plants/plants.ts"

describe("the checkers", () => {
  it.each([
    ["busy", busyDay],
    ["one-place", onePlaceDay],
    ["lonely", lonelyDay],
    ["sent", sentDay],
    ["nearby", nearbyDay],
    ["shared", sharedDay]
  ])("have nothing to say about a good day: %s", (_, day) => {
    expect(checkRun(day.city, day.entries)).toEqual([])
  })

  it("take the same request to the gateway, asked again under its key, for one (P2)", () => {
    const { city, entries } = busyDay
    expect(checkRun(city, repeated(entries, { operation: "capture", order: CARRIED }))).toEqual([])
    expect(checkRun(city, repeated(entries, { operation: "void", order: LOST }))).toEqual([])
  })

  const names = makeCheckers(busyDay.city).map(({ name }) => name)

  it("are all proven by something planted", () => {
    expect(Object.keys(PLANTS).toSorted()).toEqual(names.toSorted())
  })

  it.each(Object.entries(PLANTS).flatMap(([name, plants]) => plants.map((plant) => ({ name, ...plant }))))(
    "$name complains of $what, and nobody else but $also",
    ({ name, also = [], day, ...plant }) => {
      const entries = plant.entries?.(day.entries) ?? day.entries
      const city = plant.city?.(day.city, day.entries) ?? day.city
      const violations = checkRun(city, entries)
      const complaints = new Set(violations.map(({ checker }) => checker))
      expect(complaints, JSON.stringify(violations, null, 1)).toEqual(new Set([name, ...also]))
    }
  )
})
