import { Limits } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ana, bearer, deliveryId, dinner, orderId } from "./dinnerCases.ts"
import { HubRoom } from "./HubRoom.ts"

const CARRIED = 8
const place = (n: number) => ({ lat: 52 + n / 1_000, lng: 13.4 })

/** A room where ana carries the order, which somebody watches. */
const onTheWay = (topics: ReadonlyArray<string> = ["order:o1"]) => {
  const room = new HubRoom(CARRIED)
  const { sink, watcher } = room.watch(bearer("customer", "ada"), topics)
  room.answer()
  sink.sent.length = 0
  return { room, sink, watcher }
}

const move = (room: HubRoom, n: number): void =>
  room.engine.moved(ana, { at: place(n), atMs: room.nowMs }, room.nowMs)

describe("positions (S15, S92, S93)", () => {
  it("go out at once", () => {
    const { room, sink } = onTheWay()
    move(room, 1)
    expect(sink.sent).toMatchObject([
      {
        event: "driver-location-update",
        sighting: { at: place(1) },
        intervalMs: 100,
        view: { orderId: "o1" }
      }
    ])
  })

  it("are at most ten a second on a connection, the newest of them, however many come (P: S93)", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 300 }), (pauses) => {
        const { room, sink } = onTheWay()
        const times: Array<number> = []
        let n = 0
        let seen = 0
        const look = (): void => {
          for (; seen < sink.sent.length; seen++) times.push(room.nowMs)
        }
        for (const pause of pauses) {
          room.pass(pause)
          look()
          n += 1
          move(room, n)
          look()
        }
        room.pass(200)
        look()
        for (const from of times) {
          expect(times.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(10)
        }
        expect(sink.sent.at(-1)?.sighting?.at).toEqual(place(n))
        const places = sink.sent.map((message) => message.sighting?.at.lat ?? 0)
        expect([...places].sort((a, b) => a - b)).toEqual(places)
      }),
      { numRuns: 50 }
    )
  })

  it("S100: are told to be old once, five seconds after the last, whatever came before", () => {
    const { room, sink } = onTheWay()
    const { sink: olga } = room.watch(bearer("operator", "olga"), ["courier:ana"])
    room.answer()
    for (let i = 0; i < 130; i++) {
      move(room, i)
      room.pass(100)
    }
    const lastMs = room.nowMs - 100
    for (const each of [sink, olga]) each.sent.length = 0
    room.pass(Limits.freshMs - 200)
    expect([...sink.sent, ...olga.sent]).toEqual([])
    room.pass(20_000)
    for (const { sent } of [sink, olga]) {
      expect(sent).toMatchObject([{ event: "driver-location-update", sighting: { atMs: lastMs } }])
      const ageMs = (sent[0]?.nowMs ?? 0) - lastMs
      expect(ageMs).toBeGreaterThan(Limits.freshMs)
      expect(ageMs).toBeLessThan(Limits.freshMs + 300)
    }
    move(room, 200)
    room.pass(Limits.freshMs + 300)
    expect(sink.sent.map((each) => each.nowMs - (each.sighting?.atMs ?? 0) > Limits.freshMs)).toEqual([
      true,
      false,
      true
    ])
  })

  it("that wait for their turn go out some at a time, who has waited longest first, all within a second", () => {
    const room = new HubRoom(CARRIED)
    const sinks = Array.from(
      { length: 2_000 },
      () => room.watch(bearer("operator", "olga"), ["order:o1"]).sink
    )
    room.answer()
    move(room, 1)
    move(room, 2)
    const told = (): ReadonlyArray<boolean> =>
      sinks.map(({ sent }) => sent.at(-1)?.sighting?.at.lat === place(2).lat)
    const count = (): number => told().filter(Boolean).length
    expect(count()).toBe(0)
    const share = Math.ceil(sinks.length * Limits.positionsTurnShare)
    room.pass(100 - Limits.hubTickMs)
    let before = count()
    for (let turns = 0; turns < 1_000 / Limits.hubTickMs; turns++) {
      room.pass(Limits.hubTickMs)
      const now = count()
      expect(now - before).toBeLessThanOrEqual(Math.max(share, Limits.positionsPerTurn))
      expect(told().lastIndexOf(true)).toBe(now - 1)
      before = now
    }
    expect(before).toBe(sinks.length)
  })

  it("share a connection fairly between what it watches", () => {
    const { room, sink } = onTheWay(["order:o1", "delivery:d1"])
    for (let i = 0; i < 50; i++) {
      move(room, i)
      room.pass(100)
    }
    const topics = sink.sent.map(({ topic }) => topic)
    expect(topics.filter((topic) => topic === "order:o1").length).toBeGreaterThan(20)
    expect(topics.filter((topic) => topic === "delivery:d1").length).toBeGreaterThan(20)
  })

  it("are not told before somebody carries the order, nor after its end", () => {
    const room = new HubRoom(CARRIED - 2)
    const { sink } = room.watch(bearer("customer", "ada"), ["order:o1"])
    room.answer()
    move(room, 1)
    expect(sink.events).toEqual(["snapshot"])
    for (const commit of dinner.slice(room.saved)) room.save(commit)
    sink.sent.length = 0
    move(room, 2)
    room.pass(1_000)
    expect(sink.sent).toEqual([])
  })

  it("are encoded once for all who watch the same", () => {
    const room = new HubRoom(CARRIED)
    const watchers = Array.from({ length: 50 }, () => room.watch(bearer("operator", "olga"), ["order:o1"]))
    room.answer()
    move(room, 1)
    const [first] = watchers
    for (const { sink } of watchers) expect(sink.sent.at(-1)).toBe(first?.sink.sent.at(-1))
  })

  it("reach operations who watch the courier, not the courier's own telephone", () => {
    const room = new HubRoom(CARRIED)
    const operations = room.watch(bearer("operator", "olga"), ["courier:ana"]).sink
    const own = room.watch(bearer("courier", "ana"), ["courier:ana"]).sink
    room.answer()
    move(room, 1)
    expect(operations.events).toEqual(["snapshot", "driver-location-update"])
    expect(own.events).toEqual(["snapshot"])
  })
})

describe("slow readers (S93, L6)", () => {
  it("get no positions, then all statuses and the newest position when they read again", () => {
    const { room, sink } = onTheWay()
    sink.weight = 20_000
    move(room, 1)
    room.pass(100)
    for (let i = 2; i < 30; i++) {
      move(room, i)
      room.pass(40)
    }
    const held = sink.sent.length
    expect(sink.waiting).toBeLessThanOrEqual(Limits.watcherBufferBytes)
    for (const commit of dinner.slice(CARRIED, CARRIED + 4)) room.save(commit)
    expect(sink.waiting).toBeLessThanOrEqual(Limits.watcherBufferBytes + 20_000)
    sink.weight = 0
    sink.waiting = 0
    room.pass(40)
    room.answer()
    room.pass(200)
    const later = sink.sent.slice(held)
    expect(later.filter(({ view }) => view?.status === "picked-up").length).toBeGreaterThan(0)
    expect(later.at(-1)?.sighting?.at).toEqual(place(29))
  })

  it("miss no status between the ones that found room and the ones that did not", () => {
    const { room, sink } = onTheWay()
    const from = dinner[CARRIED - 1]?.entries.at(-1)?.seq ?? 0
    sink.weight = 70_000
    for (const commit of dinner.slice(CARRIED, CARRIED + 3)) room.save(commit)
    sink.weight = 0
    sink.waiting = 0
    room.save(dinner[CARRIED + 3])
    room.pass(40)
    room.answer()
    room.save(dinner[CARRIED + 4])
    let prev = sink.sent[0]?.prev ?? -1
    expect(prev).toBeLessThanOrEqual(from)
    for (const message of sink.sent.filter(({ event }) => event !== "driver-location-update")) {
      expect(message.prev).toBe(prev)
      prev = message.seq
    }
    expect(sink.events.at(-1)).toBe("delivered")
  })

  it("are sent away when they do not read for long, and nobody else is", () => {
    const { room, sink } = onTheWay()
    const other = room.watch(bearer("customer", "ada"), ["order:o1"]).sink
    room.answer()
    sink.weight = 20_000
    move(room, 1)
    room.pass(Limits.slowReaderMs + 100)
    expect(sink.ended).toBe("too-slow")
    expect(other.ended).toBeNull()
    expect(room.engine.stats.slowClosed).toBe(1)
  })
})

describe("who does not read (L6)", () => {
  it("leaves the sooner the longer they have been silent, but not at once", () => {
    for (const [silentMs, leftMs] of [
      [0, Limits.slowReaderMs],
      [3_000, Limits.slowReaderMs - 3_000],
      [60_000, Limits.slowReaderMs / 2]
    ] as const) {
      const { room, sink } = onTheWay()
      sink.weight = 20_000
      sink.signedMs = room.nowMs - silentMs
      move(room, 1)
      room.pass(leftMs - 100)
      expect(sink.ended).toBeNull()
      room.pass(200)
      expect(sink.ended).toBe("too-slow")
    }
  })
})

describe("overload (S94)", () => {
  it("widens the interval to 2 and up to 5 s, says so, and comes back", () => {
    const { room, sink } = onTheWay()
    room.pass(1_000, 300)
    expect(room.engine.outlet.pace.intervalMs).toBe(2_000)
    move(room, 1)
    move(room, 2)
    room.pass(1_900, 300)
    expect(sink.sent.map(({ intervalMs }) => intervalMs)).toEqual([2_000])
    room.pass(2_000, 300)
    expect(sink.sent.at(-1)?.sighting?.at).toEqual(place(2))
    expect(room.engine.outlet.pace.intervalMs).toBe(5_000)
    room.pass(8_000, 0)
    expect(room.engine.outlet.pace.intervalMs).toBe(5_000)
    room.pass(40_000, 0)
    expect(room.engine.outlet.pace.intervalMs).toBe(100)
  })

  it("does not flap at a single pause", () => {
    const { room } = onTheWay()
    room.pass(400, 0)
    room.pass(20, 300)
    room.pass(2_000, 0)
    expect(room.engine.outlet.pace.intervalMs).toBe(100)
  })

  it("does not slow statuses", () => {
    const { room, sink } = onTheWay()
    room.pass(5_000, 500)
    sink.sent.length = 0
    for (const commit of dinner.slice(CARRIED)) room.save(commit)
    expect(sink.events).toEqual([
      "driver-at-restaurant",
      "order-ready",
      "driver-en-route",
      "driver-at-customer",
      "delivered"
    ])
  })
})

describe("what stands in no log", () => {
  it("is told at once: the courier comes near (S18)", () => {
    const { room, sink } = onTheWay()
    room.engine.cases.notice(orderId, "driver-arriving", room.nowMs)
    expect(sink.sent).toMatchObject([{ event: "driver-arriving", view: { deliveryId } }])
  })
  it("is told when there is room: another time of arrival (S16)", () => {
    const { room, sink } = onTheWay()
    room.engine.cases.etaChanged(orderId)
    room.pass(20)
    expect(sink.sent).toMatchObject([{ event: "eta", eta: { p50AtMs: 2 } }])
  })
  it("goes with the position that changed it", () => {
    const { room, sink } = onTheWay()
    room.engine.cases.etaChanged(orderId)
    move(room, 1)
    room.pass(200)
    expect(sink.events).toEqual(["driver-location-update"])
  })
})
