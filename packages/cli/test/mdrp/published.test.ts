import { describe, expect, it } from "vitest"
import { publishedFor } from "../../src/mdrp/published.ts"

/** The names of all instances, as they were published. */
const all = Array.from({ length: 10 }, (_, seed) =>
  ["o100", "o50", "r50"].flatMap((size) =>
    ["t100", "t75"].flatMap((travel) =>
      ["s1", "s2"].flatMap((schedule) =>
        ["p100", "p125"].map((prep) => `${seed}${size}${travel}${schedule}${prep}`)
      )
    )
  )
).flat()
const base = all.filter((name) => name.endsWith("o100t100s1p100"))
const half = all.filter((name) => /^0[or]50/.test(name))
const namesFor = (instances: ReadonlyArray<string>) =>
  publishedFor(instances).map(({ name, played, set }) => `${name}: ${played} of ${set.size}`)

describe("published figures", () => {
  it("are shown beside the days they were published for", () => {
    expect(new Set(all).size).toBe(240)
    expect(namesFor(all)).toEqual(["Reyes 2018, default: 240 of 240", "Reyes 2018, best: 240 of 240"])
    expect(namesFor(base)).toEqual([
      "Reyes clone (SMU): 10 of 10",
      "FoodMatch C++: 10 of 10",
      "Reyes 2018, default: 10 of 240",
      "Reyes 2018, best: 10 of 240"
    ])
    expect(namesFor(half)).toEqual([
      "Reyes 2018, on-line: 16 of 16",
      "clairvoyant optimum: 16 of 16",
      "Reyes 2018, default: 16 of 240",
      "Reyes 2018, best: 16 of 240"
    ])
  })

  it("say how many of their days were played", () => {
    expect(namesFor(all.slice(0, 144))).toEqual([
      "Reyes 2018, default: 144 of 240",
      "Reyes 2018, best: 144 of 240"
    ])
    expect(namesFor(base.slice(0, 6))).toContain("FoodMatch C++: 6 of 10")
  })

  it("are not shown when a day was played that they say nothing of", () => {
    for (const stranger of ["day-1", "10o100t100s1p100", "0r100t100s1p100", "0o100t100s1p100 x10"])
      expect(namesFor([...base, stranger]), stranger).toEqual([])
    expect(namesFor([...half, ...base])).not.toContain("clairvoyant optimum: 26 of 16")
  })

  it("never call an optimum without prepositioning a bound", () => {
    const optimum = publishedFor(half).find(({ name }) => name.includes("optimum"))
    expect(optimum?.source).toMatch(/never prepositions: no bound for a policy that does/)
  })

  it("are above the floor by what is between the two", () => {
    const rows = publishedFor(base).map(({ excessMean, name }) => [name, excessMean.toFixed(2)])
    expect(rows).toContainEqual(["FoodMatch C++", "3.38"])
    expect(rows).toContainEqual(["Reyes 2018, default", "2.40"])
  })
})
