import { alertsFor, HOUR_MS, MINUTE_MS, SloTracker } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ObjectiveTracker } from "../../src/report/ObjectiveTracker.ts"

const slo = { name: "fast", description: "fast enough", objective: 0.9, windowMs: 24 * HOUR_MS }

describe("ObjectiveTracker (S126)", () => {
  it("says what a tracker says that is told of every single event, whenever it is asked", () => {
    const events = fc.array(
      fc.record({
        afterMs: fc.integer({ min: 0, max: 20 * MINUTE_MS }),
        good: fc.boolean(),
        times: fc.integer({ min: 0, max: 5 }),
        ask: fc.boolean()
      })
    )
    fc.assert(
      fc.property(events, (events) => {
        const gathered = new ObjectiveTracker(slo)
        const told = new SloTracker(slo, { alerts: alertsFor(slo.objective, slo.windowMs) })
        let atMs = 0
        let bad = 0
        let all = 0
        const badAt: Array<number> = []
        for (const { afterMs, ask, good, times } of events) {
          atMs += afterMs
          gathered.record(atMs, good, times)
          for (let i = 0; i < times; i++) {
            told.record(atMs, good)
            all++
            if (!good) badAt[bad++] = atMs
          }
          if (ask) gathered.result()
        }
        const { alerts, met, ...figures } = told.result()
        const result = gathered.result()
        // A share of nothing is unknown.
        expect(result).toMatchObject({ ...figures, ...(all === 0 ? { attained: Number.NaN } : {}) })
        expect(result.alerts.map(({ firstAtMs }) => firstAtMs)).toEqual(
          alerts.map(({ firstAtMs }) => firstAtMs)
        )
        // The event that was one too many, by counting; of fewer than ten one is allowed all the same.
        const spender = badAt.find((_, i) => i + 1 > Math.max(1, Math.round(all * 1e11) / 1e12))
        expect(result.tooFew).toBe(all > 0 && all < 10)
        if (!result.tooFew) expect(result.met).toBe(met)
        const spentAtMs = spender === undefined ? null : (Math.floor(spender / MINUTE_MS) + 1) * MINUTE_MS
        expect(result.spentAtMs).toBe(spentAtMs)
        expect(result.met).toBe(spentAtMs === null)
        const minutes = gathered.minutes()
        expect(minutes.reduce((sum, minute) => sum + minute.bad, 0)).toBe(bad)
        expect(minutes.reduce((sum, minute) => sum + minute.good, 0)).toBe(all - bad)
      })
    )
  })
})
