import { SECOND_MS } from "@hotbag/core"
import { restAfterRoundMs, type RoundPace } from "@hotbag/dispatch"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { atMin, makeTown } from "./town.ts"

/** Every delivery waits for food that is far from ready, so that nothing is decided and all stay open. */
const crowded = (open: number, pace?: RoundPace) => {
  const town = makeTown(pace === undefined ? {} : { pace })
  town.online(0, [0, 0])
  for (let delivery = 0; delivery < open; delivery++) town.wanted(delivery, { readyMin: 500 })
  town.tick()
  town.moved(0, [1, 0])
  return town
}

describe("the pace of a region's rounds", () => {
  it("leaves a round time in proportion to the deliveries that the last one planned, up to a bound", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(20_000),
        fc.nat(60),
        (open, deliveriesPerSecond, mostMs, freeDeliveries) => {
          const town = crowded(open, { freeDeliveries, deliveriesPerSecond, mostMs })
          const restMs =
            open > freeDeliveries ? Math.min(mostMs, (open * SECOND_MS) / deliveriesPerSecond) : 0
          expect(atMin(town.nextRoundMin())).toBeCloseTo(atMin(0) + restMs, 3)
        }
      )
    )
  })

  it("lets no round come sooner, and none that is wanted go missing", () => {
    const town = crowded(10, { freeDeliveries: 9, deliveriesPerSecond: 1, mostMs: 60_000 })
    town.online(1, [0, 1])
    expect(town.at(9.9 / 60).round()).toEqual([])
    expect(
      town.seen().map(({ handle }) => handle),
      "the round was put off"
    ).toEqual([0])
    town.at(10 / 60).round()
    expect(town.seen().map(({ handle }) => handle)).toEqual([0, 1])
  })

  it("is slower still where a crowd waits, and never faster for more who wait", () => {
    const pace = {
      freeDeliveries: 5,
      deliveriesPerSecond: 5,
      mostMs: 20_000,
      crowd: { deliveriesPerSecond: 100, mostMs: 60_000 }
    }
    expect([5, 50, 100, 2_000, 4_000, 6_000, 60_000].map((open) => restAfterRoundMs(pace, open))).toEqual([
      0, 10_000, 20_000, 20_000, 40_000, 60_000, 60_000
    ])
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100), (open, more) => {
        expect(restAfterRoundMs(pace, open + more)).toBeGreaterThanOrEqual(restAfterRoundMs(pace, open))
      })
    )
  })

  it("is that of the news unless the region says otherwise", () => {
    expect(crowded(30).nextRoundMin()).toBe(0)
  })
})
