import { at, f64, HOUR_MS, MINUTE_MS, parentOf, resolutionOf, u8 } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cellFigures } from "../../../src/report/record/cellFigures.ts"
import { courierMotion, DOINGS } from "../../../src/report/record/courierMotion.ts"
import { tripPoints } from "../../../src/report/record/tripPoints.ts"
import { busyDay } from "../../check/days.ts"
import { arbitraryCity } from "../../world/arbitraryCity.ts"
import { account } from "../account.ts"
import { recorded } from "./record.ts"

const EVERY_MS = 5 * MINUTE_MS
const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)

describe("figures by cell", () => {
  it("divide the run's orders and the couriers' time among cells of one resolution", () => {
    fc.assert(
      fc.property(arbitraryCity, (city) => {
        const { record, report } = recorded(city, nearest, EVERY_MS)
        const { cells, resolution } = cellFigures(record)
        expect(sum(cells.map(({ orders }) => orders))).toBe(report.placed)
        expect(sum(cells.map(({ delivered }) => delivered))).toBe(report.delivered)
        expect(sum(cells.map(({ lost }) => lost))).toBe(report.lost)
        const looked = record.presence.map(({ busyMs, idleMs }) => busyMs + idleMs)
        expect(sum(cells.map(({ courierHours }) => courierHours))).toBeCloseTo(sum(looked) / HOUR_MS, 1)
        for (const { cell, courierHours, idleHours } of cells) {
          expect(resolutionOf(cell)).toBe(resolution)
          expect(idleHours).toBeLessThanOrEqual(courierHours)
        }
        expect(cells.map(({ cell }) => cell)).toEqual([...new Set(cells.map(({ cell }) => cell))].toSorted())
      }),
      { numRuns: 30 }
    )
  })

  it("get coarser where a city is wide, and keep every order", () => {
    const { record } = recorded(busyDay.city, nearest, EVERY_MS)
    const [order] = busyDay.city.orders
    if (order === undefined) throw new Error("the busy day has orders")
    const orders = Array.from({ length: 3_000 }, (_, i) => ({
      ...order,
      dropoff: { lat: 0.02 * Math.floor(i / 60), lng: 0.02 * (i % 60) }
    }))
    const spread = {
      ...record,
      city: { ...busyDay.city, orders },
      orders: {
        ...record.orders,
        placedAtMs: new Float64Array(3_000).fill(1),
        deliveredAtMs: new Float64Array(3_000).fill(2),
        outcomes: new Uint8Array(3_000).fill(1)
      },
      presence: []
    }
    const { cells, resolution } = cellFigures(spread)
    expect(resolution).toBeLessThan(9)
    expect(cells.length).toBeLessThanOrEqual(1_500)
    expect(sum(cells.map(({ orders: count }) => count))).toBe(3_000)
    for (const { cell } of cells) expect(parentOf(cell, resolution)).toBe(cell)
  })
})

describe("couriers in motion", () => {
  it("stand in time's sequence, and are at the restaurant and at the door when the history says so", () => {
    fc.assert(
      fc.property(arbitraryCity, (city) => {
        const { entries, record } = recorded(city, nearest, EVERY_MS)
        const motion = courierMotion(record)
        expect(motion.couriers.length).toBeLessThanOrEqual(city.couriers.length)
        motion.couriers.forEach((courier, i) => {
          const from = at([...motion.starts], i)
          const to = motion.starts[i + 1] ?? motion.atMs.length
          for (let frame = from + 1; frame < to; frame++)
            expect(f64(motion.atMs, frame)).toBeGreaterThanOrEqual(f64(motion.atMs, frame - 1))
          expect(at(DOINGS, u8(motion.doings, to - 1))).toBe("off")
          const doors = entries.filter(
            (entry) => entry.type === "CourierAtCustomer" && entry.courier === at(city.couriers, courier).id
          )
          const arrivals: Array<number> = []
          for (let frame = from; frame < to; frame++)
            if (at(DOINGS, u8(motion.doings, frame)) === "at-customer") arrivals.push(f64(motion.atMs, frame))
          expect(arrivals).toEqual(doors.map(({ atMs }) => atMs))
        })
      }),
      { numRuns: 30 }
    )
  })

  it("are every n-th where all would be too many, each with all of the day", () => {
    const { record } = recorded(busyDay.city, nearest, EVERY_MS)
    const all = courierMotion(record)
    const some = courierMotion(record, Math.ceil(all.atMs.length / 2))
    expect(some.total).toBe(busyDay.city.couriers.length)
    expect(some.couriers.length).toBeLessThan(all.couriers.length)
    for (const courier of some.couriers) expect(all.couriers).toContain(courier)
  })

  it("know each trip as it was driven", () => {
    const { record } = recorded(busyDay.city, nearest, EVERY_MS)
    for (const trip of record.trips) {
      const points = tripPoints(busyDay.city, trip)
      expect(points[0]?.atMs).toBe(trip.departedAtMs)
      expect(points.at(-1)?.atMs).toBe(trip.drops.at(-1)?.leftAtMs ?? trip.leftRestaurantAtMs)
      const arrived = points.filter(({ doing }) => doing === "at-customer").map(({ atMs }) => atMs)
      expect(arrived).toEqual(trip.drops.map(({ arrivedAtMs }) => arrivedAtMs))
    }
  })
})

describe("the worst orders", () => {
  it("are the lost ones that waited longest and the latest ones, with everything that was said about them", () => {
    fc.assert(
      fc.property(arbitraryCity, (city) => {
        const { entries, worst } = recorded(city, nearest, EVERY_MS, { most: 2 })
        const told = account(entries)
        const minutesOf = (kind: "lost" | "late") =>
          city.orders
            .flatMap(({ id, promisedAtMs }) => {
              const moments = told.get(id)
              const isKind = moments?.outcome === (kind === "lost" ? "lost" : "delivered")
              if (moments?.endedAtMs === undefined || !isKind) return []
              return [(moments.endedAtMs - (kind === "lost" ? moments.placedAtMs : promisedAtMs)) / MINUTE_MS]
            })
            .filter((minutes) => minutes > 0)
            .toSorted((a, b) => b - a)
        for (const kind of ["lost", "late"] as const) {
          const kept = worst.filter((order) => order.kind === kind)
          expect(kept.map(({ minutes }) => minutes)).toEqual(minutesOf(kind).slice(0, 2))
        }
        for (const { entries: history, order } of worst)
          expect(history).toEqual(entries.filter((entry) => entry.order === order))
      }),
      { numRuns: 40 }
    )
  })
})
