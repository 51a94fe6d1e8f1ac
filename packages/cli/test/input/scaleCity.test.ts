import { at } from "@hotbag/core"
import { decodeScenario, generateCity } from "@hotbag/sim"
import type { Scenario } from "@hotbag/sim"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { scaleCity } from "../../src/input/scaleCity.ts"

const HOUR_MS = 3_600_000
const window = { fromMs: 0, toMs: 24 * HOUR_MS }
const village: Scenario = Result.getOrThrow(
  decodeScenario({
    name: "village",
    regions: [
      {
        id: "v",
        name: "Village",
        centre: { lat: 46, lng: 7 },
        ordersPerDay: 2_000,
        restaurants: 40,
        couriers: 300
      }
    ]
  })
)
const day = generateCity(village, { seed: 3, ...window })
const scale = (changed: Partial<Parameters<typeof scaleCity>[1]>) =>
  scaleCity(day, { window, ordersX: 1, couriersX: 1, seed: 1, ...changed })

const ids = (list: ReadonlyArray<{ readonly id: string }>) => list.map(({ id }) => id)

describe("a scaled day", () => {
  it("is the day itself, when nothing is asked for", () => {
    expect(scale({})).toEqual(day)
  })

  it("has about as many as asked for, in the order of placement, every id once", () => {
    for (const factor of [0.1, 0.5, 1.5, 3]) {
      const { orders, couriers } = scale({ ordersX: factor, couriersX: factor })
      const sd = Math.sqrt(day.orders.length)
      // Copies of the day's first and last minutes may be placed outside of it.
      expect(Math.abs(orders.length - day.orders.length * factor)).toBeLessThan(4 * sd)
      expect(Math.abs(couriers.length - day.couriers.length * factor)).toBeLessThan(4 * Math.sqrt(300))
      expect(new Set(ids(orders)).size).toBe(orders.length)
      expect(new Set(ids(couriers)).size).toBe(couriers.length)
      expect(orders).toEqual([...orders].sort((a, b) => a.placedAtMs - b.placedAtMs))
    }
  })

  it("holds what a smaller one holds", () => {
    const small = ids(scale({ ordersX: 0.3 }).orders)
    const larger = new Set(ids(scale({ ordersX: 0.6 }).orders))
    expect(small.filter((id) => !larger.has(id))).toEqual([])
    expect(ids(scale({ ordersX: 2 }).orders)).toEqual(expect.arrayContaining(ids(day.orders)))
  })

  it("is decided by the seed alone", () => {
    expect(scale({ ordersX: 0.5 })).toEqual(scale({ ordersX: 0.5 }))
    expect(ids(scale({ ordersX: 0.5 }).orders)).not.toEqual(ids(scale({ ordersX: 0.5, seed: 2 }).orders))
  })

  it("places copies whole minutes apart, so that the whole minutes of an instance stay whole", () => {
    const placed = new Map(day.orders.map((order) => [order.id, order]))
    for (const copy of scale({ ordersX: 2 }).orders.filter(({ id }) => id.endsWith("-2"))) {
      const original = placed.get(copy.id.slice(0, -2))
      const shiftMs = copy.placedAtMs - (original?.placedAtMs ?? Number.NaN)
      expect(Math.abs(shiftMs)).toBeLessThanOrEqual(600_000)
      expect(Math.abs(shiftMs % 60_000)).toBe(0)
      expect(copy.promisedAtMs - (original?.promisedAtMs ?? 0)).toBe(shiftMs)
    }
  })

  it("keeps, of a window, the orders placed in it and the couriers who can carry them", () => {
    const lunch = { fromMs: 12 * HOUR_MS, toMs: 13 * HOUR_MS }
    const scaled = scale({ window: lunch })
    const inLunch = day.orders.filter(
      ({ placedAtMs }) => placedAtMs >= lunch.fromMs && placedAtMs < lunch.toMs
    )
    expect(scaled.orders).toEqual(inLunch)
    expect([scaled.fromMs, scaled.toMs]).toEqual([lunch.fromMs, lunch.toMs])
    for (const courier of scaled.couriers) {
      expect(courier.onAtMs).toBeGreaterThanOrEqual(lunch.fromMs)
      expect(courier.offAtMs).toBeGreaterThan(courier.onAtMs)
    }
    const onDuty = day.couriers.filter(({ onAtMs, offAtMs }) => onAtMs < lunch.toMs && offAtMs > lunch.fromMs)
    expect(ids(scaled.couriers)).toEqual(expect.arrayContaining(ids(onDuty)))
  })

  it("begins a window with an order placed at its first moment, and ends it before one placed at its last", () => {
    const [first, last] = [at(day.orders, 10), at(day.orders, 20)]
    const { orders } = scale({ window: { fromMs: first.placedAtMs, toMs: last.placedAtMs } })
    expect(ids(orders)).toContain(first.id)
    expect(ids(orders)).not.toContain(last.id)
  })

  it("refuses to become a country, or a desert", () => {
    const large = { ...day, orders: Array.from({ length: 20_000 }, () => at(day.orders, 0)) }
    expect(() => scaleCity(large, { window, ordersX: 100, couriersX: 1, seed: 1 })).toThrow(
      /^--orders-x: that would be 2000000 of them, at most 1000000 are played; choose a smaller factor$/
    )
    expect(() => scale({ couriersX: 0.000001 })).toThrow(/^--trace: no couriers are left of the day; /)
  })
})
