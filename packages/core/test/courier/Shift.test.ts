import { isOnShift, mayPickUpAt, Shift, shiftLengthMs, shiftsOverlap } from "@hotbag/core"
import { Result, Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const shift: Shift = { onAtMs: 100, offAtMs: 200 }
const shifts = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 20 }))
  .map(([onAtMs, lengthMs]): Shift => ({ onAtMs, offAtMs: onAtMs + lengthMs }))

describe("Shift", () => {
  it("begins on time and is over at its end", () => {
    expect([99, 100, 199, 200].map((atMs) => isOnShift(shift, atMs))).toEqual([false, true, true, false])
    expect(shiftLengthMs(shift)).toBe(100)
  })

  it("lets a pickup happen to its very end", () => {
    expect([99, 100, 200, 201].map((atMs) => mayPickUpAt(shift, atMs))).toEqual([false, true, true, false])
  })

  it("is never empty", () => {
    for (const offAtMs of [100, 99]) {
      expect(Result.isFailure(Schema.decodeUnknownResult(Shift)({ onAtMs: 100, offAtMs }))).toBe(true)
    }
  })

  it("overlaps another exactly when they share a moment", () => {
    fc.assert(
      fc.property(shifts, shifts, (left, right) => {
        const moments = Array.from({ length: 50 }, (_, atMs) => atMs)
        const shared = moments.some((atMs) => isOnShift(left, atMs) && isOnShift(right, atMs))
        expect(shiftsOverlap(left, right)).toBe(shared)
      })
    )
  })
})
