import { viewOf } from "@hotbag/services"
import { describe, expect, it } from "vitest"
import { Limits } from "@hotbag/core"
import { liveDelivery } from "../../../src/tracking/LiveDelivery.ts"
import { ana, bearer, dinner } from "./dinnerCases.ts"
import { HubRoom } from "./HubRoom.ts"

const open = dinner.slice(-1).map(({ after }) => ({ view: viewOf(after), offer: null }))

describe("the topic of a restaurant (S14)", () => {
  it("tells a new order when it is paid, then every step, each with the place before", () => {
    const room = new HubRoom()
    const { sink } = room.watch(bearer("restaurant", "soups"), ["restaurant:soups"])
    room.answer()
    for (const commit of dinner) room.save(commit)
    expect(sink.events).toEqual([
      "snapshot",
      "new-order",
      "order-confirmed",
      "order-preparing",
      "driver-assigned",
      "driver-at-restaurant",
      "order-ready",
      "driver-en-route",
      "driver-at-customer",
      "delivered"
    ])
    expect(sink.sent.slice(1).map(({ prev, seq }) => [seq, prev])).toEqual(
      sink.sent.slice(1).map((_, i) => [i + 1, i])
    )
  })

  it("S15 S16: says the same of courier and time as the order's own topic, and the courier's", () => {
    const room = new HubRoom()
    room.sighting = { at: { lat: 52.52, lng: 13.4 }, atMs: room.nowMs }
    const sinks = [
      room.watch(bearer("restaurant", "soups"), ["restaurant:soups"]).sink,
      room.watch(bearer("courier", "ana"), ["courier:ana"]).sink,
      room.watch(bearer("customer", "ada"), ["order:o1"]).sink
    ]
    room.save(dinner[0])
    room.answer()
    for (const commit of dinner.slice(1)) room.save(commit)
    for (const event of ["driver-assigned", "driver-en-route", "driver-at-customer"]) {
      for (const sink of sinks) {
        const told = sink.sent.find((message) => message.event === event)
        expect(told, event).toMatchObject({ sighting: room.sighting, eta: { p50AtMs: 2 } })
      }
    }
    for (const sink of sinks) {
      expect(sink.sent.find(({ event }) => event === "delivered")?.sighting).toBeNull()
    }
    const bo = room.watch(bearer("courier", "bo"), ["courier:bo"]).sink
    room.answer()
    expect(bo.sent.every(({ sighting }) => sighting === null || sighting === room.sighting)).toBe(true)
  })

  it("tells who comes back no place of a courier who may have ended", () => {
    const room = new HubRoom()
    room.sighting = { at: { lat: 52.52, lng: 13.4 }, atMs: room.nowMs }
    const { sink, watcher } = room.watch(bearer("restaurant", "soups"), ["restaurant:soups"])
    room.answer()
    room.save(dinner[0])
    room.engine.leave(watcher, room.nowMs)
    for (const commit of dinner.slice(1)) room.save(commit)
    const cursor = sink.cursor
    const again = room.watch(bearer("restaurant", "soups"), ["restaurant:soups"], cursor).sink
    expect(again.events).toContain("driver-en-route")
    expect(again.sent.map(({ sighting }) => sighting)).toEqual(again.sent.map(() => null))
  })

  it("S18: hears of its courier who comes near and is there, and whoever watches the order of the door", () => {
    const room = new HubRoom()
    const kitchen = room.watch(bearer("restaurant", "soups"), ["restaurant:soups"]).sink
    const ada = room.watch(bearer("customer", "ada"), ["order:o1"]).sink
    for (const commit of dinner.slice(0, 6)) room.save(commit)
    room.answer(open)
    const { after } = dinner[5] ?? { after: null }
    const delivery = after === null ? undefined : liveDelivery(after, [])
    if (delivery === undefined) throw new Error("nothing is under way")
    const [heard, asked] = [kitchen.sent.length, ada.sent.length]
    for (const zone of ["near", "at"] as const) {
      for (const stop of ["restaurant", "customer"] as const) {
        room.engine.approached({ delivery, courierId: ana, stop, zone, atMs: room.nowMs }, room.nowMs)
      }
    }
    const events = ["driver-arriving", "driver-arrived"]
    expect(kitchen.events.slice(heard)).toEqual(events)
    expect(ada.events.slice(asked)).toEqual(events)
    const last = kitchen.sent.at(-1)
    expect(last).toMatchObject({ topic: "restaurant:soups", view: { orderId: "o1" } })
    expect(last?.prev).toBe(last?.seq)
  })

  it("gives who comes back what came meanwhile", () => {
    const room = new HubRoom()
    const { sink, watcher } = room.watch(bearer("restaurant", "soups"), ["restaurant:soups"])
    room.answer()
    for (const commit of dinner.slice(0, 4)) room.save(commit)
    room.engine.leave(watcher, room.nowMs)
    for (const commit of dinner.slice(4)) room.save(commit)
    room.pass(60_000)
    const again = room.watch(bearer("restaurant", "soups"), ["restaurant:soups"], sink.cursor).sink
    expect(again.events[0]).toBe("order-preparing")
    expect(again.events.at(-1)).toBe("delivered")
    expect(again.sent[0]?.prev).toBe(sink.sent.at(-1)?.seq)
  })

  it("tells of the gap after a restart, and what is open", () => {
    const before = new HubRoom()
    const { sink } = before.watch(bearer("restaurant", "soups"), ["restaurant:soups"])
    before.answer()
    before.save(dinner[0])
    before.save(dinner[1])
    const after = new HubRoom(2)
    const again = after.watch(bearer("restaurant", "soups"), ["restaurant:soups"], sink.cursor).sink
    after.answer(open)
    expect(again.events).toEqual(["gap", "snapshot"])
    expect(again.sent[1]?.orders?.length).toBe(1)
  })

  it("tells what came while the snapshot was read", () => {
    const room = new HubRoom()
    const { sink } = room.watch(bearer("restaurant", "soups"), ["restaurant:soups"])
    room.save(dinner[0])
    room.save(dinner[1])
    room.answer()
    expect(sink.events).toEqual(["snapshot", "new-order"])
  })

  it("begins anew for everybody when changes were missed", () => {
    const room = new HubRoom()
    const { sink } = room.watch(bearer("restaurant", "soups"), ["restaurant:soups"])
    room.answer()
    room.engine.mistrust(room.nowMs)
    room.answer(open)
    room.save(dinner[0])
    room.save(dinner[1])
    expect(sink.events).toEqual(["snapshot", "gap", "snapshot", "new-order"])
  })

  it("is forgotten when nobody has watched for long", () => {
    const room = new HubRoom()
    const { watcher } = room.watch(bearer("restaurant", "soups"), ["restaurant:soups"])
    room.answer()
    room.engine.leave(watcher, room.nowMs)
    expect(room.engine.rings.size).toBe(1)
    room.pass(Limits.topicKeptMs + 2_000)
    expect(room.engine.rings.size).toBe(0)
  })
})

describe("the topic of a courier (S22)", () => {
  it("tells offers to whom they are made, and the way of the order to who carries it", () => {
    const room = new HubRoom()
    const bo = room.watch(bearer("courier", "bo"), ["courier:bo"]).sink
    const ana = room.watch(bearer("courier", "ana"), ["driver:ana"]).sink
    room.answer()
    for (const commit of dinner) room.save(commit)
    expect(bo.events).toEqual(["snapshot", "new-offer", "offer-rejected"])
    expect(bo.sent[1]?.offer).toEqual({ offerId: "offer-1", expiresAtMs: 4e12 })
    expect(ana.events).toEqual([
      "snapshot",
      "new-offer",
      "driver-assigned",
      "driver-at-restaurant",
      "order-ready",
      "driver-en-route",
      "driver-at-customer",
      "delivered"
    ])
  })
})
