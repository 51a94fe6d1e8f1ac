import { defaultPlannerOptions } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { parseSide, PARAMETERS, policyOfSide } from "../../src/experiment/Side.ts"
import { parseSweep } from "../../src/experiment/Sweep.ts"

describe("an entrant with changes", () => {
  it("is read with its fleet, its demand and its parameters", () => {
    expect(parseSide("nearest")).toEqual({
      policy: "nearest",
      parameters: {},
      ordersX: 1,
      couriersX: 1,
      with: []
    })
    expect(parseSide("planner:couriers-x=1.2,moves-per-delivery=4,orders-x=2")).toEqual({
      policy: "planner",
      parameters: { movesPerDelivery: 4 },
      ordersX: 2,
      couriersX: 1.2,
      with: []
    })
  })

  it("has scenarios laid over the common one, by name or by path, and everything else besides", () => {
    expect(parseSide("planner:with=rain-at-seven+./my-strike.json,couriers-x=0.8")).toMatchObject({
      couriersX: 0.8,
      with: ["rain-at-seven", "./my-strike.json"]
    })
    expect(() => parseSide("planner:with=")).toThrow("names nothing")
    expect(() => parseSide("planner:with=moods+")).toThrow("names nothing")
    expect(() => parseSide("planner:with=moods+moods")).toThrow("moods is there twice")
  })

  it("names every number of the planner, and hands it over", () => {
    for (const key of PARAMETERS.values()) expect(Object.keys(defaultPlannerOptions)).toContain(key)
    expect(policyOfSide(parseSide("planner:window-ms=7000")).seesEverybodyEveryMs).toBe(7_000)
    expect(policyOfSide(parseSide("planner")).seesEverybodyEveryMs).toBe(defaultPlannerOptions.windowMs)
  })
})

describe("a sweep", () => {
  it("is a range with its ends, or a list in any sequence", () => {
    expect(parseSweep("couriers-x=0.6..1.4/9").values).toEqual([
      "0.6",
      "0.7",
      "0.8",
      "0.9",
      "1",
      "1.1",
      "1.2",
      "1.3",
      "1.4"
    ])
    expect(parseSweep("orders-x=2,1,1.5")).toEqual({ name: "orders-x", values: ["1", "1.5", "2"] })
  })

  it.each(["couriers-x", "=1,2", "couriers-x=1,1", "couriers-x=a,b", "couriers-x=1..2/1", "couriers-x=1,2,"])(
    "refuses %s",
    (text) => {
      expect(() => parseSweep(text)).toThrow(/--sweep: .*couriers-x=0\.6\.\.1\.4\/9/)
    }
  )
})
