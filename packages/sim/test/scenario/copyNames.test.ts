import { Limits } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeCopyNames } from "../../src/scenario/copyNames.ts"

describe("names of copies", () => {
  it("count on, and leave the original alone", () => {
    const nameOf = makeCopyNames(["o1", "o2"])
    expect([0, 1, 2].map((copy) => nameOf("o1", copy))).toEqual(["o1", "o1-2", "o1-3"])
    expect(nameOf("o2", 1)).toBe("o2-2")
  })

  it("give way to a name that is there", () => {
    const nameOf = makeCopyNames(["o1", "o1-2"])
    expect(nameOf("o1", 1)).toBe("o1-2.1")
    expect(nameOf("o1-2", 1)).toBe("o1-2-2")
  })

  it("stay apart when they are cut alike", () => {
    const long = "o".repeat(Limits.idLength - 1)
    const nameOf = makeCopyNames([`${long}1`, `${long}2`])
    const copies = [nameOf(`${long}1`, 1), nameOf(`${long}2`, 1)]
    expect(new Set(copies).size).toBe(2)
  })

  it("are all different and short enough, whatever the originals are called", () => {
    const names = fc.uniqueArray(
      fc.oneof(
        fc.stringMatching(/^o[12](-[23](\.1)?)?$/),
        fc.string({ minLength: Limits.idLength, maxLength: Limits.idLength })
      ),
      { minLength: 1 }
    )
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 12 }), (originals, copies) => {
        const nameOf = makeCopyNames(originals)
        const all = originals.flatMap((name) =>
          Array.from({ length: copies }, (_, copy) => nameOf(name, copy))
        )
        expect(new Set(all).size).toBe(originals.length * copies)
        expect(Math.max(...all.map((name) => name.length))).toBeLessThanOrEqual(Limits.idLength)
      })
    )
  })
})
