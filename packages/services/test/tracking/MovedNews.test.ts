import { describe, expect, it } from "@effect/vitest"
import { CourierId, Limits, RegionId } from "@hotbag/core"
import fc from "fast-check"
import { MovedNews } from "../../src/tracking/MovedNews.ts"

const newsOf = (courier: number, region: number) => ({
  courierId: CourierId.make(`c${courier}`),
  regionId: RegionId.make(`r${region}`)
})

describe("news of couriers who moved", () => {
  it("are told once each, soon, those of a region together, and not often unless they are many", () => {
    const steps = fc.array(fc.record({ courier: fc.nat(300), region: fc.nat(2), passMs: fc.nat(400) }), {
      maxLength: 600
    })
    fc.assert(
      fc.property(steps, (all) => {
        const moved = new MovedNews()
        const waiting = new Map<string, number>()
        const toldAt = new Map<string, number>()
        let nowMs = 0
        const take = (): void => {
          const told = moved.take(nowMs)
          const keys = told.map(({ courierId, regionId }) => `${regionId} ${courierId}`)
          expect(new Set(keys).size).toBe(keys.length)
          for (const key of keys) expect(waiting.delete(key)).toBe(true)
          for (const regionId of new Set(told.map((news) => news.regionId))) {
            const count = told.filter((news) => news.regionId === regionId).length
            const sinceMs = nowMs - (toldAt.get(regionId) ?? Number.NEGATIVE_INFINITY)
            expect(sinceMs >= Limits.movedNewsMs || count >= Limits.movedNewsTogether).toBe(true)
            expect([...waiting.keys()].some((key) => key.startsWith(`${regionId} `))).toBe(false)
            toldAt.set(regionId, nowMs)
          }
          for (const sinceMs of waiting.values()) expect(nowMs - sinceMs).toBeLessThan(Limits.movedNewsMs)
          expect(moved.size).toBe(waiting.size)
        }
        for (const { courier, passMs, region } of all) {
          nowMs += passMs
          const news = newsOf(courier, region)
          const key = `${news.regionId} ${news.courierId}`
          if (!waiting.has(key)) waiting.set(key, nowMs)
          moved.add(news)
          take()
        }
        nowMs += Limits.movedNewsMs
        take()
        expect(waiting.size).toBe(0)
      })
    )
  })
})
