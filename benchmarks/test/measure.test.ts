import { describe, expect, it } from "vitest"
import { compare, FULL, QUICK } from "../src/measure.ts"

describe("compare", () => {
  it("runs subject and peer interleaved, A B B A, in every round", () => {
    const calls: Array<string> = []
    const side = (name: string) => ({
      name,
      run: () => {
        // Long enough that a sample is one run.
        const untilMs = performance.now() + 2
        while (performance.now() < untilMs) calls.length += 0
        calls.push(name)
      }
    })
    const found = compare("case", 10, side("A"), side("B"), { rounds: 3, warmUpMs: 0, sampleMs: 1 })
    expect(calls.slice(2).join("")).toBe("ABBAABBAABBA")
    expect(found).toMatchObject({ name: "case", subject: "A", peer: "B", rounds: 3 })
    expect(found.ratio.low).toBeLessThanOrEqual(found.ratio.median)
    expect(found.ratio.high).toBeGreaterThanOrEqual(found.ratio.median)
    expect(found.subjectPerSecond).toBeGreaterThan(0)
  })

  it("takes at least seven rounds, quick or not", () => {
    for (const effort of [FULL, QUICK]) expect(effort.rounds).toBeGreaterThanOrEqual(7)
  })
})
