import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bar, blockChart, glyphsOf, sparkline } from "../../src/screens/bars.ts"

const ascii = glyphsOf(true)

describe("bars", () => {
  it("have their width, whatever the share", () => {
    fc.assert(
      fc.property(fc.double(), fc.integer({ min: 1, max: 80 }), (share, width) => {
        expect(bar(share, width, ascii).length).toBe(width)
      })
    )
  })

  it("are full at all, empty at nothing, and never empty for something", () => {
    expect([0, 0.001, 0.5, 1, 7, Number.POSITIVE_INFINITY].map((share) => bar(share, 4, ascii))).toEqual([
      "....",
      "#...",
      "##..",
      "####",
      "####",
      "####"
    ])
  })
})

describe("sparkline", () => {
  it("shows the last values between the lowest and the highest of them", () => {
    expect(sparkline([99, 1, 2, 3, 4, 5, 6, 7, 8], 8, glyphsOf(false))).toBe("▁▂▃▄▅▆▇█")
    expect(sparkline([5, null, 5], 8, ascii)).toBe("_ _")
    expect(sparkline([], 8, ascii)).toBe("")
  })

  it("has a level for every finite value", () => {
    const value = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), (values) => {
        const line = sparkline(values, 20, ascii)
        expect(Array.from(line).map((glyph) => glyph === " ")).toEqual(
          values.slice(-20).map((shown) => shown === null)
        )
      })
    )
  })
})

describe("block chart", () => {
  it("stands on its lowest line, reaches the top with its highest value, and has its width and height", () => {
    expect(blockChart([1, 2, 4, null, 0], 5, 2, glyphsOf(false))).toEqual(["  █  ", "▄██  "])
    const value = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }))
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 60 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 6 }),
        (values, width, height) => {
          const lines = blockChart(values, width, height, ascii)
          expect(lines.length).toBe(height)
          for (const line of lines) expect(line.length).toBe(Math.min(width, values.length))
          // A column never has a hole: above a blank there are blanks only.
          for (let column = 0; column < (lines[0]?.length ?? 0); column++) {
            const glyphs = lines.map((line) => line[column]).join("")
            expect(glyphs).toMatch(/^ *[^ ]?#*$/)
          }
          const highest = Math.max(...values.map((shown) => shown ?? 0))
          if (highest > 0) expect(lines[0]).toContain("#")
        }
      )
    )
  })
})
