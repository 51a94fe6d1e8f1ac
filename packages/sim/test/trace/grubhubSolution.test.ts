import { MINUTE_MS } from "@hotbag/core"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import type { DrivenTrip } from "../../src/Run.ts"
import { grubhubInstance } from "../../src/trace/grubhub.ts"
import { grubhubFigures } from "../../src/trace/grubhubFigures.ts"
import { grubhubSolution } from "../../src/trace/grubhubSolution.ts"
import { drive } from "./drive.ts"
import { askReferee, hasReferee, whyNoReferee } from "./referee.ts"
import { daysIn, readDay, whyNoData } from "./sharedData.ts"
import { tinyInstance } from "./tinyInstance.ts"

const instance = Result.getOrThrow(grubhubInstance(tinyInstance, "tiny"))

const minutes = (value: number) => value * MINUTE_MS
const drop = (order: number, arrived: number) => ({
  order,
  arrivedAtMs: minutes(arrived),
  droppedOffAtMs: minutes(arrived + 2),
  leftAtMs: minutes(arrived + 4)
})

/**
 * c1 takes o1 and o2 from r1, where it stands, as soon as both are ready; then it moves to r2, two minutes away, waits
 * there and takes o3.
 */
const trips: ReadonlyArray<DrivenTrip> = [
  {
    courier: 0,
    restaurant: 0,
    assignedAtMs: minutes(602),
    departedAtMs: minutes(602),
    from: { kind: "start" },
    arrivedAtMs: minutes(612),
    pickedUpAtMs: minutes(612),
    leftRestaurantAtMs: minutes(614),
    drops: [drop(0, 616), drop(1, 622)]
  },
  {
    courier: 0,
    restaurant: 1,
    assignedAtMs: minutes(626),
    departedAtMs: minutes(626),
    from: { kind: "order", order: 1 },
    arrivedAtMs: minutes(628),
    pickedUpAtMs: minutes(628),
    leftRestaurantAtMs: minutes(628),
    drops: []
  },
  {
    courier: 0,
    restaurant: 1,
    assignedAtMs: minutes(630),
    departedAtMs: minutes(630),
    from: { kind: "restaurant", restaurant: 1 },
    arrivedAtMs: minutes(640),
    pickedUpAtMs: minutes(640),
    leftRestaurantAtMs: minutes(642),
    drops: [drop(2, 644)]
  }
]

describe("grubhubSolution", () => {
  it("writes the three files", () => {
    expect(grubhubSolution(instance.city, trips)).toEqual({
      "solution_info_assignments.txt": [
        "assignment_time\tpickup_time\tcourier\torders",
        "602\t612\tc1\to1\to2",
        "630\t640\tc1\to3",
        ""
      ].join("\n"),
      "solution_info_orders.txt": [
        "order\tplacement_time\tready_time\tpickup_time\tdropoff_time\tcourier",
        "o1\t600\t612\t612\t618\tc1",
        "o2\t602\t610\t612\t624\tc1",
        "o3\t620\t640\t640\t646\tc1",
        ""
      ].join("\n"),
      "solution_info_couriers.txt": [
        "courier\tdeparture_time\torigin\tdestination",
        "c1\t602\t0\tr1",
        "c1\t614\tr1\to1",
        "c1\t620\to1\to2",
        "c1\t626\to2\tr2",
        "c1\t642\tr2\to3",
        ""
      ].join("\n")
    })
  })

  it("does not depend on the order in which the trips are told", () => {
    expect(grubhubSolution(instance.city, [...trips].reverse())).toEqual(
      grubhubSolution(instance.city, trips)
    )
  })

  it("keeps the moves of one courier together", () => {
    const [first, , last] = trips
    const both =
      first === undefined || last === undefined
        ? []
        : [last, { ...last, courier: 1, departedAtMs: minutes(610) }, first]
    const { "solution_info_couriers.txt": moves } = grubhubSolution(instance.city, both)
    const couriers = moves.split("\n").map((line) => line.split("\t")[0])
    expect(couriers).toEqual(["courier", "c1", "c1", "c1", "c1", "c2", ""])
  })

  it("refuses times that are not whole minutes as our bug", () => {
    const [first] = trips
    const broken = first === undefined ? [] : [{ ...first, assignedAtMs: 1 }]
    expect(() => grubhubSolution(instance.city, broken)).toThrow("whole minutes")
  })
})

describe("grubhubFigures", () => {
  it("counts what was driven", () => {
    const figures = grubhubFigures(instance, trips)
    // Click-to-door 18, 22 and 26; floors: 612 + 2 + 2 + 2 - 600, 610 + 2 + 4 + 2 - 602, 640 + 2 + 2 + 2 - 620.
    expect(figures).toEqual({
      orders: 3,
      delivered: 3,
      lost: 0,
      impossible: 0,
      clickToDoorMean: 22,
      clickToDoorP50: 22,
      clickToDoorP90: 22,
      clickToDoorMax: 26,
      overageMean: (0 + 2 + 6) / 3,
      readyToPickupMean: (0 + 2 + 0) / 3,
      floorMean: (18 + 16 + 26) / 3,
      excessMean: 2,
      // c1: three orders at 10 against two hours at 15; c2: forty minutes at 15.
      costPerOrder: (30 + 10) / 3,
      ordersPerBundle: 1.5,
      // Driving 0 + 2 + 2, 2, 2, and five stops of 4, of 160 minutes on duty.
      courierUtilization: (4 + 2 + 2 + 20) / 160
    })
  })

  it("counts lost orders, and those that nobody could have carried", () => {
    const late = {
      ...tinyInstance,
      "orders.txt": `${tinyInstance["orders.txt"] ?? ""}\no4\t0\t0\t700\tr1\t721`
    }
    const figures = grubhubFigures(Result.getOrThrow(grubhubInstance(late, "late")), [])
    expect(figures).toMatchObject({
      orders: 4,
      delivered: 0,
      lost: 4,
      impossible: 1,
      clickToDoorMean: Number.NaN
    })
    expect(figures.clickToDoorP50).toBeNull()
  })
})

const expectSameFigures = (files: Readonly<Record<string, string>>, name: string) => {
  const day = Result.getOrThrow(grubhubInstance(files, name))
  const driven = name === "tiny" ? trips : drive(day.city)
  const verdict = askReferee(files, grubhubSolution(day.city, driven))
  expect(verdict.firstBroken).toEqual([])
  for (const [figure, value] of Object.entries(grubhubFigures(day, driven))) {
    // The referee rounds to three decimals.
    if (value === null) expect(verdict[figure], figure).toBeNull()
    else expect(Math.abs(Number(verdict[figure]) - value), `${name} ${figure}`).toBeLessThan(0.000_51)
  }
}

describe(`the strict referee${whyNoReferee}`, () => {
  it.skipIf(!hasReferee)("agrees on the tiny instance", () => expectSameFigures(tinyInstance, "tiny"))

  it.skipIf(!hasReferee)("sees it when a rule is broken", () => {
    const early = trips.map((trip) => ({ ...trip, pickedUpAtMs: trip.pickedUpAtMs - MINUTE_MS }))
    expect(askReferee(tinyInstance, grubhubSolution(instance.city, early)).broken).toBeGreaterThan(0)
  })

  it.skipIf(!hasReferee || daysIn("grubhub").length === 0)(
    `agrees on real days with bundles and prepositioning${whyNoData}`,
    () => {
      for (const day of ["0o100t100s1p100", "0r50t75s2p125", "5o50t100s1p125"]) {
        expectSameFigures(readDay("grubhub", day), day)
      }
    }
  )
})
