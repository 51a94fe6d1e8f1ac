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
          // Whoever waits for longer waits behind a region with many.
          const isMany = told.length >= Limits.movedNewsTogether
          const longestMs = Math.max(0, ...[...waiting.values()].map((sinceMs) => nowMs - sinceMs))
          if (!isMany) expect(longestMs).toBeLessThan(Limits.movedNewsMs)
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
        for (let regions = 0; regions < 3; regions++) take()
        expect(waiting.size).toBe(0)
      })
    )
  })

  it("of many regions at once come one after the other, each as soon as any other", () => {
    const moved = new MovedNews()
    for (let courier = 0; courier < 2_000; courier++) moved.add(newsOf(courier, courier % 20))
    const told: Array<string> = []
    for (let turn = 0; turn < 20; turn++) {
      const news = moved.take(turn * Limits.positionsWriteMs)
      expect(news).toHaveLength(100)
      told.push(...new Set(news.map(({ regionId }) => regionId)))
    }
    expect(new Set(told).size).toBe(20)
    expect(moved.size).toBe(0)
    expect(moved.take(1e6)).toEqual([])
  })
})
