import { calibration, type CalibrationRules, probit } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const rules: CalibrationRules = {
  shares: [0.1, 0.5, 0.9],
  begin: [0.1, 0.5, 0.9].map((share) => probit(share)),
  firstStep: 0.3,
  leastStep: 0.05,
  reach: 4,
  cells: 100
}

/** The rule written down plainly for one share and one cell. */
const oracle = (share: number, outcomes: ReadonlyArray<number>): { score: number; within: number } => {
  let score = probit(share)
  let within = 0
  outcomes.forEach((outcome, index) => {
    const isWithin = Math.max(-4, Math.min(4, outcome)) <= score
    if (isWithin) within += 1
    const step = Math.max(0.05, 0.3 / Math.sqrt(index + 1))
    score = isWithin ? score - step * (1 - share) : score + step * share
  })
  return { score, within }
}

const outcome = fc.double({ min: -10, max: 10, noNaN: true })
const outcomes = fc.array(outcome, { minLength: 1, maxLength: 400 })

describe("on-line calibration", () => {
  it("does what the rule says, share by share", () => {
    fc.assert(
      fc.property(outcomes, (given) => {
        const learned = calibration(rules)
        for (const one of given) learned.observe(["all"], one)
        rules.shares.forEach((share, index) => {
          expect(learned.scores(["all"])[index]).toBeCloseTo(oracle(share, given).score, 9)
        })
      })
    )
  })

  it("is off by no more than (2·reach + step) / (leastStep·T), whatever comes", () => {
    // An adversary who sees the score and goes just beyond it, by turns of a length of their choice.
    const turns = fc.array(fc.record({ above: fc.boolean(), length: fc.integer({ min: 1, max: 60 }) }), {
      minLength: 1,
      maxLength: 40
    })
    fc.assert(
      fc.property(turns, fc.constantFrom(0, 1, 2), (given, index) => {
        const learned = calibration(rules)
        let seen = 0
        let within = 0
        for (const { above, length } of given) {
          for (let count = 0; count < length; count += 1) {
            const score = learned.scores(["all"])[index] ?? 0
            const value = Math.max(-4, Math.min(4, above ? score + 0.001 : score - 0.001))
            seen += 1
            if (value <= score) within += 1
            learned.observe(["all"], value)
          }
        }
        const share = rules.shares[index] ?? 0
        expect(Math.abs(within / seen - share)).toBeLessThanOrEqual((2 * 4 + 0.3) / (0.05 * seen))
      })
    )
  })

  it("keeps its word when outcomes are known late, but for a step for each that is waited for", () => {
    fc.assert(
      fc.property(
        fc.array(outcome, { minLength: 50, maxLength: 400 }),
        fc.integer({ min: 1, max: 40 }),
        (given, delay) => {
          const learned = calibration(rules)
          let within = 0
          given.forEach((value, index) => {
            const clipped = Math.max(-4, Math.min(4, value))
            if (clipped <= (learned.scores(["all"])[2] ?? 0)) within += 1
            const known = given[index - delay]
            if (known !== undefined) learned.observe(["all"], known)
          })
          const bound = (2 * 4 + 0.3 * (1 + 2 * delay)) / (0.05 * given.length)
          expect(Math.abs(within / given.length - 0.9)).toBeLessThanOrEqual(bound)
        }
      )
    )
  })

  it("follows a drift that a fixed quantile loses", () => {
    const learned = calibration(rules)
    let within = 0
    let fixed = 0
    let state = 12_345
    for (let index = 0; index < 4_000; index += 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      const value = probit((state + 0.5) / 0x80000000) + index / 2_000
      if (value <= (learned.scores(["all"])[2] ?? 0)) within += 1
      if (value <= probit(0.9)) fixed += 1
      learned.observe(["all"], value)
    }
    expect(fixed / 4_000).toBeLessThan(0.72)
    expect(Math.abs(within / 4_000 - 0.9)).toBeLessThan(0.02)
  })

  it("takes over a kept state where it has seen more, and nothing that these rules cannot come to", () => {
    fc.assert(
      fc.property(outcomes, outcomes, (kept, own) => {
        const [before, after] = [calibration(rules), calibration(rules)]
        for (const one of kept) before.observe(["all", "north"], one)
        for (const one of own) after.observe(["all", "south"], one)
        const had = new Map(after.state().map((cell) => [cell[0], cell]))
        expect(after.adopt(before.state())).toBe(0)
        const longer = kept.length > own.length ? before.state()[0] : had.get("all")
        expect(after.state(new Set(["all"]))).toEqual([longer])
        expect(after.state(new Set(["north"]))).toEqual(before.state(new Set(["north"])))
        expect(after.state(new Set(["south"]))).toEqual([had.get("south")])
        expect(after.size()).toBe(3)
      })
    )
    const learned = calibration(rules)
    const wrong: ReadonlyArray<readonly [string, number, ...Array<number>]> = [
      ["not a number", 5, 0, Number.NaN, 0],
      ["beyond all", 5, 0, 1e300, 0],
      ["too few", 5, 0, 0],
      ["never seen", 0, 0, 0, 0],
      ["half seen", 1.5, 0, 0, 0]
    ]
    expect(learned.adopt([...wrong, ["right", 5, 0.1, 0.2, 0.3]])).toBe(wrong.length)
    expect(learned.state()).toEqual([["right", 5, 0.1, 0.2, 0.3]])
  })

  it("begins a cell that nobody has seen with what is known around it, and tells cells apart", () => {
    const learned = calibration(rules)
    for (let index = 0; index < 300; index += 1) {
      learned.observe(["all", "north"], index % 2 === 0 ? 2 : 1)
      learned.observe(["all", "south"], index % 2 === 0 ? -2 : -1)
    }
    const [, north = 0] = learned.scores(["all", "north"])
    const [, south = 0] = learned.scores(["all", "south"])
    const [, west = 0] = learned.scores(["all", "west"])
    expect(north).toBeGreaterThan(0.8)
    expect(south).toBeLessThan(-0.8)
    expect(west).toBe(learned.scores(["all"])[1])
  })

  it("goes on from its state as if it had never stopped", () => {
    fc.assert(
      fc.property(outcomes, outcomes, (before, after) => {
        const whole = calibration(rules)
        for (const value of before) whole.observe(["all", "north"], value)
        const again = calibration({ ...rules, from: JSON.parse(JSON.stringify(whole.state())) })
        for (const value of after) {
          whole.observe(["all", "north"], value)
          again.observe(["all", "north"], value)
        }
        expect(again.state()).toEqual(whole.state())
      })
    )
  })

  it("keeps no more cells than it may, and learns nothing from what is not a number", () => {
    const learned = calibration({ ...rules, cells: 3 })
    for (let cell = 0; cell < 10; cell += 1) learned.observe([`cell ${cell}`], 1)
    expect(learned.state().map(([name]) => name)).toEqual(["cell 7", "cell 8", "cell 9"])
    learned.observe(["cell 7"], Number.NaN)
    expect(learned.state()[0]?.[1]).toBe(1)
    learned.observe(["cell 7"], Infinity)
    expect(learned.state()[0]?.[1]).toBe(2)
  })

  it("refuses rules that make no sense", () => {
    expect(() => calibration({ ...rules, begin: [0] })).toThrow(/score for each share/)
    expect(() => calibration({ ...rules, leastStep: 0 })).toThrow(/positive/)
    expect(() => calibration({ ...rules, shares: [0, 0.5, 0.9] })).toThrow(/between 0 and 1/)
  })
})
