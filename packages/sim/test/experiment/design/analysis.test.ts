import { HOUR_MS, MINUTE_MS, probit } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { abArms, analyseAb } from "../../../src/experiment/design/abTest.ts"
import { judgeDesign } from "../../../src/experiment/design/judgeDesign.ts"
import type { OrderOutcome } from "../../../src/experiment/design/OrderOutcome.ts"
import { analyseSwitchback, switchbackArm } from "../../../src/experiment/design/switchback.ts"
import { makeStream } from "../../../src/kernel/streams.ts"
import { shareOf } from "../draws.ts"

const OPTIONS = { confidence: 0.9, targetMin: 40 }
const design = (seed: number, burnInMs = 0) => ({
  blockMs: 30 * MINUTE_MS,
  burnInMs,
  fromMs: 17 * HOUR_MS,
  seed
})

/**
 * Orders of an evening whose level moves with the hour and jumps from block to block; arm 1 takes 3 minutes longer, and
 * `lingering` more so soon after each change.
 */
const evening = (
  seed: number,
  armOf: (order: OrderOutcome) => 0 | 1,
  lingering = 0
): ReadonlyArray<OrderOutcome> => {
  const draws = makeStream(seed, "test.evening")
  return Array.from({ length: 1_200 }, (_, order) => {
    const placedAtMs = 17 * HOUR_MS + Math.floor(draws.uniform(order) * 6 * HOUR_MS)
    const region = order % 2
    const block = Math.floor((placedAtMs - 17 * HOUR_MS) / (30 * MINUTE_MS))
    const sinceMs = placedAtMs - 17 * HOUR_MS - block * 30 * MINUTE_MS
    const level = 30 + block + 2 * probit(draws.uniform(block, 7 + region))
    const bare = { order, region, placedAtMs, clickToDoorMin: level + 8 * probit(draws.uniform(order, 1)) }
    const extra = 3 * armOf(bare) + (sinceMs < 10 * MINUTE_MS ? lingering * armOf(bare) : 0)
    return { ...bare, clickToDoorMin: bare.clickToDoorMin + extra }
  })
}

describe("a switchback", () => {
  it("gives both arms one block of every pair, by coins that differ", () => {
    const armAt = switchbackArm(design(5))
    const firsts = new Set<number>()
    for (let pair = 0; pair < 20; pair++) {
      const [first, second] = [0, 1].map((k) => armAt(0, 17 * HOUR_MS + (2 * pair + k) * 30 * MINUTE_MS))
      expect(new Set([first, second])).toEqual(new Set([0, 1]))
      firsts.add(first ?? 2)
    }
    expect(firsts).toEqual(new Set([0, 1]))
    // Before the first block it is the first one.
    expect(armAt(0, 0)).toBe(armAt(0, 17 * HOUR_MS))
  })

  it("finds a known effect: unbiased, and covered as often as its interval says", () => {
    const found = Array.from({ length: 400 }, (_, seed) => {
      const armAt = switchbackArm(design(seed))
      const orders = evening(seed, ({ placedAtMs, region }) => armAt(region, placedAtMs))
      return analyseSwitchback(design(seed), "click-to-door", orders, OPTIONS)
    })
    const { bias, biasInterval, coverage } = judgeDesign(
      found,
      Array.from(found, () => -3),
      0.9
    )
    expect(Math.abs(bias)).toBeLessThan(0.2)
    expect(biasInterval.low).toBeLessThan(0)
    expect(biasInterval.high).toBeGreaterThan(0)
    expect(Math.abs(coverage - 0.9)).toBeLessThan(0.05)
  })

  it("leaves out what lingers from the block before", () => {
    const meanOver = (burnInMs: number) => {
      let sum = 0
      for (let seed = 0; seed < 100; seed++) {
        const armAt = switchbackArm(design(seed))
        const orders = evening(seed, ({ placedAtMs, region }) => armAt(region, placedAtMs), 6)
        sum += analyseSwitchback(design(seed, burnInMs), "click-to-door", orders, OPTIONS).mean / 100
      }
      return sum
    }
    expect(meanOver(0)).toBeLessThan(-4.5)
    expect(meanOver(10 * MINUTE_MS)).toBeGreaterThan(-3.4)
  })

  it("says nothing from one pair of blocks", () => {
    const orders = evening(1, () => 0).filter(
      ({ placedAtMs, region }) => region === 0 && placedAtMs < 18 * HOUR_MS
    )
    expect(analyseSwitchback(design(1), "click-to-door", orders, OPTIONS).interval.high).toBe(Infinity)
  })
})

describe("an A/B test", () => {
  it("covers a known effect where orders do not disturb each other", () => {
    const covered = shareOf(400, (seed) => {
      const arms = abArms(seed, 2)
      const orders = evening(seed, ({ order }) => arms.armOfOrder(order))
      const { interval } = analyseAb("order", arms, "click-to-door", orders, OPTIONS)
      return interval.low <= -3 && -3 <= interval.high
    })
    expect(Math.abs(covered - 0.9)).toBeLessThan(0.05)
  })

  it("knows nothing of its error from one region on each side", () => {
    const arms = abArms(3, 2)
    const estimate = analyseAb(
      "region",
      arms,
      "click-to-door",
      evening(3, () => 0),
      OPTIONS
    )
    expect(estimate).toMatchObject({ count: 2, pValue: 1, interval: { low: -Infinity, high: Infinity } })
  })

  it("counts orders that never came for that metric alone", () => {
    const arms = abArms(3, 2)
    const lost = evening(3, () => 0).map((order) => ({
      ...order,
      clickToDoorMin: arms.armOfOrder(order.order) === 0 ? order.clickToDoorMin : null
    }))
    expect(analyseAb("order", arms, "undelivered", lost, OPTIONS).mean).toBe(-100)
    expect(analyseAb("order", arms, "overage", lost, OPTIONS).interval.high).toBe(Infinity)
  })
})

describe("the judgement of a design", () => {
  const estimate = (mean: number, half: number) => ({
    mean,
    deviation: 1,
    count: 9,
    interval: { low: mean - half, high: mean + half },
    pValue: Math.abs(mean) > half ? 0.01 : 0.5
  })

  it("counts what experiments would have said", () => {
    const judged = judgeDesign(
      [estimate(-3, 1), estimate(-1, 2), estimate(2, 1), estimate(-4, 0.5)],
      [-2, -2, -2, -2],
      0.95
    )
    expect(judged).toMatchObject({
      estimate: -1.5,
      bias: 0.5,
      right: 2,
      undecided: 1,
      wrong: 1,
      coverage: 0.5
    })
    expect(judged.error).toBeCloseTo(Math.sqrt((1 + 1 + 16 + 4) / 4), 12)
    expect(judged.width).toBeCloseTo(2.25, 12)
  })
})
