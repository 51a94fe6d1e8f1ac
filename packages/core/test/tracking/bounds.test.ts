import { ageMs, cellOf, coarsened, FixBucket, FixRing, isFresh, Limits, tokensOf } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

describe("the rate of a courier's fixes", () => {
  it("C20: ten a second in the long run, and never more than the burst beyond", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 400 }), { minLength: 1, maxLength: 400 }),
        (pauses) => {
          const bucket = new FixBucket()
          const { burst, perSecond } = Limits.fixRate
          let nowMs = 1_000_000
          let forwardMs = 0
          let taken = 0
          for (const pauseMs of pauses) {
            nowMs += pauseMs
            forwardMs += Math.max(0, pauseMs)
            const waitMs = bucket.take(1, nowMs)
            expect(waitMs).toBeLessThanOrEqual(1_000 / perSecond)
            if (waitMs === 0) taken += 1
            expect(taken).toBeLessThanOrEqual(burst + (forwardMs * perSecond) / 1_000 + 1e-6)
          }
        }
      )
    )
  })

  it("who sends ten a second is never refused; who waits as told is let in", () => {
    const bucket = new FixBucket()
    for (let i = 0; i < 1_000; i++) expect(bucket.take(1, i * 100)).toBe(0)
    for (let i = 0; i < Limits.fixRate.burst; i++) bucket.take(1, 100_000)
    const waitMs = bucket.take(1, 100_000)
    expect(waitMs).toBeGreaterThan(0)
    expect(bucket.waitMs(100_000)).toBe(waitMs)
    expect(bucket.waitMs(100_000 + waitMs)).toBe(0)
    expect(bucket.take(1, 100_000 + waitMs)).toBe(0)
  })

  it("what was kept comes on credit, and is paid back", () => {
    const bucket = new FixBucket()
    expect(bucket.take(tokensOf(600), 0)).toBe(0)
    const waitMs = bucket.take(1, 0)
    expect(waitMs).toBeGreaterThan(1_000)
    expect(bucket.take(1, waitMs)).toBe(0)
  })
})

describe("the points kept of a way", () => {
  it("P8: are the latest, as many as fit, a centimetre off at most", () => {
    const points = fc.array(
      fc.record({
        lat: fc.double({ min: -90, max: 90, noNaN: true }),
        lng: fc.double({ min: -180, max: 180, noNaN: true })
      }),
      { maxLength: 700 }
    )
    fc.assert(
      fc.property(
        points,
        fc.integer({ min: 0, max: 700 }),
        fc.integer({ min: 1, max: 300 }),
        (all, since, limit) => {
          const ring = new FixRing()
          all.forEach((at, i) => ring.add(at, i))
          const expected = all
            .map((at, atMs) => ({ at, atMs }))
            .slice(-Limits.fixesKept)
            .filter(({ atMs }) => atMs >= since)
            .slice(-limit)
          const found = ring.since(since, limit)
          expect(ring.size).toBe(Math.min(all.length, Limits.fixesKept))
          expect(found.map(({ atMs }) => atMs)).toEqual(expected.map(({ atMs }) => atMs))
          found.forEach(({ at }, i) => {
            expect(Math.abs(at.lat - (expected[i]?.at.lat ?? 0))).toBeLessThan(1e-7)
            expect(Math.abs(at.lng - (expected[i]?.at.lng ?? 0))).toBeLessThan(1e-7)
          })
        }
      )
    )
  })
})

describe("how old a position is", () => {
  it("S100: fresh for five seconds; F11: never younger than now", () => {
    expect(isFresh(0, 5_000)).toBe(true)
    expect(isFresh(0, 5_001)).toBe(false)
    expect(ageMs(10, 5)).toBe(0)
  })

  it("P1x: what is old is a district and an hour", () => {
    const at = { lat: 52.52, lng: 13.405 }
    expect(coarsened(at, 3_600_000 * 5 + 1_234)).toEqual({
      cell: cellOf(at, Limits.trackCellResolution),
      hourMs: 3_600_000 * 5
    })
  })
})
