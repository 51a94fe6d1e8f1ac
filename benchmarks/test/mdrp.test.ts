import { cp, mkdir, mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { QUICK } from "../src/measure.ts"
import { findDays, readDay } from "../src/mdrp/days.ts"
import { compareDays, mdrp, type PlayedDay } from "../src/mdrp/mdrp.ts"

const before = process.env["HOTBAG_DATA"]
afterEach(() => {
  if (before === undefined) delete process.env["HOTBAG_DATA"]
  else process.env["HOTBAG_DATA"] = before
})

const lines = (...rows: ReadonlyArray<ReadonlyArray<string | number>>) =>
  rows.map((row) => `${row.join("\t")}\n`).join("")

/** A folder of so many tiny days. */
const makeDays = async (count: number): Promise<string> => {
  const data = await mkdtemp(join(tmpdir(), "hotbag-bench-"))
  const first = join(data, "grubhub", "day-0")
  await mkdir(first, { recursive: true })
  await writeFile(
    join(first, "orders.txt"),
    lines(
      ["order", "x", "y", "placement_time", "restaurant", "ready_time"],
      ["o1", 1000, 0, 600, "r1", 610],
      ["o2", 1500, 500, 601, "r1", 612]
    )
  )
  await writeFile(join(first, "restaurants.txt"), lines(["restaurant", "x", "y"], ["r1", 0, 0]))
  await writeFile(
    join(first, "couriers.txt"),
    lines(["courier", "x", "y", "on_time", "off_time"], ["c1", 9000, 300, 590, 900])
  )
  await writeFile(
    join(first, "instance_parameters.txt"),
    lines(
      [
        "meters_per_minute",
        "pickup service minutes",
        "dropoff service minutes",
        "target click-to-door",
        "maximum click-to-door",
        "pay per order",
        "guaranteed pay per hour"
      ],
      [320, 4, 4, 40, 90, 10, 15]
    )
  )
  for (let i = 1; i < count; i++) await cp(first, join(data, "grubhub", `day-${i}`), { recursive: true })
  return data
}

const run = async (quick: boolean) => {
  const said: Array<string> = []
  const found = await mdrp.run({ seed: 1, quick, effort: QUICK, say: (line) => said.push(line) })
  return { found, said }
}

describe("the benchmark of Grubhub days", () => {
  it("is skipped, and says why, where there are none", async () => {
    process.env["HOTBAG_DATA"] = "/nowhere"
    const { found, said } = await run(true)
    expect(found).toEqual([])
    expect(said).toEqual([
      "skipped: no days of Grubhub here; set HOTBAG_DATA to the folder with grubhub/ in it"
    ])
  })

  it("plays the planner, the assignment and the nearest on all days, or on two", async () => {
    process.env["HOTBAG_DATA"] = await makeDays(4)
    for (const [quick, days] of [
      [true, 2],
      [false, 4]
    ] as const) {
      const { found, said } = await run(quick)
      expect(found.map(({ name, peer, rounds, subject }) => [name, subject, peer, rounds])).toEqual([
        [`excess over ${days} days`, "planner", "assignment", days],
        [`excess over ${days} days`, "planner", "nearest", days]
      ])
      expect(said).toHaveLength(3)
      expect(said[0]).toMatch(/^planner +0 lost \(0 impossible\), click-to-door \d+\.\d\d, excess \d/)
    }
  })

  it("takes only folders that hold a day", async () => {
    const data = await makeDays(1)
    await mkdir(join(data, "grubhub", "notes"))
    expect(findDays(data)).toMatchObject({ names: ["day-0"] })
    await writeFile(join(data, "grubhub", "day-0", "orders.txt"), "order\tx\n")
    expect(() => readDay(join(data, "grubhub"), "day-0")).toThrow(/^day-0\/orders\.txt line 1: /)
  })

  it("compares day by day: how many times as far above the floor the peer is", () => {
    const day = (excessMean: number, cpuMs: number): PlayedDay => {
      const figures = { excessMean, clickToDoorMean: 30, floorMean: 28, overageMean: 1, readyToPickupMean: 1 }
      const counts = { orders: 10, delivered: 10, lost: 0, impossible: 0 }
      const rest = { costPerOrder: 10, ordersPerBundle: 1, courierUtilization: 0.5 }
      const quantiles = { clickToDoorP50: 30, clickToDoorP90: 30, clickToDoorMax: 30 }
      return {
        figures: { ...figures, ...counts, ...rest, ...quantiles },
        cpuMs,
        wallMs: 2 * cpuMs,
        roundsMs: []
      }
    }
    const found = compareDays(
      "excess",
      "peer",
      [day(1, 100), day(2, 300), day(0, 100)],
      [day(3, 50), day(4, 30), day(1, 10)]
    )
    // A floor that is reached counts as a tenth of a minute above it.
    expect(found.ratio).toEqual({ median: 3, low: 2, high: 10 })
    expect(found.cpuRatio).toEqual({ median: 0.1, low: 0.1, high: 0.5 })
    expect(found.subjectPerSecond).toBeCloseTo(3, 9)
    expect(found.quality?.peer).toBeCloseTo(8 / 3, 9)
  })
})
