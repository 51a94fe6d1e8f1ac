import { MINUTE_MS } from "@hotbag/core"
import { assignment, makePlannerPolicy, nearest } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { abArms } from "../../../src/experiment/design/abTest.ts"
import type { Design } from "../../../src/experiment/design/playDesign.ts"
import { playAlone, playDesign, town } from "./town.ts"

/** Without the placing of idle couriers, which takes most of its time in so small a town. */
const planner = () => makePlannerPolicy({ reachMs: 0 })
const SWITCHBACK: Design = { kind: "switchback", blockMs: 30 * MINUTE_MS, burnInMs: 10 * MINUTE_MS }
const DESIGNS: ReadonlyArray<Design> = [
  SWITCHBACK,
  { kind: "ab", unit: "order" },
  { kind: "ab", unit: "courier" },
  { kind: "ab", unit: "region" }
]

describe("a policy against itself", () => {
  it.each([nearest, planner()])("is itself where whole regions are divided: $name", (policy) => {
    const city = town(3)
    const { trips } = playDesign(city, { kind: "ab", unit: "region" }, [policy, policy])
    expect(trips).toEqual(playAlone(city, policy))
  })

  it("is itself in a switchback when it remembers nothing", () => {
    const city = town(3)
    expect(playDesign(city, SWITCHBACK, [assignment, assignment]).trips).toEqual(playAlone(city, assignment))
  })
})

describe("two policies in one city", () => {
  it.each(DESIGNS)("keep every promise of a run: %j", (design) => {
    const city = town(4)
    const { broken, trips } = playDesign(city, design, [planner(), nearest])
    expect(broken).toEqual([])
    // The same again, the same; and other than either alone.
    expect(playDesign(city, design, [planner(), nearest]).trips).toEqual(trips)
    expect(trips).not.toEqual(playAlone(city, planner()))
    expect(trips).not.toEqual(playAlone(city, nearest))
  })

  it("keep to their own couriers when couriers are divided, and do not when only orders are", () => {
    const city = town(5)
    const { armOfCourier, armOfOrder } = abArms(1, city.regions.length)
    const mixed = (unit: "order" | "courier") =>
      playDesign(city, { kind: "ab", unit }, [assignment, nearest]).trips.filter(({ courier, drops }) =>
        drops.some(({ order }) => armOfOrder(order) !== armOfCourier(courier))
      ).length
    expect(mixed("courier")).toBe(0)
    expect(mixed("order")).toBeGreaterThan(20)
  })
})

describe("the coins of an A/B test", () => {
  it("give each arm half of the regions, of orders and of couriers", () => {
    for (let seed = 0; seed < 30; seed++) {
      const { armOfCourier, armOfOrder, armOfRegion } = abArms(seed, 6)
      const ones = (arm: (who: number) => number, count: number) =>
        Array.from({ length: count }, (_, who) => arm(who)).reduce((sum, side) => sum + side, 0)
      expect(ones(armOfRegion, 6)).toBe(3)
      expect(Math.abs(ones(armOfOrder, 1_000) - 500)).toBeLessThan(70)
      expect(Math.abs(ones(armOfCourier, 1_000) - 500)).toBeLessThan(70)
    }
    const firsts = Array.from({ length: 200 }, (_, seed) => abArms(seed, 1).armOfRegion(0))
    expect(new Set(firsts)).toEqual(new Set([0, 1]))
  })
})
