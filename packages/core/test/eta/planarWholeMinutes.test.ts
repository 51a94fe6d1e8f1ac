import { MINUTE_MS, fromPlane, haversineM, planarWholeMinutes } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const whole = fc.integer({ min: -60_000, max: 60_000 })
const place = fc.record({ xM: whole, yM: whole })
/** The speeds of the Grubhub instances, and others. */
const speed = fc.oneof(fc.constantFrom(314, 320, 419, 427), fc.integer({ min: 1, max: 2_000 }))

const minutes = (a: { xM: number; yM: number }, b: { xM: number; yM: number }, metersPerMinute: number) =>
  planarWholeMinutes({ metersPerMinute }).durationMs(fromPlane(a), fromPlane(b), "car", 0) / MINUTE_MS

/** Exact: the fewest minutes n with (n·speed)² ≥ dx² + dy², in integers of any size. */
const oracle = (
  a: { xM: number; yM: number },
  b: { xM: number; yM: number },
  metersPerMinute: number
): number => {
  const square = BigInt(a.xM - b.xM) ** 2n + BigInt(a.yM - b.yM) ** 2n
  const covered = (n: number) => (BigInt(n) * BigInt(metersPerMinute)) ** 2n
  let low = 0
  let high = 1
  while (covered(high) < square) high *= 2
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (covered(middle) < square) low = middle + 1
    else high = middle
  }
  return low
}

describe("planarWholeMinutes", () => {
  it("is the smallest whole number of minutes that suffices, in exact arithmetic", () => {
    fc.assert(
      fc.property(place, place, speed, (a, b, speed) => {
        expect(minutes(a, b, speed)).toBe(oracle(a, b, speed))
      }),
      { numRuns: 2_000 }
    )
  })

  it("does not round up a distance that is a whole number of minutes", () => {
    fc.assert(
      fc.property(
        fc.constantFrom([3, 4, 5], [5, 12, 13], [8, 15, 17], [20, 21, 29], [1, 0, 1]),
        fc.integer({ min: 1, max: 40 }),
        speed,
        fc.integer({ min: -2_000, max: 2_000 }),
        (triple, times, speed, offset) => {
          const [x = 0, y = 0, n = 0] = triple
          // Legs of triple × times metres; the hypotenuse is n × times, covered at `times` metres a minute in n.
          const from = { xM: offset, yM: -offset }
          expect(minutes(from, { xM: offset + x * times, yM: -offset - y * times }, times)).toBe(n)
          const near = { xM: offset + x * speed, yM: -offset - y * speed }
          expect(minutes(from, near, speed)).toBe(n)
          expect(minutes(from, { ...near, yM: near.yM - 1 }, speed)).toBe(n + 1)
        }
      ),
      { numRuns: 1_000 }
    )
  })

  it("is 0 for the same place, symmetric, and keeps the triangle inequality", () => {
    fc.assert(
      fc.property(place, place, place, speed, (a, b, c, speed) => {
        expect(minutes(a, a, speed)).toBe(0)
        expect(minutes(a, b, speed)).toBe(minutes(b, a, speed))
        expect(minutes(a, c, speed)).toBeLessThanOrEqual(minutes(a, b, speed) + minutes(b, c, speed))
      })
    )
  })

  it("is never faster than its top speed along the straight line", () => {
    fc.assert(
      fc.property(place, place, speed, (a, b, metersPerMinute) => {
        const travel = planarWholeMinutes({ metersPerMinute })
        const [from, to] = [fromPlane(a), fromPlane(b)]
        const durationMs = travel.durationMs(from, to, "bicycle", 0)
        expect(haversineM(from, to)).toBeLessThanOrEqual((durationMs / 1_000) * travel.topSpeedMps + 1e-6)
      })
    )
  })

  it("takes coordinates to the millimetre", () => {
    expect(minutes({ xM: 0, yM: 0 }, { xM: 0.003, yM: 0.004 }, 0.005)).toBe(1)
    expect(minutes({ xM: 0, yM: 0 }, { xM: 0.003, yM: 0.005 }, 0.005)).toBe(2)
  })

  it("sees the millimetre that is too much, where its share of the root is lost in rounding", () => {
    expect(minutes({ xM: -45_000, yM: 0 }, { xM: 45_000, yM: 0 }, 300)).toBe(300)
    expect(minutes({ xM: -45_000, yM: 0 }, { xM: 45_000, yM: 0.001 }, 300)).toBe(301)
  })

  it("takes speeds to the millimetre, too", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.integer({ min: 1, max: 9 }),
        (speedMm, times) => {
          const to = { xM: (3 * times * speedMm) / 1_000, yM: (4 * times * speedMm) / 1_000 }
          expect(minutes({ xM: 0, yM: 0 }, to, speedMm / 1_000)).toBe(5 * times)
        }
      ),
      { numRuns: 1_000 }
    )
  })

  it("refuses a speed that is none", () => {
    for (const metersPerMinute of [0, -1, NaN, Infinity]) {
      expect(() => planarWholeMinutes({ metersPerMinute })).toThrow(/positive/)
    }
  })
})
