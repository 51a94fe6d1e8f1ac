import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rappiDay } from "../../src/trace/rappi.ts"
import { describeTraceNote, describeTraceProblem } from "../../src/trace/TraceProblem.ts"
import { mutated } from "./mutated.ts"
import { daysIn, readDay, whyNoData } from "./sharedData.ts"

/** Hand-written: two restaurants, an order over midnight, one far away, a courier without a shift. */
const tiny: Readonly<Record<string, string>> = {
  "orders.csv": [
    "order_id,pick_up_lat,pick_up_lng,drop_off_lat,drop_off_lng,placement_time,preparation_time,ready_time,expected_drop_off_time",
    "7,4.80,-75.69,4.81,-75.70,12:00:05,12:01:00,12:19:00,12:30:05",
    "8,4.82,-75.69,4.81,-75.70,23:40:00,23:41:10,0:01:10,00:20:00",
    "9,4.80,-75.69,4.83,-75.70,0:00:01,0:00:31,0:05:31,0:30:01",
    "10,4.80,-75.69,7.83,-75.70,1:00:00,1:20:00,1:25:00,1:30:00"
  ].join("\n"),
  "couriers.csv": [
    "courier_id,vehicle,on_lat,on_lng,on_time,off_time",
    "1,motorcycle,4.80,-75.69,0:00:00,10:00:00",
    "2,walking,4.80,-75.69,11:00:00,23:59:00",
    "3,car,4.80,-75.69,11:00:00,11:00:00",
    "4,bicycle,10.80,-75.69,11:00:00,12:00:00"
  ].join("\n")
}

const read = (files: Readonly<Record<string, string>>, seed = 1) => rappiDay(files, { name: "tiny", seed })
const { city, notes } = Result.getOrThrow(read(tiny))

describe("rappiDay", () => {
  it("makes a restaurant of every pick-up position and sorts orders by placement", () => {
    expect(city.restaurants.map(({ position }) => position.lat)).toEqual([4.8, 4.82])
    expect(city.orders.map(({ id, restaurant }) => [id, restaurant])).toEqual([
      ["9", 0],
      ["7", 0],
      ["8", 1]
    ])
  })

  it("plays the trace's ready time and tells dispatch what a person would say", () => {
    expect(city.orders[1]).toMatchObject({
      placedAtMs: 12 * HOUR_MS + 5_000,
      acceptAfterMs: 55_000,
      preparationMs: 18 * MINUTE_MS,
      estimatedPreparationMs: 20 * MINUTE_MS,
      promisedAtMs: 12.5 * HOUR_MS + 5_000
    })
  })

  it("reads earlier times as past midnight", () => {
    expect(city.orders[2]).toMatchObject({
      preparationMs: 20 * MINUTE_MS,
      promisedAtMs: 24 * HOUR_MS + 20 * MINUTE_MS
    })
  })

  it("counts what it leaves out, and why", () => {
    expect(notes.map(describeTraceNote)).toEqual([
      "orders.csv: 1 orders dropped: a position lies farther than 50 km from the middle of the city",
      "couriers.csv: 1 couriers dropped: the shift ends when it begins",
      "couriers.csv: 1 couriers dropped: a position lies farther than 50 km from the middle of the city",
      "orders.csv: 1 orders with times past midnight"
    ])
    expect(city.couriers.map(({ id }) => id)).toEqual(["1", "2"])
  })

  it("draws acceptance by the seed, between .4 and 1", () => {
    const drawn = (seed: number) =>
      Result.getOrThrow(read(tiny, seed)).city.couriers.map(({ acceptance }) => acceptance)
    expect(drawn(1)).toEqual(drawn(1))
    expect(drawn(1)).not.toEqual(drawn(2))
    for (const acceptance of drawn(3)) expect(acceptance > 0.4 && acceptance < 1).toBe(true)
  })

  const replaced = (file: string, from: string, to: string) => ({
    ...tiny,
    [file]: (tiny[file] ?? "").replace(from, to)
  })
  it.each([
    [
      "orders.csv",
      "12:01:00",
      "11:01:00",
      "orders.csv line 2: column preparation_time: 11:01:00 is before the time it follows, and too long after it on the next day"
    ],
    [
      "orders.csv",
      "4.80,",
      "91,",
      'orders.csv line 2: column pick_up_lat: "91" is not a latitude between -90 and 90'
    ],
    [
      "orders.csv",
      "12:19:00",
      "12:19",
      'orders.csv line 2: column ready_time: "12:19" is not a time of day such as 9:05:00'
    ],
    [
      "couriers.csv",
      "10:00:00",
      "10:00",
      'couriers.csv line 2: column off_time: "10:00" is not a time of day such as 9:05:00'
    ],
    [
      "couriers.csv",
      "1,motorcycle",
      "1,hovercraft",
      'couriers.csv line 2: column vehicle: "hovercraft" is not one of walking, bicycle, motorcycle, car'
    ],
    ["couriers.csv", "23:59:00", "10:59:00", "couriers.csv line 3: column off_time: is before on_time"],
    [
      "couriers.csv",
      "2,walking",
      "1,walking",
      "couriers.csv line 3: column courier_id: 1 is there already, on line 2"
    ]
  ])("refuses %s with %j as %j", (file, from, to, problem) => {
    const result = read(replaced(file, from, to))
    expect(Result.isFailure(result) && describeTraceProblem(result.failure)).toBe(problem)
  })

  it("never throws on damaged files, and says where the damage is (fuzz)", () => {
    fc.assert(
      fc.property(mutated(tiny), (files) => {
        const result = read(files)
        if (Result.isSuccess(result)) return
        const { file, line, message } = result.failure
        expect(Object.keys(tiny)).toContain(file)
        expect(line).toBeLessThanOrEqual((files[file] ?? "").split("\n").length)
        expect(line > 0 || /missing|empty|no rows|every order|nobody/.test(message), message).toBe(true)
      }),
      { numRuns: 2_000 }
    )
  })
})

describe(`the real city-days${whyNoData}`, () => {
  it.skipIf(daysIn("rappi").length === 0)("are read without a problem", () => {
    const sizes = daysIn("rappi").map((day) => {
      const { city } = Result.getOrThrow(rappiDay(readDay("rappi", day), { name: day, seed: 1 }))
      return [day, city.orders.length, city.couriers.length, city.restaurants.length]
    })
    expect(sizes).toEqual([
      ["bogota-31k", 31_199, 12_540, 3_682],
      ["bogota-56k", 56_419, 16_500, 4_070],
      ["medellin-23k", 23_155, 6_752, 1_753],
      ["pereira-844", 844, 414, 181]
    ])
  })

  it.skipIf(daysIn("rappi").length === 0)(
    "have ready times that are plans: whole minutes after acceptance",
    () => {
      for (const day of daysIn("rappi")) {
        const { city } = Result.getOrThrow(rappiDay(readDay("rappi", day), { name: day, seed: 1 }))
        expect(city.orders.every(({ preparationMs }) => preparationMs % MINUTE_MS === 0)).toBe(true)
        const fives = city.orders.filter(({ preparationMs }) => preparationMs % (5 * MINUTE_MS) === 0)
        expect(fives.length / city.orders.length).toBeGreaterThan(0.4)
        for (const { preparationMs, estimatedPreparationMs } of city.orders) {
          const said = Math.max(5 * MINUTE_MS, preparationMs)
          expect(Math.abs(estimatedPreparationMs - said)).toBeLessThanOrEqual(2.5 * MINUTE_MS)
        }
      }
    }
  )
})
