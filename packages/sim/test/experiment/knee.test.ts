import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { kneeOf } from "../../src/experiment/knee.ts"

const curve = (from: number, to: number, y: (x: number) => number, points = 1_001, halfWidth = 0) =>
  Array.from({ length: points }, (_, i) => {
    const x = from + ((to - from) * i) / (points - 1)
    return { x, y: y(x), halfWidth }
  })

describe("the knee of a curve", () => {
  it("is where the slope is the mean slope: known curves", () => {
    // 1/x from 1 to 9: at the root of 1 * 9. The root of x from 0 to 4: at 4 / 4. A parabola: in the middle.
    expect(kneeOf(curve(1, 9, (x) => 1 / x))?.x).toBeCloseTo(3, 2)
    expect(kneeOf(curve(0, 4, Math.sqrt))?.x).toBeCloseTo(1, 2)
    expect(kneeOf(curve(-2, 4, (x) => x * x * x))?.x).toBeCloseTo(2, 2)
    expect(kneeOf(curve(0, 6, (x) => x * x))?.x).toBeCloseTo(3, 2)
  })

  it("is the joint of two straight lines, wherever it is and whatever the units", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 90 }),
        fc.double({ min: 2, max: 50, noNaN: true }),
        fc.double({ min: 0.01, max: 1_000, noNaN: true }),
        fc.boolean(),
        (joint, steep, scale, falling) => {
          const line = (x: number) => (x < joint ? -steep * (x - joint) : -(x - joint)) * scale
          const points = curve(0, 100, (x) => (falling ? line(x) : line(100 - x)), 101)
          const bend = kneeOf(points)
          if (bend !== undefined) expect(bend.x).toBeCloseTo(falling ? joint : 100 - joint, 6)
          else {
            // By how much the joint lies below the straight line between the ends, as a share of the height.
            const height = steep * joint + 100 - joint
            expect((steep * joint) / height - joint / 100).toBeLessThan(0.1 + 1e-9)
          }
        }
      )
    )
  })

  it("is not claimed for a line, a flat curve, two points, or within the error", () => {
    expect(kneeOf(curve(0, 1, (x) => 3 - 2 * x))).toBeUndefined()
    expect(kneeOf(curve(0, 1, () => 5))).toBeUndefined()
    expect(kneeOf(curve(0, 4, Math.sqrt, 2))).toBeUndefined()
    expect(kneeOf(curve(0, 4, Math.sqrt, 9, 0.6))).toBeUndefined()
    expect(kneeOf(curve(0, 4, Math.sqrt, 9, 0.4))?.x).toBe(1)
  })
})
