import { describe, expect, it } from "vitest"
import { judge } from "../src/gate.ts"
import type { Comparison } from "../src/measure.ts"

const found = (name: string, ratio: number, cpuRatio = ratio): Comparison => ({
  name,
  subject: "ours",
  peer: "theirs",
  ratio: { median: ratio, low: 0.8 * ratio, high: 1.2 * ratio },
  cpuRatio: { median: cpuRatio, low: 0.8 * cpuRatio, high: 1.2 * cpuRatio },
  subjectPerSecond: ratio,
  peerPerSecond: 1,
  rounds: 7
})
const outcomes = (...args: Parameters<typeof judge>) => judge(...args).map(({ outcome }) => outcome)

describe("the gate of the benchmarks", () => {
  const recorded = [found("nearest", 5), found("within", 2)]

  it("takes what the noise of a busy machine makes of a ratio", () => {
    expect(outcomes(recorded, [[found("nearest", 3.4), found("within", 1.3)]])).toEqual(["kept", "kept"])
    expect(outcomes(recorded, [[found("nearest", 9), found("within", 2)]])).toEqual(["kept", "kept"])
  })

  it("finds what became more than twice as slow, and says which and by how much", () => {
    const [nearest, within] = judge(recorded, [[found("nearest", 5), found("within", 0.9)]])
    expect(nearest?.outcome).toBe("kept")
    expect(within).toEqual({
      outcome: "fallen",
      line: "within, ours beside theirs: 0.90×, recorded 2.00×; below 50 % of it"
    })
  })

  it("believes a fall only when the clock and the processor's time agree on it", () => {
    expect(outcomes(recorded, [[found("nearest", 1, 4.5), found("within", 1.8, 0.3)]])).toEqual([
      "kept",
      "kept"
    ])
    expect(outcomes(recorded, [[found("nearest", 2.4, 2.4), found("within", 2)]])).toEqual(["fallen", "kept"])
  })

  it("believes a fall only when it is found in every attempt", () => {
    const slow = [found("nearest", 1), found("within", 0.5)]
    expect(outcomes(recorded, [slow, slow, [found("nearest", 4), found("within", 0.5)]])).toEqual([
      "kept",
      "fallen"
    ])
  })

  it("blames nobody for a peer that is not there, and asks nothing of what was not recorded", () => {
    expect(outcomes(recorded, [[found("within", 2), found("new", 0.1)]])).toEqual(["not measured", "kept"])
    expect(outcomes(recorded, [[{ ...found("nearest", 1), peer: "another" }, found("within", 2)]])).toEqual([
      "not measured",
      "kept"
    ])
  })

  it("is strict with what does not depend on the machine, whatever it costs in time", () => {
    const played = (ratio: number, cpuRatio: number) => ({
      ...found("excess", ratio, cpuRatio),
      quality: { unit: "min", subject: 1, peer: ratio, isOfSeed: true as const }
    })
    expect(outcomes([played(1.5, 0.1)], [[played(1.48, 0.01)]])).toEqual(["kept"])
    expect(outcomes([played(1.5, 0.1)], [[played(1.4, 0.1)]])).toEqual(["fallen"])
  })

  it("takes the noise of whatever was measured by a clock, in what unit soever", () => {
    const costing = (us: number) => ({
      ...found("GET /orders/{id}", 30 / us),
      quality: { unit: "µs CPU", subject: us, peer: 30 }
    })
    expect(outcomes([costing(39)], [[costing(41)]])).toEqual(["kept"])
    expect(outcomes([costing(39)], [[costing(79)]])).toEqual(["fallen"])
  })
})
