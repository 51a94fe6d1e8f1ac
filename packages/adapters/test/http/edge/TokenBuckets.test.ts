import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { TokenBuckets } from "../../../src/http/edge/TokenBuckets.ts"

describe("token buckets (S104)", () => {
  it("let a burst through, then the rate, and say how long to wait", () => {
    const buckets = new TokenBuckets({ perSecond: 2, burst: 3 }, 10)
    expect([0, 0, 0, 0].map((atMs) => buckets.take("a", atMs))).toEqual([0, 0, 0, 500])
    expect(buckets.take("a", 499)).toBeGreaterThan(0)
    expect(buckets.take("a", 500)).toBe(0)
    expect(buckets.take("b", 500)).toBe(0)
  })

  it("never let more through than burst and rate allow, whenever it is asked", () => {
    const waits = fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 200 })
    fc.assert(
      fc.property(
        waits,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 50 }),
        (pauses, perSecond, burst) => {
          const buckets = new TokenBuckets({ perSecond, burst }, 10)
          let nowMs = 0
          let through = 0
          for (const pauseMs of pauses) {
            nowMs += pauseMs
            if (buckets.take("a", nowMs) === 0) through += 1
          }
          expect(through).toBeLessThanOrEqual(burst + (nowMs * perSecond) / 1_000 + 1e-6)
        }
      )
    )
  })

  it("let go on who waits as long as they were told", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 20 }), (perSecond, burst) => {
        const buckets = new TokenBuckets({ perSecond, burst }, 10)
        for (let i = 0; i < burst; i++) buckets.take("a", 0)
        const waitMs = buckets.take("a", 0)
        expect(waitMs).toBeGreaterThan(0)
        expect(buckets.take("a", waitMs)).toBe(0)
      })
    )
  })

  it("remember no more keys than they may", () => {
    const buckets = new TokenBuckets({ perSecond: 1, burst: 2 }, 100)
    for (let i = 0; i < 10_000; i++) buckets.take(`key-${i}`, i)
    expect(buckets.size).toBeLessThanOrEqual(100)
  })
})
