import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { linesOf, scaleTo, svgText } from "../../src/mdrp/svg.ts"
import { readSvg, textOf } from "./readSvg.ts"

const blank = { width: 100, height: 50, title: "Title", description: "In words", elements: [] }

describe("a picture", () => {
  it("has a title and a description that a screen reader finds", () => {
    const elements = readSvg(svgText(blank))
    expect(elements[0]?.attributes).toMatchObject({ role: "img", "aria-labelledby": "title description" })
    expect(elements.find(({ attributes }) => attributes["id"] === "title")?.text).toBe("Title")
    expect(elements.find(({ attributes }) => attributes["id"] === "description")?.text).toBe("In words")
  })

  it("brings its own card, for light and for dark pages", () => {
    const style = textOf(readSvg(svgText(blank)), "style")
    expect(style).toMatch(
      /\.card\{fill:#ffffff.*@media \(prefers-color-scheme:dark\)\{.*\.card\{fill:#0d1117/
    )
    expect(style.split("{").length).toBe(style.split("}").length)
  })

  it("asks nothing of the net, and runs nothing", () => {
    const text = svgText(blank).replace('xmlns="http://www.w3.org/2000/svg"', "")
    expect(text).not.toMatch(/http|url\(|@import|<script|href/)
  })

  it("is XML whatever the names in it are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (name) => {
        const elements = readSvg(svgText({ ...blank, title: name, description: `<&>${name}` }))
        expect(textOf(elements, "desc")).toMatch(/^&lt;&amp;&gt;/)
      })
    )
  })
})

describe("a scale", () => {
  it("reaches what it has to show with few lines at round numbers", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 10_000, noNaN: true }), (most) => {
        const scale = scaleTo(most)
        const lines = linesOf(scale)
        expect(lines[0]).toBe(0)
        expect(scale.top).toBeGreaterThanOrEqual(most * (1 - 1e-9))
        expect(scale.top - scale.step).toBeLessThanOrEqual(most)
        expect(lines.length).toBeGreaterThanOrEqual(2)
        expect(lines.length).toBeLessThanOrEqual(7)
        // Every line is told apart from its neighbour by the digits that are shown.
        expect(new Set(lines.map((line) => line.toFixed(scale.digits))).size).toBe(lines.length)
      })
    )
    expect(scaleTo(10.4)).toEqual({ top: 15, step: 5, digits: 0 })
    expect(linesOf(scaleTo(0.95)).map((line) => line.toFixed(1))).toEqual([
      "0.0",
      "0.2",
      "0.4",
      "0.6",
      "0.8",
      "1.0"
    ])
  })
})
