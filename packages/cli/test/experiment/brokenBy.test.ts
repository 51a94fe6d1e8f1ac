import { describe, expect, it } from "vitest"
import { brokenBy, turnedText } from "../../src/experiment/brokenBy.ts"
import { objectivesBeside } from "../../src/experiment/objectivesBeside.ts"
import { entrantOf } from "./entrants.ts"

const reached = (name: string, promise: ReadonlyArray<number>, carried: number) =>
  entrantOf(
    name,
    promise.map((percent) => ({ metrics: { "slo-promise": percent, "slo-carried": carried } }))
  )
const dry = reached("nearest", [99, 97, 89], 99)
const wet = reached("nearest:with=rain-at-seven", [91, 85, 86], 99.5)
const turned = (entrant: string, against: string) =>
  brokenBy({ entrant, against, whatIf: undefined, metrics: [] }, [dry, wet])

describe("objectives before and after", () => {
  it("break and hold by their means over the seeds", () => {
    const { broken, mended } = turned("nearest:with=rain-at-seven", "nearest")
    expect(turnedText(broken)).toBe("promise (87.3 % in place of 95.0 %, promised 90.0 %)")
    expect(turnedText(mended)).toBe("carried (99.5 % in place of 99.0 %, promised 99.5 %)")
    const back = turned("nearest", "nearest:with=rain-at-seven")
    expect([back.broken.map(({ name }) => name), back.mended.map(({ name }) => name)]).toEqual([
      ["carried"],
      ["promise"]
    ])
  })

  it("count the seeds in which each was kept, and know nothing of what was not measured", () => {
    const promise = objectivesBeside([dry, wet]).find(({ name }) => name === "promise")
    expect(promise?.entrants).toMatchObject([
      { kept: 2, seeds: 3 },
      { kept: 1, seeds: 3 }
    ])
    expect(objectivesBeside([dry]).find(({ name }) => name === "fresh")?.entrants).toEqual([undefined])
  })
})
