import { describe, expect, it } from "vitest"
import { compareSizes, playSize } from "../src/growth/growth.ts"
import { growthOf, sizeLine } from "../src/growth/growthTable.ts"
import type { PlayedSize } from "../src/growth/PlayedSize.ts"

const played = (factor: number, worldS: number): PlayedSize => ({
  policy: "nearest",
  factor,
  orders: 200_000 * factor,
  couriers: 27_200 * factor,
  delivered: 199_000 * factor,
  domainEvents: 4_000_000 * factor,
  generateS: 1,
  worldS,
  roundsS: worldS,
  reportS: 1,
  wallS: 2 * worldS + 2,
  peakMb: 1_024 * factor,
  hash: "0"
})

describe("growth with size", { timeout: 240_000 }, () => {
  it("is 1 where time grows as the orders do, and 0.5 where it grows with their square", () => {
    expect(compareSizes(played(1, 10), played(0.5, 5)).cpuRatio.median).toBeCloseTo(1)
    expect(compareSizes(played(1, 10), played(0.5, 2.5)).cpuRatio.median).toBeCloseTo(0.5)
    expect(growthOf(played(1, 10), played(0.5, 2.5))).toEqual({ orders: 2, world: 4, time: 4, memory: 2 })
  })

  it("is told in a line, from a process of its own that plays every order", async () => {
    const smallest = await playSize({ policy: "nearest", seed: 1, factor: 0.002 })
    expect(smallest.orders).toBeGreaterThan(300)
    expect(smallest.orders).toBeLessThan(500)
    expect(smallest.delivered).toBeGreaterThan(0)
    expect(smallest.domainEvents).toBeGreaterThan(5 * smallest.orders)
    expect(smallest.worldS).toBeGreaterThan(0)
    expect(smallest.wallS).toBeGreaterThan(0)
    expect(smallest.peakMb).toBeGreaterThan(50)
    expect(sizeLine(smallest)).toContain(`nearest ${smallest.orders} orders`)
  })

  it("fails loudly for a policy that there is not", async () => {
    await expect(playSize({ policy: "nobody", seed: 1, factor: 0.002 })).rejects.toThrow("no nobody")
  })
})
