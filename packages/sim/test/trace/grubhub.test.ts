import { MINUTE_MS, planeXM, planeYM } from "@hotbag/core"
import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { grubhubInstance } from "../../src/trace/grubhub.ts"
import { describeTraceProblem } from "../../src/trace/TraceProblem.ts"
import { mutated } from "./mutated.ts"
import { daysIn, readDay, whyNoData } from "./sharedData.ts"
import { tinyInstance } from "./tinyInstance.ts"

const read = (files: Readonly<Record<string, string>>) => grubhubInstance(files, "tiny")
const { city, parameters } = Result.getOrThrow(read(tinyInstance))

describe("grubhubInstance", () => {
  it("makes a city of one region with the rules of the problem", () => {
    expect(city.regions).toEqual([{ id: "r0", name: "tiny" }])
    expect(city.restaurants.map(({ id, region, kitchenSlots }) => [id, region, kitchenSlots])).toEqual([
      ["r1", 0, null],
      ["r2", 0, null]
    ])
    expect(
      city.couriers.map(({ id, onAtMs, offAtMs, acceptance }) => [id, onAtMs, offAtMs, acceptance])
    ).toEqual([
      ["c1", 600 * MINUTE_MS, 720 * MINUTE_MS, 1],
      ["c2", 590 * MINUTE_MS, 630 * MINUTE_MS, 1]
    ])
    expect(city.rules).toMatchObject({
      windowMs: MINUTE_MS,
      offers: "obeyed",
      beforePickup: { minMs: 2 * MINUTE_MS, maxMs: 2 * MINUTE_MS },
      afterDropoff: { minMs: 2 * MINUTE_MS, maxMs: 2 * MINUTE_MS },
      patience: null,
      clickToDoorTargetMs: 20 * MINUTE_MS
    })
    expect(parameters).toMatchObject({ payPerOrder: 10, guaranteedPayPerHour: 15, metersPerMinute: 500 })
  })

  it("sorts orders by placement and knows their ready times", () => {
    expect(city.orders.map(({ id, restaurant }) => [id, restaurant])).toEqual([
      ["o1", 0],
      ["o2", 0],
      ["o3", 1]
    ])
    expect(city.orders[0]).toMatchObject({
      placedAtMs: 600 * MINUTE_MS,
      acceptAfterMs: 0,
      preparationMs: 12 * MINUTE_MS,
      estimatedPreparationMs: 12 * MINUTE_MS,
      promisedAtMs: 620 * MINUTE_MS
    })
  })

  const replaced = (file: string, from: string, to: string) => ({
    ...tinyInstance,
    [file]: (tinyInstance[file] ?? "").replace(from, to)
  })
  it.each([
    [
      "orders.txt",
      "r2\t640",
      "r9\t640",
      "orders.txt line 4: column restaurant: r9 is not in restaurants.txt"
    ],
    ["orders.txt", "610", "601", "orders.txt line 2: column ready_time: is before placement_time"],
    ["orders.txt", "o3", "o1", "orders.txt line 4: column order: o1 is there already, on line 3"],
    [
      "orders.txt",
      "o3",
      "r1",
      "orders.txt line 4: column order: r1 is a restaurant too, and moves name both alike; rename one"
    ],
    [
      "orders.txt",
      "o3",
      "0",
      "orders.txt line 4: column order: 0 is the name of every courier's on-location; rename it"
    ],
    ["orders.txt", "602", "602.5", 'orders.txt line 2: column placement_time: "602.5" is not a whole number'],
    [
      "orders.txt",
      "4000",
      "1e6",
      'orders.txt line 4: column x: "1e6" is not metres between -100000 and 100000'
    ],
    [
      "couriers.txt",
      "630",
      "590",
      "couriers.txt line 3: column off_time: is not after on_time; a shift lasts a minute at least"
    ],
    ["couriers.txt", "c2", "c1", "couriers.txt line 3: column courier: c1 is there already, on line 2"],
    [
      "restaurants.txt",
      "r2",
      "r1",
      "restaurants.txt line 3: column restaurant: r1 is there already, on line 2"
    ],
    [
      "instance_parameters.txt",
      "\n500\t4",
      "\n500\t3",
      "instance_parameters.txt line 2: column pickup service minutes: 3 is odd, and half of it passes before the stop; give an even number"
    ],
    [
      "instance_parameters.txt",
      "\n500",
      "\n0",
      'instance_parameters.txt line 2: column meters_per_minute: "0" is not metres per minute between 1 and 10000'
    ],
    [
      "instance_parameters.txt",
      "\n500\t4\t4\t20\t90\t10\t15",
      "",
      "instance_parameters.txt: 0 rows, expected 1"
    ]
  ])("refuses %s with %j as %j", (file, from, to, problem) => {
    const result = read(replaced(file, from, to))
    expect(Result.isFailure(result) && describeTraceProblem(result.failure)).toBe(problem)
  })

  it("never throws on damaged files, and says where the damage is (fuzz)", () => {
    fc.assert(
      fc.property(mutated(tinyInstance), (files) => {
        const result = read(files)
        if (Result.isSuccess(result)) return
        const { file, line, message } = result.failure
        expect(Object.keys(tinyInstance)).toContain(file)
        expect(line).toBeLessThanOrEqual((files[file] ?? "").split("\n").length)
        expect(message.length).toBeGreaterThan(3)
        expect(line > 0 || /missing|empty|no rows|rows, expected/.test(message), message).toBe(true)
      }),
      { numRuns: 2_000 }
    )
  })
})

describe(`the real Grubhub days${whyNoData}`, () => {
  it.skipIf(daysIn("grubhub").length === 0)("are read without a problem, all 144", () => {
    const days = daysIn("grubhub").map((day) =>
      Result.getOrThrow(grubhubInstance(readDay("grubhub", day), day))
    )
    expect(days.length).toBe(144)
    expect(days.reduce((sum, day) => sum + day.city.orders.length, 0)).toBe(105_944)
  })

  it.skipIf(daysIn("grubhub").length === 0)("have the travel times of the rules, to the minute", () => {
    for (const day of daysIn("grubhub").filter((_, i) => i % 12 === 0)) {
      const { city, parameters } = Result.getOrThrow(grubhubInstance(readDay("grubhub", day), day))
      for (const order of city.orders) {
        const from = city.restaurants[order.restaurant]?.position ?? order.dropoff
        const metres = Math.hypot(
          planeXM(from) - planeXM(order.dropoff),
          planeYM(from) - planeYM(order.dropoff)
        )
        expect(city.travel.durationMs(from, order.dropoff, "car", 0) / MINUTE_MS).toBe(
          Math.ceil(metres / parameters.metersPerMinute)
        )
      }
    }
  })
})
