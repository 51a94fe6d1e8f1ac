import { describe, expect, it } from "vitest"
import { Autoscaler, type ScalingRules } from "../../src/serving/Autoscaler.ts"

const RULES: ScalingRules = {
  min: 2,
  max: 20,
  targetCpu: 0.7,
  everyMs: 15_000,
  downAfterMs: 300_000,
  startMs: 30_000
}

/** Looks every quarter of a minute at what `load` (in processors) does to the instances there are. */
const play = (load: (atMs: number) => number, untilMs: number) => {
  const scaler = new Autoscaler(RULES)
  const counts: Array<number> = []
  for (let atMs = 0; atMs <= untilMs; atMs += RULES.everyMs) {
    counts.push(scaler.look(atMs, Math.min(1, load(atMs) / scaler.ready)))
  }
  return counts
}

describe("Autoscaler (S121, S137)", () => {
  it("settles where the processors are used to the target, and never below the least", () => {
    expect(play(() => 7, 1_800_000).at(-1)).toBe(10)
    expect(play(() => 0.1, 1_800_000).at(-1)).toBe(2)
    expect(play(() => 1_000, 1_800_000).at(-1)).toBe(20)
  })

  it("takes as long as an instance needs to start, and doubles or adds four at most at a look", () => {
    const counts = play(() => 14, 120_000)
    // Asked for at 0, there at the look after half a minute.
    expect(counts.slice(0, 3)).toEqual([2, 2, 3])
    expect(Math.max(...counts)).toBeLessThanOrEqual(20)
  })

  it("leaves alone what is within a tenth of the target", () => {
    expect(new Set(play(() => 1.5, 600_000))).toEqual(new Set([2]))
  })

  it("keeps instances for five minutes after the need is gone", () => {
    const counts = play((atMs) => (atMs < 600_000 ? 7 : 1), 1_500_000)
    const at = (ms: number) => counts[ms / RULES.everyMs]
    expect([at(585_000), at(855_000), at(1_500_000)]).toEqual([10, 10, 2])
  })

  it("refuses rules that cannot be", () => {
    expect(() => new Autoscaler({ ...RULES, min: 0 })).toThrow(/at least one instance/)
    expect(() => new Autoscaler({ ...RULES, targetCpu: 0 })).toThrow(/share/)
  })
})
