import { at, haversineM, MINUTE_MS } from "@hotbag/core"
import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { grubhubInstance } from "../../src/trace/grubhub.ts"
import { moreOrders } from "../../src/scenario/moreOrders.ts"
import { grubhubDay } from "../trace/madeUpDay.ts"

const { orders } = Result.getOrThrow(grubhubInstance(grubhubDay, "made-up")).city
const factor = fc.double({ min: 0.05, max: 4, noNaN: true })

describe("more orders of the same day", () => {
  it("are the day itself at a factor of 1", () => {
    expect(moreOrders(orders, 1, 7)).toEqual(orders)
  })

  it("hold what fewer of them hold, so that a surge is a curve and not a series of other days", () => {
    fc.assert(
      fc.property(factor, factor, fc.nat(), (a, b, seed) => {
        const larger = new Set(moreOrders(orders, Math.max(a, b), seed).map((order) => JSON.stringify(order)))
        for (const order of moreOrders(orders, Math.min(a, b), seed))
          expect(larger.has(JSON.stringify(order))).toBe(true)
      })
    )
  })

  it("come from the same kitchens, whole minutes apart, to other doors of the quarter", () => {
    fc.assert(
      fc.property(factor, fc.nat(), (times, seed) => {
        const all = moreOrders(orders, times, seed)
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
        expect(all).toEqual(all.toSorted((a, b) => a.placedAtMs - b.placedAtMs))
        for (const order of all) {
          const original = orders.find(({ id }) => id === order.id.split("-")[0])
          expect(original).toBeDefined()
          if (original === undefined || original.id === order.id) continue
          const shiftMs = order.placedAtMs - original.placedAtMs
          expect(Math.abs(shiftMs)).toBeLessThanOrEqual(10 * MINUTE_MS)
          expect(Math.abs(shiftMs % MINUTE_MS)).toBe(0)
          expect(haversineM(order.dropoff, original.dropoff)).toBeGreaterThan(0)
          expect(haversineM(order.dropoff, original.dropoff)).toBeLessThan(3_000)
          expect(order).toEqual({
            ...original,
            id: order.id,
            dropoff: order.dropoff,
            placedAtMs: order.placedAtMs,
            promisedAtMs: original.promisedAtMs + shiftMs
          })
        }
      })
    )
  })

  it("never come before the day begins", () => {
    const midnight = [{ ...at(orders, 0), placedAtMs: 0 }]
    for (let seed = 0; seed < 20; seed++)
      for (const { placedAtMs } of moreOrders(midnight, 4, seed)) expect(placedAtMs).toBeGreaterThanOrEqual(0)
  })
})
