import { gridCourierIndex, InvariantViolation } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { courierIndexCases } from "./courierIndexCases.ts"

courierIndexCases("gridCourierIndex", gridCourierIndex)
courierIndexCases("gridCourierIndex of 50 m cells", () => gridCourierIndex({ cellM: 50 }))
courierIndexCases("gridCourierIndex of 700 km cells", () => gridCourierIndex({ cellM: 700_000 }))
courierIndexCases("gridCourierIndex of 1,000 km cells", () => gridCourierIndex({ cellM: 1_000_000 }))

describe("gridCourierIndex", () => {
  it("refuses cells too small or too large to be a grid", () => {
    for (const cellM of [0, -1, 49.9, NaN, Infinity, 1_000_001])
      expect(() => gridCourierIndex({ cellM })).toThrow(InvariantViolation)
  })
})
