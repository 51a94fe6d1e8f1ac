import { HOUR_MS } from "@hotbag/core"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { overlayReach } from "../../../src/scenario/disturbance/overlayReach.ts"
import { decodeOverlay } from "../../../src/scenario/Overlay.ts"
import { overlayNamed, scenarioNamed } from "../../../src/scenario/scenarios.ts"

const reach = (overlay: unknown, fromHour: number, toHour: number) =>
  Result.getOrThrow(
    overlayReach(Result.getOrThrow(decodeOverlay(overlay)), ["north"], SHARES, {
      fromMs: fromHour * HOUR_MS,
      toMs: toHour * HOUR_MS
    })
  ).reach
const SHARES = Array.from({ length: 24 }, (_, hour) => (hour === 20 ? 5 : 1))
const from19to21 = (kind: string, more: object = {}) => ({
  name: "seven",
  disturbances: [{ kind, fromMs: 19 * HOUR_MS, toMs: 21 * HOUR_MS, ...more }]
})

describe("how far an overlay reaches into the demand of a city", () => {
  it("is told by its hours, and by those who still carry when demand is over", () => {
    const jam = from19to21("kitchen-slowdown", { factor: 2 })
    expect([reach(jam, 17, 22), reach(jam, 20, 23), reach(jam, 17, 19.1)]).toEqual(["acts", "acts", "acts"])
    expect([reach(jam, 17, 19), reach(jam, 17, 18.5)]).toEqual(["hardly", "hardly"])
    expect([reach(jam, 11, 15), reach(jam, 17, 18), reach(jam, 21, 23)]).toEqual(["not", "not", "not"])
  })

  it("is longer for maps that believe in it, couriers who stay, and those who went home", () => {
    expect([reach(from19to21("rain"), 21, 22), reach(from19to21("rain"), 21.2, 22)]).toEqual(["acts", "not"])
    const wave = from19to21("courier-wave", { share: 0.2 })
    expect([reach(wave, 24, 25), reach(wave, 25.1, 26)]).toEqual(["acts", "not"])
    const strike = from19to21("courier-dropout", { share: 0.2 })
    expect([reach(strike, 23, 25), reach(strike, 11, 14)]).toEqual(["acts", "not"])
  })

  it("counts from the city's own dinner where the overlay does", () => {
    const surge = { kind: "demand", relativeTo: "dinner", factor: 2 }
    const aroundDinner = { name: "surge", disturbances: [{ ...surge, fromMs: -HOUR_MS, toMs: HOUR_MS }] }
    expect([reach(aroundDinner, 17, 22), reach(aroundDinner, 11, 15)]).toEqual(["acts", "not"])
  })

  it("is everywhere when it changes the city itself, or nothing at all", () => {
    expect(reach({ name: "moods", people: {} }, 3, 4)).toBe("acts")
    expect(reach({ name: "nothing" }, 3, 4)).toBe("acts")
  })

  it("says of rain at seven that it acts at a metro's dinner and not at lunch", () => {
    const rain = overlayNamed("rain-at-seven")
    const told = ["metro-launch", "pereira-lunch"].flatMap((name) => {
      const city = scenarioNamed(name)
      if (rain === undefined || city === undefined) return []
      return Result.getOrThrow(overlayReach(rain, [], city.demand.hourShares, city))
    })
    const hours = { fromMs: 19 * HOUR_MS, toMs: 21 * HOUR_MS }
    expect(told).toEqual([
      { reach: "acts", ...hours },
      { reach: "not", ...hours }
    ])
  })
})
