import { at, DAY_MS, f64, HOUR_MS, i32, Limits, MINUTE_MS, u8 } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { budgetsOverTime } from "../../../src/report/record/budgetsOverTime.ts"
import { clickToDoorOverTime } from "../../../src/report/record/clickToDoorOverTime.ts"
import { recordIntervalMs } from "../../../src/report/record/recordIntervalMs.ts"
import { OUTCOMES } from "../../../src/report/Recorder.ts"
import { startRun } from "../../../src/startRun.ts"
import { busyDay } from "../../check/days.ts"
import { arbitraryCity } from "../../world/arbitraryCity.ts"
import { play } from "../../world/play.ts"
import { account } from "../account.ts"
import { recorded } from "./record.ts"

const EVERY_MS = 5 * MINUTE_MS

describe("a run's record", () => {
  it("tells what a plain reading of the history tells, at every look", () => {
    fc.assert(
      fc.property(arbitraryCity, (city) => {
        const { entries, record } = recorded(city, nearest, EVERY_MS)
        const orders = [...account(entries).values()]
        const until = (atMs: number, endings: ReadonlyArray<string>) =>
          orders.filter(
            ({ endedAtMs, outcome }) => endings.includes(outcome ?? "") && (endedAtMs ?? Infinity) <= atMs
          ).length
        record.series.atMs.forEach((atMs, i) => {
          expect(at(record.series.placed, i)).toBe(
            orders.filter(({ placedAtMs }) => placedAtMs <= atMs).length
          )
          // Who still waits when everything else is over is lost in the moment of the last look.
          if (i === record.series.atMs.length - 1) return
          expect(at(record.series.delivered, i)).toBe(until(atMs, ["delivered"]))
          expect(at(record.series.lost, i)).toBe(until(atMs, ["lost"]))
          expect(at(record.series.cancelled, i)).toBe(until(atMs, ["cancelled"]))
        })
      }),
      { numRuns: 40 }
    )
  })

  it("counts every courier on shift once, and ends with the report's counts", () => {
    fc.assert(
      fc.property(arbitraryCity, (city) => {
        const { record, report } = recorded(city, nearest, EVERY_MS)
        const { atRestaurant, idle, toCustomer, toRestaurant } = record.series
        record.series.atMs.forEach((atMs, i) => {
          const seen = at(idle, i) + at(toRestaurant, i) + at(atRestaurant, i) + at(toCustomer, i)
          const onShift = city.couriers.filter(
            ({ offAtMs, onAtMs }) => onAtMs <= atMs && offAtMs > atMs && offAtMs > onAtMs
          ).length
          expect(seen).toBeGreaterThanOrEqual(onShift)
          expect(seen).toBeLessThanOrEqual(city.couriers.length)
        })
        const { cancelled, delivered, lost, placed } = record.series
        expect([placed.at(-1), delivered.at(-1), cancelled.at(-1), lost.at(-1)]).toEqual([
          report.placed,
          report.delivered,
          report.cancelled,
          report.lost
        ])
        const ended = (name: string) =>
          record.orders.outcomes.filter((outcome) => at(OUTCOMES, outcome) === name).length
        expect([ended("delivered"), ended("cancelled"), ended("lost")]).toEqual([
          report.delivered,
          report.cancelled,
          report.lost
        ])
      }),
      { numRuns: 40 }
    )
  })

  it("changes nothing about the run, and is the same however the run is sliced (P11)", () => {
    const city = busyDay.city
    const plain = play(city, nearest)
    const whole = recorded(city, nearest, EVERY_MS)
    const sliced = recorded(city, nearest, EVERY_MS, { sliceMs: 7 * MINUTE_MS })
    expect(whole.report.hash).toBe(plain.report.hash)
    expect(sliced.report).toEqual(whole.report)
    expect(sliced.record.series).toEqual(whole.record.series)
    expect(sliced.worst).toEqual(whole.worst)
  })

  it("knows who brought each order, and when it ended", () => {
    const { entries, record } = recorded(busyDay.city, nearest, EVERY_MS)
    const told = account(entries)
    busyDay.city.orders.forEach(({ id }, order) => {
      const moments = told.get(id)
      expect(f64(record.orders.endedAtMs, order)).toBe(moments?.endedAtMs)
      expect(at(OUTCOMES, u8(record.orders.outcomes, order))).toBe(moments?.outcome)
      const carrier = entries.findLast(
        ({ order: about, type }) => about === id && type === "DeliveryPickedUp"
      )
      const courier = i32(record.orders.couriers, order)
      expect(courier < 0 ? undefined : at(busyDay.city.couriers, courier).id).toBe(carrier?.courier)
    })
  })

  it("is refused where nobody looked", () => {
    const run = startRun({ city: busyDay.city, policy: nearest, seed: 1, commit: "test" })
    expect(() => run.record()).toThrow("looked at")
  })
})

describe("budgets over time", () => {
  it("only rise, and end with what the report says was spent", () => {
    fc.assert(
      fc.property(arbitraryCity, (city) => {
        const { record, report } = recorded(city, nearest, EVERY_MS)
        const budgets = budgetsOverTime(record, report.slos)
        budgets.forEach(({ spent }, i) => {
          const { budgetSpent, met, objective, spentAtMs, tooFew } = at(report.slos, i)
          expect(spent.at(-1)).toBeCloseTo(budgetSpent, 9)
          spent.forEach((share, look) => expect(share).toBeGreaterThanOrEqual(spent[look - 1] ?? 0))
          // The report's moment lies between the looks before and after the budget was gone: that of all who ordered,
          // if that was spent, and else that of those judged.
          const gone = record.series.atMs[spent.findIndex((share) => share > 1)]
          if (!tooFew) expect(gone === undefined).toBe(met)
          if (gone === undefined || spentAtMs === null) return
          expect(spentAtMs).toBeGreaterThanOrEqual(gone - EVERY_MS)
          const { bad } = at(record.series.objectives, i)
          const allowed = Math.max(1, Math.round(report.placed * (1 - objective) * 1e9) / 1e9)
          const certain = record.series.atMs[bad.findIndex((count) => count > allowed)] ?? gone
          if (!tooFew) expect(spentAtMs).toBeLessThanOrEqual(certain + MINUTE_MS)
        })
      }),
      { numRuns: 40 }
    )
  })
})

describe("click-to-door over time", () => {
  it("are nearest-rank quantiles of what was delivered in each span", () => {
    const city = busyDay.city
    const { record } = recorded(city, nearest, EVERY_MS)
    const times = clickToDoorOverTime(record)
    const minutes = times.atMs.map((endMs) =>
      city.orders
        .map((_, order) => order)
        .filter((order) => {
          const deliveredAtMs = f64(record.orders.deliveredAtMs, order)
          return deliveredAtMs >= endMs - 10 * MINUTE_MS && deliveredAtMs < endMs
        })
        .map(
          (order) =>
            (f64(record.orders.deliveredAtMs, order) - f64(record.orders.placedAtMs, order)) / MINUTE_MS
        )
        .toSorted((a, b) => a - b)
    )
    minutes.forEach((sorted, span) => {
      const p90 = times.p90[span]
      if (sorted.length < 5) expect(p90).toBeNull()
      else expect(p90).toBeCloseTo(at(sorted, Math.ceil(0.9 * sorted.length) - 1), 2)
    })
  })
})

describe("the interval of looks", () => {
  it("gives no curve more points than it may have, and falls on full hours", () => {
    expect(recordIntervalMs({ fromMs: 0, toMs: HOUR_MS })).toBe(MINUTE_MS)
    expect(recordIntervalMs({ fromMs: 0, toMs: DAY_MS })).toBe(5 * MINUTE_MS)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 * 24 }), (hours) => {
        const everyMs = recordIntervalMs({ fromMs: 0, toMs: hours * HOUR_MS })
        expect(HOUR_MS % everyMs).toBe(0)
        expect((hours * HOUR_MS) / everyMs).toBeLessThanOrEqual(Limits.reportPoints)
      })
    )
  })
})
