import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  attainedText,
  clockText,
  countText,
  decimalText,
  durationText,
  hourText,
  shareText
} from "../../src/report/figures.ts"

describe("figures", () => {
  it("groups whole numbers as English does", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), (count) => {
        expect(countText(count)).toBe(count.toLocaleString("en-US"))
      })
    )
    expect(countText(Number.NaN)).toBe("-")
  })

  it("never shows an objective as reached that was missed", () => {
    expect(attainedText(0.999_899_9)).toBe("99.98 %")
    expect(attainedText(0.29)).toBe("29.00 %")
    expect(attainedText(1)).toBe("100.00 %")
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(Number.parseFloat(attainedText(share)) / 100).toBeLessThanOrEqual(share + 1e-9)
      })
    )
  })

  it("tells the time of day, past midnight too", () => {
    expect(clockText(0)).toBe("00:00:00")
    expect(clockText(65_130_999)).toBe("18:05:30")
    expect(hourText(65_130_000)).toBe("18:05")
    expect(hourText(87_000_000)).toBe("24:10")
  })

  it("says durations in the unit people use", () => {
    expect([45_000, 300_000, 5_400_000, 259_200_000].map(durationText)).toEqual([
      "45 s",
      "5 min",
      "1.5 h",
      "72 h"
    ])
  })

  it("shows what was never measured as a dash", () => {
    expect([decimalText(Number.NaN, 1), shareText(Number.NaN), attainedText(Number.NaN)]).toEqual([
      "-",
      "-",
      "-"
    ])
  })
})
