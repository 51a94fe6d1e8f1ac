import { type BurnAlert, SloTracker, WORKBOOK_ALERTS, burnRate, errorBudget } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const MINUTE = 60_000
const slo = {
  name: "door",
  description: "click-to-door within 60 min",
  objective: 0.9,
  windowMs: 30 * 86_400_000
}

/** Small windows in small buckets, so that everything happens within a few events. */
const alerts: ReadonlyArray<BurnAlert> = [
  { severity: "page", rate: 4, longWindowMs: 50, shortWindowMs: 10 },
  { severity: "ticket", rate: 1, longWindowMs: 120, shortWindowMs: 50 }
]
const bucketMs = 10
const windowsMs = [10, 50, 120]

interface Event {
  readonly atMs: number
  readonly good: boolean
}

const events: fc.Arbitrary<ReadonlyArray<Event>> = fc
  .array(fc.record({ atMs: fc.integer({ min: -100, max: 600 }), good: fc.boolean() }), { maxLength: 120 })
  .map((events) => [...events].sort((a, b) => a.atMs - b.atMs))

const tracked = (events: ReadonlyArray<Event>) => {
  const tracker = new SloTracker(slo, { alerts, bucketMs })
  for (const event of events) tracker.record(event.atMs, event.good)
  return tracker
}

/** Keeps every event, and counts each window anew at the end of every bucket. */
const bruteForce = (events: ReadonlyArray<Event>) => {
  const buckets = events.map((event) => Math.floor(event.atMs / bucketMs))
  const rateAt = (last: number, windowMs: number) => {
    const inside = events.filter((_, i) => {
      const bucket = buckets[i] ?? NaN
      return bucket <= last && bucket > last - windowMs / bucketMs
    })
    return burnRate(slo.objective, inside.filter((event) => !event.good).length, inside.length)
  }
  const peaks = windowsMs.map(() => 0)
  const firing = alerts.map(() => 0)
  const firstAtMs = alerts.map<number | null>(() => null)
  for (let last = Math.min(...buckets); last <= Math.max(...buckets); last += 1) {
    windowsMs.forEach((windowMs, i) => {
      peaks[i] = Math.max(peaks[i] ?? 0, rateAt(last, windowMs))
    })
    alerts.forEach((alert, i) => {
      if (rateAt(last, alert.longWindowMs) < alert.rate || rateAt(last, alert.shortWindowMs) < alert.rate)
        return
      firing[i] = (firing[i] ?? 0) + bucketMs
      firstAtMs[i] ??= (last + 1) * bucketMs
    })
  }
  return {
    burnRates: windowsMs.map((windowMs, i) => ({ windowMs, rate: peaks[i] })),
    alerts: alerts.map((alert, i) => ({ ...alert, firstAtMs: firstAtMs[i], firingMs: firing[i] }))
  }
}

describe("SloTracker (S126)", () => {
  it("sees the peaks and alerts that counting everything anew sees", () => {
    fc.assert(
      fc.property(events, (events) => {
        const { burnRates, alerts } = tracked(events).result()
        expect({ burnRates, alerts }).toEqual(bruteForce(events))
      }),
      { numRuns: 300 }
    )
  })

  it("counts what the error budget counts", () => {
    fc.assert(
      fc.property(events, (events) => {
        const good = events.filter((event) => event.good).length
        const budget = errorBudget(slo.objective, good, events.length)
        expect(tracked(events).result()).toMatchObject({
          good,
          total: events.length,
          attained: budget.attained,
          budgetSpent: budget.spent,
          met: budget.met
        })
      })
    )
  })

  it("does not depend on the order within a bucket, nor on being asked in between", () => {
    fc.assert(
      fc.property(events, (events) => {
        const badFirst = [...events].sort(
          (a, b) =>
            Math.floor(a.atMs / bucketMs) - Math.floor(b.atMs / bucketMs) || Number(a.good) - Number(b.good)
        )
        const asked = new SloTracker(slo, { alerts, bucketMs })
        for (const event of badFirst) {
          asked.record(event.atMs, event.good)
          asked.result()
        }
        expect(asked.result()).toEqual(tracked(events).result())
      })
    )
  })

  it("is the same whether time passes in steps or at once", () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 600, max: 900 }), (events, endMs) => {
        const steps = tracked(events)
        for (let atMs = 600; atMs < endMs; atMs += 7) steps.advance(atMs)
        steps.advance(endMs)
        const leap = tracked(events)
        leap.advance(endMs)
        expect(steps.result()).toEqual(leap.result())
        expect(steps.burnRates()).toEqual(leap.burnRates())
      })
    )
  })

  it("counts a late event in the current bucket: time never goes back", () => {
    const tracker = tracked([{ atMs: 100, good: true }])
    tracker.record(3, false)
    expect(tracker.result()).toEqual(
      tracked([
        { atMs: 100, good: true },
        { atMs: 100, good: false }
      ]).result()
    )
  })

  it("forgets in its windows what is past, but not in its peaks", () => {
    const tracker = tracked([
      { atMs: 0, good: false },
      { atMs: 1, good: false }
    ])
    tracker.advance(1e12)
    expect(tracker.burnRates().map(({ rate }) => rate)).toEqual([0, 0, 0])
    expect(tracker.result().burnRates.map(({ rate }) => rate)).toEqual([2, 2, 2])
  })

  it("pages within the hour when a tenth of the orders fails and 0.1 % may, and stops soon after", () => {
    const tracker = new SloTracker({ ...slo, objective: 0.999 })
    const outage = { fromMs: 3 * 60 * MINUTE, toMs: 3 * 60 * MINUTE + 20 * MINUTE }
    for (let order = 0; order < 8 * 3_600 * 5; order += 1) {
      const atMs = order * 200
      tracker.record(atMs, !(atMs >= outage.fromMs && atMs < outage.toMs && order % 10 === 0))
    }
    const result = tracker.result()
    const [page] = result.alerts
    expect(result.burnRates.map(({ windowMs }) => windowMs / MINUTE)).toEqual([5, 30, 60, 120, 360, 4_320])
    expect(result.burnRates[0]?.rate).toBeCloseTo(100, 9)
    expect(page?.firstAtMs).toBeGreaterThan(outage.fromMs)
    // 14.4 ‰ of an hour's orders have failed after 8.64 minutes at a tenth.
    expect(page?.firstAtMs).toBe(outage.fromMs + 9 * MINUTE)
    // The short window ends it five minutes after the outage at the latest.
    expect(page?.firingMs).toBeLessThanOrEqual(16 * MINUTE)
    expect(WORKBOOK_ALERTS.some((alert) => alert.severity === "page" && tracker.fires(alert))).toBe(false)
    expect(result.met).toBe(false)
  })

  it("is met and quiet when nothing happened", () => {
    const result = new SloTracker(slo).result()
    expect(result).toMatchObject({ good: 0, total: 0, attained: 1, budgetSpent: 0, met: true })
    expect(result.alerts.every((alert) => alert.firstAtMs === null && alert.firingMs === 0)).toBe(true)
  })

  it("refuses windows that are no whole number of buckets, or too many", () => {
    expect(() => new SloTracker(slo, { bucketMs: 7 * MINUTE })).toThrow(/whole number of buckets/)
    expect(() => new SloTracker(slo, { bucketMs: 1_000 })).toThrow(/too many/)
    expect(() => new SloTracker(slo).record(NaN, true)).toThrow(/finite/)
  })
})
