import type { HubMessage, Watcher } from "@hotbag/services"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ana, bearer, dinner, logAfter } from "./dinnerCases.ts"
import { HubRoom, TestSink } from "./HubRoom.ts"

const ADA = bearer("customer", "ada")

/** What a client does with what it gets, by the documents: nothing else is needed to be right. */
class Reader {
  last = -1
  status = ""
  cursor = ""
  readonly applied: Array<number> = []

  read(message: HubMessage): "fine" | "missed" {
    if (message.event === "driver-location-update" || message.event === "gap") return "fine"
    if (message.event !== "snapshot") {
      if (this.last >= 0 && message.seq <= this.last) return "fine"
      if (this.last >= 0 && message.prev !== this.last) return "missed"
    }
    this.last = message.seq
    this.status = message.view?.status ?? ""
    this.cursor = `${message.topic}@${message.seq}`
    this.applied.push(message.seq)
    return "fine"
  }
}

/** Everything that goes wrong between the log and a watcher. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ _tag: "commit" as const }) },
  { weight: 2, arbitrary: fc.constant({ _tag: "commitUnheard" as const }) },
  { weight: 1, arbitrary: fc.constant({ _tag: "commitTwice" as const }) },
  { weight: 1, arbitrary: fc.constant({ _tag: "commitLate" as const }) },
  { weight: 1, arbitrary: fc.constant({ _tag: "feedGap" as const }) },
  { weight: 5, arbitrary: fc.constant({ _tag: "answer" as const }) },
  { weight: 3, arbitrary: fc.record({ _tag: fc.constant("drop" as const), lost: fc.nat({ max: 5 }) }) },
  { weight: 1, arbitrary: fc.constant({ _tag: "restart" as const }) },
  { weight: 2, arbitrary: fc.constant({ _tag: "stopReading" as const }) },
  { weight: 3, arbitrary: fc.constant({ _tag: "readAgain" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ _tag: fc.constant("pass" as const), ms: fc.integer({ min: 20, max: 400 }) })
  },
  { weight: 2, arbitrary: fc.constant({ _tag: "moved" as const }) }
)
type Step = typeof step extends fc.Arbitrary<infer A> ? A : never

/** One evening: an engine, a watcher behind a bad connection, and a store that is always right. */
class Evening {
  room = new HubRoom()
  readonly topic: string
  readonly reader = new Reader()
  sink = new TestSink()
  #read = 0
  #watcher: Watcher
  readonly #late: Array<number> = []

  constructor(topic: string) {
    this.topic = topic
    this.#watcher = this.#connect()
  }

  /** The client has read what was sent, but for the last `lost` messages. */
  read(lost = 0): void {
    const { sent } = this.sink
    for (; this.#read < sent.length - lost; this.#read++) {
      const message = sent[this.#read]
      if (message !== undefined && this.reader.read(message) === "missed")
        throw new Error("a message is missing")
    }
  }

  reconnect(): void {
    this.room.engine.leave(this.#watcher, this.room.nowMs)
    this.#watcher = this.#connect()
  }

  #connect(): Watcher {
    this.sink = new TestSink()
    this.#read = 0
    return this.room.watch(ADA, [this.topic], this.reader.cursor, this.sink).watcher
  }

  do(step: Step): void {
    const { room } = this
    const next = dinner[room.saved]
    switch (step._tag) {
      case "commit":
        if (next !== undefined) room.save(next)
        return
      case "commitUnheard":
        // Another process saved it, or the feed lost it: the next one shows the gap.
        if (next !== undefined) room.saved += 1
        return
      case "commitTwice":
        if (next === undefined) return
        room.save(next)
        room.engine.commit(next, room.nowMs)
        return
      case "commitLate":
        if (next === undefined) return
        this.#late.push(room.saved)
        room.saved += 1
        return
      case "feedGap":
        for (const at of this.#late.splice(0)) {
          const late = dinner[at]
          if (late !== undefined) room.engine.commit(late, room.nowMs)
        }
        room.engine.mistrust(room.nowMs)
        return
      case "answer":
        room.answer()
        return
      case "drop":
        this.read(step.lost)
        this.reconnect()
        return
      case "restart":
        this.read(1)
        this.room = new HubRoom(room.saved)
        this.#watcher = this.#connect()
        return
      case "stopReading":
        this.sink.weight = 70_000
        return
      case "readAgain":
        this.read()
        this.sink.weight = 0
        this.sink.waiting = 0
        return
      case "pass":
        room.pass(step.ms)
        return
      case "moved":
        room.engine.moved(ana, { at: { lat: 52.5, lng: 13.4 }, atMs: room.nowMs }, room.nowMs)
    }
  }

  /** Everything calms down: the dinner is over, and whoever was sent away has come back. */
  settle(): void {
    for (let at = this.room.saved; at < dinner.length; at++) this.room.save(dinner[at])
    this.do({ _tag: "readAgain" })
    if (this.sink.ended !== null) this.reconnect()
    this.room.engine.mistrust(this.room.nowMs)
    for (let i = 0; i < 5; i++) {
      this.room.pass(200)
      this.room.answer()
    }
    this.read()
  }
}

/** Places of what watchers of the whole dinner are told. */
const allPlaces = (topic: string): ReadonlyArray<number> => {
  const room = new HubRoom(dinner.length)
  const { sink } = room.watch(ADA, [topic], `${topic}@0`)
  room.answer()
  return sink.sent.map(({ seq }) => seq)
}

describe("resume (S52, S96)", () => {
  it.each(["order:o1", "delivery:d1"])(
    "shows %s in order, without a gap, to its end, whatever happens on the way",
    (topic) => {
      const places = allPlaces(topic)
      expect(places.length).toBeGreaterThan(9)
      fc.assert(
        fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
          const evening = new Evening(topic)
          for (const each of steps) evening.do(each)
          evening.settle()
          const { applied, last, status } = evening.reader
          expect(last).toBe(places.at(-1))
          expect(status).toBe("delivered")
          // From where it began, nothing is left out and nothing comes twice.
          const from = places.filter((seq) => seq >= (applied[0] ?? 0))
          expect([...new Set(applied)]).toEqual(applied)
          expect(applied.filter((seq) => places.includes(seq))).toEqual(from)
        }),
        { numRuns: 400 }
      )
    }
  )

  it("gives each message the place of the one before", () => {
    const room = new HubRoom(dinner.length)
    const { sink } = room.watch(bearer("operator", "olga"), ["order:o1"], "order:o1@0")
    room.answer()
    let prev = 0
    for (const message of sink.sent) {
      expect(message.prev).toBe(prev)
      prev = message.seq
    }
    expect(prev).toBeLessThanOrEqual(logAfter(dinner.length).length)
    expect(sink.cursor).toBe(`order:o1@${prev}`)
  })

  it("replays the same messages that went out live", () => {
    const live = new HubRoom()
    const first = live.watch(ADA, ["order:o1"], "order:o1@0").sink
    live.save(dinner[0])
    live.answer()
    for (const commit of dinner.slice(1)) live.save(commit)
    const later = new HubRoom(dinner.length)
    const second = later.watch(ADA, ["order:o1"], "order:o1@0").sink
    later.answer()
    expect(second.sent).toEqual(first.sent)
  })

  it("tells of a gap when a cursor is not of this log", () => {
    const room = new HubRoom(3)
    const { sink } = room.watch(ADA, ["order:o1"], "order:o1@999")
    room.answer()
    expect(sink.events).toEqual(["gap", "snapshot"])
    expect(room.engine.stats.gaps).toBe(1)
  })
})
