import {
  CourierId,
  CustomerId,
  defaultQuoteRules,
  DeliveryId,
  type LatLng,
  Limits,
  lognormalOf,
  MINUTE_MS,
  OrderId,
  RegionId,
  RestaurantId
} from "@hotbag/core"
import type { LiveDelivery } from "@hotbag/services"
import { describe, expect, it } from "vitest"
import { LiveEtaBook } from "../../src/tracking/LiveEtaBook.ts"
import { progressOf } from "../../src/tracking/progressOf.ts"

const rules = defaultQuoteRules("EUR")
const pickup: LatLng = { lat: 48.2, lng: 16.37 }
const dropoff: LatLng = { lat: 48.22, lng: 16.39 }
const startMs = 1_800_000_000_000
const courierId = CourierId.make("courier-1")

const carried = (id: number, atMs: number): LiveDelivery => ({
  orderId: OrderId.make(`order-${id}`),
  deliveryId: DeliveryId.make(`delivery-${id}`),
  customerId: CustomerId.make("customer-1"),
  restaurantId: RestaurantId.make("restaurant-1"),
  regionId: RegionId.make("north"),
  currency: "EUR",
  courierId,
  status: "picked-up",
  orderStatus: "picked-up",
  length: 1,
  pickup,
  dropoff,
  readyAtMs: atMs,
  isReady: true,
  promisedAtMs: atMs + 30 * MINUTE_MS,
  placedAtMs: atMs - 20 * MINUTE_MS,
  preparingAtMs: atMs - 18 * MINUTE_MS,
  acceptedAtMs: atMs - 10 * MINUTE_MS,
  arrivedAtRestaurantAtMs: atMs,
  pickedUpAtMs: atMs,
  arrivedAtCustomerAtMs: null,
  updatedAtMs: atMs,
  stops: [{ kind: "dropoff", at: dropoff, orders: [OrderId.make(`order-${id}`)], readyAtMs: null }]
})

/** Middle of the uniform interval by the golden ratio: evenly spread, the same in every run. */
const uniform = (index: number): number => (0.5 + index * 0.618_033_988_75) % 1

describe("estimates of deliveries in progress", () => {
  it("S16: keep their word once they have seen how deliveries of their region end", () => {
    const book = new LiveEtaBook(() => rules)
    const nobody = { last: null, vehicle: null }
    const wayMs = rules.travel.durationMs(pickup, dropoff, "bicycle", 0)
    let within = 0
    let seen = 0
    for (let id = 0; id < 1_500; id += 1) {
      // Twice as slow as the model says: nine of ten late, uncalibrated.
      const tookMs = Math.round(2 * lognormalOf(wayMs, (wayMs * 4) / 3).draw(uniform(id)) + 2 * MINUTE_MS)
      const atMs = startMs + id * MINUTE_MS
      const delivery = carried(id, atMs)
      const { p90AtMs } = book.estimate(delivery, nobody, atMs)
      if (id >= 500) {
        seen += 1
        if (atMs + tookMs <= p90AtMs) within += 1
      }
      book.end({ ...delivery, status: "delivered", updatedAtMs: atMs + tookMs })
    }
    expect(Math.abs(within / seen - 0.9)).toBeLessThan(0.02)
    expect(book.metrics()).toContain("hotbag_eta_outcomes_total 1500\n")
    expect(book.size).toBe(0)
  })

  it("learn nothing from what was cancelled, and keep nothing of it", () => {
    const book = new LiveEtaBook(() => rules)
    const delivery = carried(1, startMs)
    book.estimate(delivery, { last: null, vehicle: null }, startMs)
    book.end({ ...delivery, status: "cancelled", updatedAtMs: startMs + 1 })
    expect(book.metrics()).toContain("hotbag_eta_outcomes_total 0\n")
    expect(book.size).toBe(0)
  })

  it("are made anew after a second of movement, after half a minute without, and told only when they are news", () => {
    const book = new LiveEtaBook(() => rules)
    const delivery = carried(1, startMs)
    let told = 0
    const stop = book.listen(() => (told += 1))
    const seen = { last: { at: pickup, atMs: startMs }, vehicle: "bicycle" } as const
    book.estimate(delivery, seen, startMs)
    expect(book.isRecent(delivery.orderId, startMs + Limits.etaAfterMoveMs - 1)).toBe(true)
    expect(book.isRecent(delivery.orderId, startMs + Limits.etaAfterMoveMs)).toBe(false)
    const dueMs = startMs + Limits.etaRefreshMs - Limits.etaRefreshSpreadMs
    expect(book.due(dueMs - 1)).toEqual([])
    expect(book.due(dueMs)).toEqual([delivery.orderId])
    book.estimate(delivery, { ...seen, last: { at: pickup, atMs: startMs + 1_000 } }, startMs + 1_000)
    expect(told).toBe(1)
    const far = { at: { lat: 48.19, lng: 16.36 }, atMs: startMs + 5 * MINUTE_MS }
    book.estimate(delivery, { ...seen, last: far }, startMs + 5 * MINUTE_MS)
    expect(told).toBe(2)
    stop()
    book.estimate(delivery, { ...seen, last: far }, startMs + 25 * MINUTE_MS)
    expect(told).toBe(2)
  })

  it("are made anew some at a time, and each within half a minute (S16), however many were made together", () => {
    const book = new LiveEtaBook(() => rules)
    const nobody = { last: null, vehicle: null }
    const deliveries = new Map(
      Array.from({ length: 1_000 }, (_, id) => [OrderId.make(`order-${id}`), carried(id, startMs)])
    )
    const madeAtMs = new Map<OrderId, number>()
    const estimate = (orderId: OrderId, nowMs: number): void => {
      const delivery = deliveries.get(orderId)
      if (delivery !== undefined) book.estimate(delivery, nobody, nowMs)
      madeAtMs.set(orderId, nowMs)
    }
    for (const orderId of deliveries.keys()) estimate(orderId, startMs)
    let most = 0
    for (let ms = Limits.etaRefreshTurnMs; ms <= 4 * Limits.etaRefreshMs; ms += Limits.etaRefreshTurnMs) {
      const due = book.due(startMs + ms)
      most = Math.max(most, due.length)
      for (const orderId of due) estimate(orderId, startMs + ms)
      expect(startMs + ms - Math.min(...madeAtMs.values())).toBeLessThanOrEqual(Limits.etaRefreshMs)
    }
    expect(most).toBeLessThan(60)
    // A clock that is put back leaves nothing waiting for it.
    expect(book.due(startMs - Limits.etaRefreshMs)).not.toEqual([])
  })

  it("know the stops of others before and between their own", () => {
    const own = OrderId.make("order-1")
    const other = OrderId.make("order-2")
    const stop = (kind: "pickup" | "dropoff", orders: ReadonlyArray<OrderId>) => ({
      kind,
      at: pickup,
      orders,
      readyAtMs: kind === "pickup" ? startMs : null
    })
    const stops = [
      stop("pickup", [other]),
      stop("pickup", [own]),
      stop("dropoff", [other]),
      stop("dropoff", [own])
    ]
    const fetched = { ...carried(1, startMs), stops, pickedUpAtMs: null }
    const before = progressOf(fetched, null)
    expect(before.stopsBefore.map(({ kind }) => kind)).toEqual(["pickup"])
    expect(before.stopsBetween.map(({ kind }) => kind)).toEqual(["dropoff"])
    const after = progressOf({ ...carried(1, startMs), stops: stops.slice(2) }, "car")
    expect(after.stopsBefore.map(({ kind }) => kind)).toEqual(["dropoff"])
    expect(after.stopsBetween).toEqual([])
  })
})
