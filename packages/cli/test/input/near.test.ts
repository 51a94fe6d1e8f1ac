import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { editDistance, nearMatches } from "../../src/input/near.ts"

/** The definition, word by word: slow, and obviously right. */
const oracle = (a: string, b: string): number => {
  if (a === "" || b === "") return a.length + b.length
  const replace = a.at(-1) === b.at(-1) ? 0 : 1
  const options = [
    oracle(a.slice(0, -1), b) + 1,
    oracle(a, b.slice(0, -1)) + 1,
    oracle(a.slice(0, -1), b.slice(0, -1)) + replace
  ]
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1))
    options.push(oracle(a.slice(0, -2), b.slice(0, -2)) + 1)
  return Math.min(...options)
}

const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 5 })

describe("near names", () => {
  it("counts edits as the definition does", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(oracle(a, b))
      })
    )
  })

  it("keeps the nearest, each once, nearest first, in the order of appearance", () => {
    fc.assert(
      fc.property(
        word,
        fc.array(word, { maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        (wanted, names, count) => {
          const near = nearMatches(wanted, count)
          for (const name of names) near.add(name)
          const limit = Math.max(1, Math.floor(wanted.length / 2))
          const expected = [...new Set(names)]
            .filter((name) => editDistance(wanted, name) <= limit)
            .sort((a, b) => editDistance(wanted, a) - editDistance(wanted, b))
            .slice(0, count)
          expect(near.best()).toEqual(expected)
        }
      )
    )
  })

  it("knows a name by its end, when somebody leaves out the region", () => {
    const near = nearMatches("o80", 2)
    for (const name of ["bogota-o8", "bogota-o80", "bogota-o180", "medellin-o80", "o81"]) near.add(name)
    expect(near.best()).toEqual(["bogota-o80", "medellin-o80"])
  })

  it("does not mind capitals", () => {
    const near = nearMatches("O12", 2)
    near.add("o12")
    expect(near.best()).toEqual(["o12"])
  })
})
