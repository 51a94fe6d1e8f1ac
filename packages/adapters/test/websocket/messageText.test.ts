import { TrackMessage, WatchMessage } from "@hotbag/api"
import {
  CourierId,
  CustomerId,
  DeliveryId,
  DeliveryStatus,
  OfferId,
  OrderId,
  OrderStatus,
  RestaurantId
} from "@hotbag/core"
import type { CaseView, HubMessage } from "@hotbag/services"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instantOf } from "../../src/websocket/instantOf.ts"
import { refusedText, trackText, watchText } from "../../src/websocket/messageText.ts"
import { textFrame } from "../../src/websocket/textFrame.ts"

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._~-]{0,20}$/)
const moment = fc.integer({ min: 0, max: 4e12 })
const view: fc.Arbitrary<CaseView> = fc.record({
  orderId: id.map((text) => OrderId.make(text)),
  deliveryId: id.map((text) => DeliveryId.make(text)),
  customerId: id.map((text) => CustomerId.make(text)),
  restaurantId: id.map((text) => RestaurantId.make(text)),
  status: fc.constantFrom(...OrderStatus.literals),
  deliveryStatus: fc.constantFrom("none" as const, ...DeliveryStatus.literals),
  courierId: fc.option(id.map((text) => CourierId.make(text))),
  offeredTo: fc.constant(null),
  promisedAtMs: moment
})
const offer = fc.option(
  fc.record({ offerId: id.map((text) => OfferId.make(text)), expiresAtMs: fc.option(moment) })
)
const message: fc.Arbitrary<HubMessage> = fc.record({
  topic: id.map((text) => `order:${text}`),
  event: fc.constantFrom("snapshot", "driver-location-update", "delivered"),
  seq: fc.nat(),
  prev: fc.nat(),
  epoch: fc.constantFrom("", "k3x1"),
  atMs: moment,
  nowMs: moment,
  view: fc.option(view),
  sighting: fc.option(
    fc.record({
      at: fc.record({
        lat: fc.double({ min: -90, max: 90, noNaN: true }),
        lng: fc.double({ min: -180, max: 180, noNaN: true })
      }),
      atMs: moment
    })
  ),
  eta: fc.option(fc.record({ p10AtMs: moment, p50AtMs: moment, p90AtMs: moment })),
  offer,
  orders: fc.option(fc.array(fc.record({ view, offer }), { maxLength: 3 })),
  intervalMs: fc.constantFrom(100, 2_000)
})

const decodeWatch = Schema.decodeUnknownSync(Schema.fromJsonString(WatchMessage), {
  onExcessProperty: "error"
})
const decodeTrack = Schema.decodeUnknownSync(Schema.fromJsonString(TrackMessage), {
  onExcessProperty: "error"
})

describe("texts of messages", () => {
  it("fit their schemas, whatever is in them", () => {
    fc.assert(
      fc.property(message, (each) => {
        const watched = decodeWatch(watchText(each))
        const tracked = decodeTrack(trackText(each))
        const { sighting } = each
        expect(watched.driver).toEqual(
          sighting === null ? null : { lat: sighting.at.lat + 0, lng: sighting.at.lng + 0 }
        )
        expect([tracked.lat, tracked.lon]).toEqual(
          each.sighting === null ? [null, null] : [each.sighting.at.lat + 0, each.sighting.at.lng + 0]
        )
        expect(tracked.cursor).toBe(watched.cursor)
      })
    )
    decodeWatch(refusedText("order:o1", 0))
    expect(decodeWatch(refusedText("order:ö", 0)).topic).toBe("")
  })

  it("tell no time of an order that a courier has and of whom none is known, rather than the promise", () => {
    fc.assert(
      fc.property(message, view, (each, seen) => {
        const carried = { ...seen, status: "confirmed" as const, courierId: CourierId.make("c1") }
        const before = { ...carried, deliveryStatus: "requested" as const, courierId: null }
        const told = (one: CaseView) => decodeWatch(watchText({ ...each, view: one, eta: null })).etaSeconds
        expect(told({ ...carried, deliveryStatus: "picked-up" })).toBeNull()
        expect(told(before)).toBe(Math.ceil(Math.max(0, seen.promisedAtMs - each.nowMs) / 1_000))
      })
    )
  })

  it("write moments as the language does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (atMs) => {
        expect(instantOf(atMs)).toBe(new Date(atMs).toISOString())
      })
    )
  })

  it("are whole frames of any length", () => {
    for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 100_000]) {
      const frame = textFrame("x".repeat(length))
      const short = (frame[1] ?? 0) & 0x7f
      const [head, told] =
        short < 126
          ? [2, short]
          : short === 126
            ? [4, frame.readUInt16BE(2)]
            : [10, Number(frame.readBigUInt64BE(2))]
      expect([frame[0], told, frame.length]).toEqual([0x81, length, head + length])
    }
  })
})
