import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fewestCouriers } from "../../src/plan/fewestCouriers.ts"
import type { Tried } from "../../src/plan/Plan.ts"

const SEARCH = { most: 16, least: 0.1, precision: 0.05 }

describe("the fewest couriers", () => {
  it("are found to a twentieth, with as few runs as halving allows", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.05, max: 20, noNaN: true }), async (needed) => {
        const play = async (couriersX: number): Promise<Tried> => ({
          couriersX,
          couriers: Math.round(1_000 * couriersX),
          breached: couriersX >= needed ? ["click-to-door"] : ["fresh", "click-to-door"],
          missing: couriersX >= needed ? [] : ["fresh"],
          stoppedAtMs: null,
          firstBreach: couriersX >= needed ? null : { slo: "fresh", atMs: 0 }
        })
        const { found, tried } = await fewestCouriers(play, SEARCH)
        expect(tried.length).toBeLessThanOrEqual(12)
        expect(tried.map(({ couriersX }) => couriersX)).toContain(1)
        expect(tried.map(({ couriersX }) => couriersX).toSorted((a, b) => a - b)).toEqual(
          tried.map(({ couriersX }) => couriersX)
        )
        if (needed > SEARCH.most) {
          expect(found).toBeNull()
          return
        }
        expect(found?.missing).toEqual([])
        const enough = found?.couriersX ?? Number.NaN
        // Multiples are typed with two digits: that is coarser than a twentieth for the smallest.
        if (needed > 0.2) expect(enough / needed).toBeLessThan(1.06 + 0.01 / needed)
      })
    )
  })
})
