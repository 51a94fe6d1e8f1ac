import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { curveOf, largestStep } from "../../src/mdrp/surgePoints.ts"
import type { SurgePoint } from "../../src/mdrp/surgePoints.ts"
import { surgePicture } from "../../src/mdrp/surgePicture.ts"
import { surgeLines } from "../../src/mdrp/surgeText.ts"
import { summary } from "./playedFigures.ts"
import { readSvg, textOf } from "./readSvg.ts"

const point = (policy: string, ordersX: number, clickToDoorMean: number, lost = 0): SurgePoint => ({
  ...summary,
  policy,
  ordersX,
  clickToDoorMean,
  lost,
  orders: 1000
})
const points = [
  point("planner", 1, 30),
  point("planner", 1.5, 31),
  point("planner", 2, 33, 10),
  point("nearest", 1, 40),
  point("nearest", 1.5, 70, 100),
  point("nearest", 2, 65, 300)
]

describe("the largest step of a curve", () => {
  it("is between the neighbours that differ most, upwards", () => {
    expect(largestStep(curveOf(points, "planner"), "clickToDoorMean")).toEqual({ fromX: 1.5, toX: 2, by: 2 })
    expect(largestStep(curveOf(points, "nearest"), "clickToDoorMean")).toEqual({ fromX: 1, toX: 1.5, by: 30 })
    expect(largestStep(curveOf(points, "nearest"), "lostShare")).toMatchObject({ fromX: 1.5, toX: 2 })
    expect(largestStep([point("planner", 1, 30)], "clickToDoorMean")).toBeUndefined()
  })

  it("is what the greatest of all differences is", () => {
    const heights = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(heights, (minutes) => {
        const curve = minutes.map((height, i) => point("p", 1 + i, height))
        const steps = minutes.slice(1).map((height, i) => height - (minutes[i] ?? 0))
        const largest = largestStep(curve, "clickToDoorMean")
        expect(largest?.by).toBe(Math.max(...steps))
        expect(largest?.fromX).toBe(1 + steps.indexOf(Math.max(...steps)))
      })
    )
  })
})

describe("the table of a surge", () => {
  it("has a row for each policy and multiple, and the largest steps", () => {
    const lines = surgeLines(["planner", "nearest"], points)
    expect(lines).toHaveLength(2 + 6 + 1 + 3)
    expect(lines[4]?.split(/ +/).slice(0, 6)).toEqual(["planner", "x2", "1,000", "10", "1.00", "%"])
    expect(lines.at(-1)).toMatch(
      /^nearest +\+30\.00 min +x1 to x1\.5 +\+0\.00 min +x1 to x1\.5 +\+20\.00 % +x1\.5 to x2$/
    )
  })
})

describe("the picture of a surge", () => {
  const elements = readSvg(surgePicture(["planner", "nearest"], points))
  const curves = elements.filter(({ attributes }) => (attributes["class"] ?? "").startsWith("curve"))

  it("has a curve for each policy and figure, higher where the figure is", () => {
    expect(curves).toHaveLength(2 * 3)
    const heights = [...(curves[1]?.attributes["d"] ?? "").matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) =>
      Number(y)
    )
    expect(heights).toHaveLength(3)
    const [low = 0, high = 0, lower = 0] = heights
    expect([low > high, lower > high, low > lower]).toEqual([true, true, true])
  })

  it("tells the curves apart by name, and not by colour alone", () => {
    const labels = elements.filter(({ text }) => text === "planner" || text === "nearest")
    expect(labels).toHaveLength(2 * 3)
    for (let panel = 0; panel < 3; panel++) {
      const [one, other] = [0, 1].map((i) => Number(labels[2 * panel + i]?.attributes["y"]))
      expect(Math.abs((one ?? 0) - (other ?? 0))).toBeGreaterThanOrEqual(16)
    }
    const shapes = new Set(
      elements
        .filter(({ attributes, name }) => name === "path" && (attributes["class"] ?? "").startsWith("fill"))
        .map(({ attributes }) => (attributes["d"] ?? "").replace(/^M[\d.]+ [\d.]+/, ""))
    )
    expect(shapes.size).toBe(2)
  })

  it("says everything in words too", () => {
    expect(textOf(elements, "title")).toBe("More orders on the same couriers, 3 Grubhub days")
    expect(textOf(elements, "desc")).toContain(
      "at x2 65.00 minutes click-to-door, 1.00 minutes overage, 30.00 % lost."
    )
  })
})
