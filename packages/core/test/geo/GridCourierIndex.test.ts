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

  it("finds nobody twice near a pole, where a row has three columns and a circle touches them all before it holds the pole", () => {
    const index = gridCourierIndex({ cellM: 600 })
    const metresFromPole = (metres: number) => 90 - metres / 111_195
    for (let courier = 0; courier < 36; courier++)
      index.upsert(courier, { lat: metresFromPole(250 + (courier % 4) * 40), lng: courier * 10 - 180 })
    const out = new Int32Array(100)
    for (let metres = 301; metres < 320; metres += 3)
      for (let lng = -180; lng <= 180; lng += 3) {
        const from = { lat: metresFromPole(metres), lng }
        expect(index.nearest(from, 100, 1_000, () => true, out)).toBe(36)
        expect(new Set(out.subarray(0, 36)).size).toBe(36)
      }
  })
})
