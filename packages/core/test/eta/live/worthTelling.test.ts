import { type LiveQuantiles, MINUTE_MS, SECOND_MS, worthTelling } from "@hotbag/core"
import { describe, expect, it } from "vitest"

const told: LiveQuantiles = {
  atMs: 0,
  p10AtMs: 8 * MINUTE_MS,
  p50AtMs: 10 * MINUTE_MS,
  p90AtMs: 15 * MINUTE_MS
}
const later = (atMs: number, byMs: number, lateMs = 0): LiveQuantiles => ({
  ...told,
  atMs,
  p50AtMs: told.p50AtMs + byMs,
  p90AtMs: told.p90AtMs + byMs + lateMs
})

describe("news of an ETA (S16)", () => {
  it("is the first one", () => expect(worthTelling(null, told)).toBe(true))

  it("is a tenth of what is left, either way", () => {
    expect(worthTelling(told, later(0, 59 * SECOND_MS))).toBe(false)
    expect(worthTelling(told, later(0, 61 * SECOND_MS))).toBe(true)
    expect(worthTelling(told, later(0, -61 * SECOND_MS))).toBe(true)
  })

  it("is not the mere passing of time", () => expect(worthTelling(told, later(9 * MINUTE_MS, 0))).toBe(false))

  it("is half a minute near the door", () => {
    expect(worthTelling(told, later(9 * MINUTE_MS, 29 * SECOND_MS))).toBe(false)
    expect(worthTelling(told, later(9 * MINUTE_MS, 31 * SECOND_MS))).toBe(true)
  })

  it("is a late moment that moved twice as far", () => {
    expect(worthTelling(told, later(0, 0, 119 * SECOND_MS))).toBe(false)
    expect(worthTelling(told, later(0, 0, 121 * SECOND_MS))).toBe(true)
  })

  it("is that what was told is over", () => {
    const over = { ...told, atMs: told.p90AtMs + 1, p50AtMs: told.p50AtMs, p90AtMs: told.p90AtMs }
    expect(worthTelling(told, over)).toBe(true)
  })
})
