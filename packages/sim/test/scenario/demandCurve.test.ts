import { DAY_MS, HOUR_MS } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeDemandCurve } from "../../src/scenario/demandCurve.ts"
import { scenarioNamed } from "../../src/scenario/scenarios.ts"

const shares = fc
  .array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 20, noNaN: true })), {
    minLength: 24,
    maxLength: 24
  })
  .filter((hours) => hours.reduce((sum, share) => sum + share, 0) > 1e-3)

describe("makeDemandCurve", () => {
  it("gives every hour its share, never falls, and is its own inverse (laws)", () => {
    fc.assert(
      fc.property(shares, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (hours, share) => {
        const curve = makeDemandCurve(hours)
        const total = hours.reduce((sum, hour) => sum + hour, 0)
        for (const [hour, part] of hours.entries()) {
          const inHour = curve.shareBefore((hour + 1) * HOUR_MS) - curve.shareBefore(hour * HOUR_MS)
          expect(inHour).toBeCloseTo(part / total, 9)
        }
        let before = 0
        for (let ms = 0; ms <= DAY_MS; ms += HOUR_MS / 8) {
          expect(curve.shareBefore(ms)).toBeGreaterThanOrEqual(before)
          before = curve.shareBefore(ms)
        }
        expect(before).toBe(1)
        const ms = curve.timeOf(share)
        expect(ms >= 0 && ms <= DAY_MS).toBe(true)
        expect(curve.shareBefore(ms)).toBeCloseTo(share, 9)
      })
    )
  })

  it("puts the sharpest quarter at lunch, 3.55 times the mean quarter as on the real days, within 3 %", () => {
    const hours = scenarioNamed("metro-launch")?.demand.hourShares ?? []
    const curve = makeDemandCurve(hours)
    const quarters = Array.from(
      { length: 96 },
      (_, i) => 96 * (curve.shareBefore(((i + 1) * HOUR_MS) / 4) - curve.shareBefore((i * HOUR_MS) / 4))
    )
    const sharpest = Math.max(...quarters)
    expect(Math.abs(sharpest / 3.55 - 1)).toBeLessThan(0.03)
    expect(quarters.indexOf(sharpest) / 4).toBe(12.5)
  })

  it("does not fall where shares are so small that their products are rounded away", () => {
    const hours = Array.from({ length: 24 }, (_, hour) =>
      hour === 14 ? 0.001 : hour === 5 ? 2.5e-323 : hour === 6 ? 9e-323 : 0
    )
    const curve = makeDemandCurve(hours)
    for (let ms = HOUR_MS / 8; ms <= DAY_MS; ms += HOUR_MS / 8) {
      expect(curve.shareBefore(ms)).toBeGreaterThanOrEqual(curve.shareBefore(ms - HOUR_MS / 8))
    }
  })

  it("never places an order in an hour without demand", () => {
    const hours = Array.from({ length: 24 }, (_, hour) => (hour === 12 ? 1 : 0))
    const curve = makeDemandCurve(hours)
    for (let share = 0; share < 1; share += 0.01) {
      const hour = curve.timeOf(share) / HOUR_MS
      expect(hour >= 12 && hour <= 13).toBe(true)
    }
  })
})
