import { HOUR_MS } from "@hotbag/core"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { composeScenarios } from "../../src/scenario/composeScenarios.ts"
import { describeScenarioProblem } from "../../src/scenario/decodePlain.ts"
import { decodeScenario } from "../../src/scenario/decodeScenario.ts"
import { disturbDay } from "../../src/scenario/disturbance/disturbDay.ts"
import { dinnerPeakMs, strengthAt } from "../../src/scenario/disturbance/during.ts"
import { settle } from "../../src/scenario/disturbance/settle.ts"
import { decodeOverlay } from "../../src/scenario/Overlay.ts"
import { overlays, scenarioNamed, scenarios } from "../../src/scenario/scenarios.ts"
import { scenarioOf, town, townWith } from "./disturbance/disturbed.ts"

const base = scenarioOf(town)
const overlayOf = (input: unknown) => Result.getOrThrow(decodeOverlay(input))
const composed = (...inputs: ReadonlyArray<unknown>) =>
  Result.getOrThrowWith(
    composeScenarios(base, inputs.map(overlayOf)),
    (problem) => new Error(describeScenarioProblem(problem))
  )
const surge = { name: "surge", disturbances: [{ kind: "demand", fromMs: 0, toMs: HOUR_MS, factor: 2 }] }

describe("composed scenarios", () => {
  it("add disturbances in sequence and tell of all in the name; nothing else changes", () => {
    const both = composed(surge, { ...surge, name: "again" })
    expect(both.name).toBe("town+surge+again")
    expect(both.disturbances).toHaveLength(2)
    expect({ ...both, name: base.name, disturbances: [] }).toEqual(base)
    expect(composed()).toEqual(base)
  })

  it("replace fields, objects field by field and regions by their id", () => {
    const changed = composed({
      name: "more",
      windowMs: 10_000,
      demand: { distance: { medianM: 1_000 } },
      regions: [{ id: "south", couriers: 200 }]
    })
    expect(changed.windowMs).toBe(10_000)
    expect(changed.demand).toEqual({
      ...base.demand,
      distance: { ...base.demand.distance, medianM: 1_000 }
    })
    expect(changed.regions.map(({ couriers }) => couriers)).toEqual([110, 200])
  })

  it("can be composed on", () => {
    const once = composed(surge)
    expect(Result.getOrThrow(composeScenarios(once, [overlayOf({ name: "end" })])).name).toBe(
      "town+surge+end"
    )
  })

  it.each<[unknown, string]>([
    [
      { ...surge, disturbances: [{ kind: "rian" }] },
      'surge: disturbances[0].kind: there is no kind "rian"; there are rain, '
    ],
    [
      { ...surge, disturbances: [{ kind: "demand", fromMs: 5, toMs: 5, factor: 1 }] },
      "surge: disturbances[0].toMs: must be after fromMs"
    ],
    [
      { ...surge, disturbances: [{ kind: "demand", fromMs: 5, toMs: 6 }] },
      "surge: disturbances[0].factor: is required"
    ],
    [
      { ...surge, disturbances: [{ ...surge.disturbances[0], where: { regions: ["east"] } }] },
      'surge: disturbances[0].where.regions[0]: there is no region "east"; there are north, south'
    ],
    [
      { name: "x", regions: [{ id: "east" }] },
      'x: regions[0].id: there is no region "east" to change; there are north, south'
    ],
    [{ name: "x", window: 3 }, "x: window: Unexpected key with value 3"],
    [{ name: "x", toMs: "late" }, 'x: toMs: Expected number, got "late"']
  ])("say where and what is wrong: %j", (input, problem) => {
    const result = composeScenarios(base, [overlayOf(input)])
    expect(Result.isFailure(result) && describeScenarioProblem(result.failure)).toContain(problem)
  })

  it.each([
    [3, "must be an object"],
    [{}, "name: must be a name"],
    [{ name: "x", description: 3 }, "description: "]
  ])("refuse what is no overlay: %j", (input, problem) => {
    const result = decodeOverlay(input)
    expect(Result.isFailure(result) && describeScenarioProblem(result.failure)).toContain(problem)
  })

  it("may be a file that names its base", () => {
    const own = Result.getOrThrow(decodeScenario({ ...surge, base: "pereira-lunch", description: "busy" }))
    expect(own).toMatchObject({ name: "surge", description: "busy", restaurants: { popularitySigma: 1 } })
    expect(own.disturbances).toHaveLength(1)
    const none = decodeScenario({ ...surge, base: "nowhere" })
    expect(Result.isFailure(none) && describeScenarioProblem(none.failure)).toMatch(
      /^base: there is no scenario "nowhere"; there are metro-launch, /
    )
  })

  it("ship: every overlay is a scenario of its own too", () => {
    expect(overlays.length).toBeGreaterThan(0)
    for (const { name } of overlays) {
      const { disturbances = [], people = null } = scenarioNamed(name) ?? {}
      expect(disturbances.length > 0 || people !== null, name).toBe(true)
      expect(scenarioNamed(name)?.description).not.toBe("")
    }
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length)
  })
})

describe("when", () => {
  it("counts from the peak of dinner where it is asked to", () => {
    const peakMs = dinnerPeakMs(base.demand.hourShares)
    expect(peakMs).toBeGreaterThan(18 * HOUR_MS)
    expect(peakMs).toBeLessThan(20 * HOUR_MS)
    const { disturbances } = composed({
      name: "early",
      disturbances: [{ kind: "demand", factor: 2, relativeTo: "dinner", fromMs: -HOUR_MS, toMs: HOUR_MS }]
    })
    expect(settle(disturbances, base.demand.hourShares)).toMatchObject([
      { fromMs: peakMs - HOUR_MS, toMs: peakMs + HOUR_MS, relativeTo: "midnight" }
    ])
  })

  it("comes and goes along its ramps", () => {
    const during = { fromMs: 100, toMs: 200, rampMs: 20 }
    expect([99, 100, 110, 120, 150, 190, 200].map((atMs) => strengthAt(during, atMs))).toEqual([
      0, 0, 0.5, 1, 1, 0.5, 0
    ])
  })
})

describe("a real day", () => {
  const day = townWith([])

  it("is disturbed like a made-up one", () => {
    const disturbed = Result.getOrThrow(
      disturbDay(
        day,
        [
          overlayOf({
            ...surge,
            disturbances: [{ ...surge.disturbances[0], fromMs: 18 * HOUR_MS, toMs: 21 * HOUR_MS }]
          })
        ],
        1
      )
    )
    expect(disturbed.name).toBe("town+surge")
    expect(disturbed.orders.length).toBe(2 * day.orders.length)
    expect(disturbed.couriers).toEqual(day.couriers)
    expect(Result.getOrThrow(disturbDay(day, [], 1))).toEqual(day)
  })

  it("cannot be changed otherwise", () => {
    const result = disturbDay(day, [overlayOf({ name: "x", windowMs: 3 })], 1)
    expect(Result.isFailure(result) && describeScenarioProblem(result.failure)).toBe(
      "x: windowMs: a real day can be disturbed, but not changed; leave it out"
    )
  })
})
