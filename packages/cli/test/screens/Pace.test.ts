import { describe, expect, it } from "vitest"
import { Pace } from "../../src/screens/Pace.ts"

/** A pace under a clock that is turned by hand. */
const paced = () => {
  const clock = { ms: 1_000 }
  return { clock, pace: new Pace(() => clock.ms) }
}

describe("pace", () => {
  it("is as fast as possible until somebody wants it slower", () => {
    const { pace } = paced()
    expect(pace.speed).toBe(Infinity)
    expect(pace.holdMs(60_000)).toBe(0)
    pace.change(1)
    expect(pace.speed).toBe(Infinity)
  })

  it("holds a run back to so many times real time, counted from where it was when that was chosen", () => {
    const { clock, pace } = paced()
    pace.change(-1)
    expect(pace.speed).toBe(3_600)
    expect(pace.holdMs(0)).toBe(0)
    expect(pace.holdMs(3_600_000)).toBe(1_000)
    clock.ms += 1_000
    expect(pace.holdMs(3_600_000)).toBe(0)
    for (let step = 0; step < 20; step++) pace.change(-1)
    expect(pace.speed).toBe(1)
    expect(pace.holdMs(3_600_000)).toBe(0)
    expect(pace.holdMs(3_660_000)).toBe(60_000)
  })

  it("holds a paused run for good, and makes nothing up afterwards", () => {
    const { clock, pace } = paced()
    pace.change(-1)
    expect(pace.holdMs(0)).toBe(0)
    pace.toggle()
    expect(pace.paused).toBe(true)
    clock.ms += 1_000_000
    expect(pace.holdMs(0)).toBeGreaterThan(0)
    pace.toggle()
    expect(pace.holdMs(0)).toBe(0)
    expect(pace.holdMs(3_600_000)).toBe(1_000)
  })
})
