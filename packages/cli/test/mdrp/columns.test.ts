import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { alignedRows, wrapped } from "../../src/mdrp/columns.ts"

describe("columns", () => {
  it("are as wide as their longest cell, names to the left and figures to the right", () => {
    expect(
      alignedRows([
        ["policy", "lost", ""],
        ["nearest", "1,234", "x"]
      ])
    ).toEqual(["policy    lost", "nearest  1,234  x"])
  })
})

describe("a wrapped line", () => {
  it("keeps every word, and no line is too long unless one word is", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 60 }), (all, width) => {
        const lines = wrapped(all.join(" "), width, "    ")
        expect(lines.join(" ").split(/ +/)).toEqual(all)
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
        for (const line of lines.slice(1)) expect(line).toMatch(/^ {4}[a-z]/)
      })
    )
    expect(wrapped("unbreakable", 4, "  ")).toEqual(["unbreakable"])
  })
})
