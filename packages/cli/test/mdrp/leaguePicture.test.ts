import { describe, expect, it } from "vitest"
import { leaguePicture } from "../../src/mdrp/leaguePicture.ts"
import { publishedFor } from "../../src/mdrp/published.ts"
import { summary } from "./playedFigures.ts"
import { readSvg, textOf } from "./readSvg.ts"

const days = ["0o100t100s1p100", "1o100t100s1p100", "2o100t100s1p100"]
const policies = [
  { ...summary, policy: "nearest", excessMean: 8 },
  { ...summary, policy: "planner <3>", excessMean: 1, lost: 1234 }
]
const elements = readSvg(leaguePicture(policies, publishedFor(days)))
const texts = elements.filter(({ name }) => name === "text").map(({ text }) => text)

describe("the picture of a league", () => {
  it("has a bar for each policy, as long as its excess", () => {
    const bars = elements.filter(
      ({ attributes, name }) => name === "rect" && (attributes["class"] ?? "").startsWith("fill")
    )
    expect(bars).toHaveLength(2)
    const [long, short] = bars.map(({ attributes }) => Number(attributes["width"]))
    expect((long ?? 0) / (short ?? 1)).toBeCloseTo(8, 1)
    expect(texts).toEqual(expect.arrayContaining(["nearest", "planner &lt;3&gt;", "1.00 min, 1,234 lost"]))
  })

  it("has a mark for each published figure on the same scale, with its days", () => {
    const marks = elements.filter(({ attributes }) => attributes["class"] === "their")
    expect(marks).toHaveLength(4)
    const xOf = (i: number) => Number(/^M([\d.]+) /.exec(marks[i]?.attributes["d"] ?? "")?.[1])
    const bar = elements.find(({ attributes }) => attributes["class"] === "fill0")?.attributes
    const zero = Number(bar?.["x"])
    const perMinute = Number(bar?.["width"]) / 8
    expect((xOf(0) - zero) / perMinute).toBeCloseTo(6.14, 1)
    expect(texts).toContain("3.38 min, 64 lost, 10 days")
    expect(texts).toContain("2.40 min, 0.25 % lost, 240 days")
  })

  it("says everything in words too, with the sources", () => {
    expect(textOf(elements, "title")).toBe("Minutes above the floor, 3 Grubhub days")
    const description = textOf(elements, "desc")
    expect(description).toContain("planner &lt;3&gt;: 1.00 minutes above the floor, 1,234 orders lost")
    expect(description).toContain(
      "FoodMatch C++: 3.38 minutes above the floor, 64 lost, for the ten base days, 3 of them played here"
    )
    expect(description).toContain("ICDE 2021")
  })

  it("keeps everything within its frame", () => {
    const [svg] = elements
    const [width, height] = [Number(svg?.attributes["width"]), Number(svg?.attributes["height"])]
    for (const { attributes, text } of elements.filter(({ name }) => name === "text")) {
      const [x, y] = [Number(attributes["x"]), Number(attributes["y"])]
      const end = /end/.test(attributes["class"] ?? "") || /middle/.test(attributes["class"] ?? "")
      // Letters of the usual fonts are about seven wide at this size.
      expect(end ? x : x + 7 * text.replaceAll(/&\w+;/g, "x").length, text).toBeLessThanOrEqual(width)
      expect(y).toBeLessThan(height)
    }
  })

  it("has no published part when there is nothing to show, and no bar of negative length", () => {
    const alone = readSvg(leaguePicture([{ ...summary, excessMean: -0.01 }], []))
    expect(alone.some(({ attributes }) => attributes["class"] === "their")).toBe(false)
    expect(alone.find(({ attributes }) => attributes["class"] === "fill0")?.attributes["width"]).toBe("0")
  })
})
