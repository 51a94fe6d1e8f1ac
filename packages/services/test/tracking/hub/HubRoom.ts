import type { OrderId } from "@hotbag/core"
import {
  type CaseCommitted,
  type Ending,
  HubEngine,
  type HubMessage,
  type OrderTold,
  placeIn,
  type RingTopicName,
  type Sighting,
  type Sink,
  topicOf,
  type Viewer,
  Watcher,
  type Wire
} from "@hotbag/services"
import { logAfter, orderId } from "./dinnerCases.ts"

/** Messages of these tests are written as their numbers, and read again from here. */
const written: Array<HubMessage> = []
const wire: Wire = {
  index: 0,
  encode: (message) => {
    written.push(message)
    return new Uint8Array(new Uint32Array([written.length - 1]).buffer)
  }
}
const read = (bytes: Uint8Array): HubMessage => {
  const message = written[new Uint32Array(bytes.buffer)[0] ?? -1]
  if (message === undefined) throw new Error("nobody wrote this")
  return message
}

/** A connection of tests: what was sent, and a reader who may stop reading. */
export class TestSink implements Sink {
  readonly sent: Array<HubMessage> = []
  readonly refused: Array<string> = []
  ended: Ending | null = null
  /** Bytes that each message counts; a reader who stops lets them pile up. */
  weight = 0
  waiting = 0
  cursor = ""
  /** When it last gave a sign of life; null: just now. */
  signedMs: number | null = null

  write(bytes: Uint8Array): number {
    this.sent.push(read(bytes))
    return (this.waiting += this.weight)
  }
  writeStatus(bytes: Uint8Array, cursor: () => string): number {
    this.cursor = cursor()
    return this.write(bytes)
  }
  buffered(): number {
    return this.waiting
  }
  signedAtMs(nowMs: number): number {
    return this.signedMs ?? nowMs
  }
  close(why: Ending): void {
    this.ended ??= why
  }
  refuse(topic: string): void {
    this.refused.push(topic)
  }
  /** Names of what was sent. */
  get events(): ReadonlyArray<string> {
    return this.sent.map(({ event }) => event)
  }
}

let engines = 0

/** An engine with a clock that a test sets, and reads that are answered when the test says so. */
export class HubRoom {
  readonly engine: HubEngine
  nowMs = 1_000_000
  /** Commits that are in the store. */
  saved = 0
  /** What was asked for, and how many commits there were then: a read may be that old when it is answered. */
  readonly logsWanted: Array<{
    readonly id: OrderId
    readonly ticket: number
    readonly saved: number
  }> = []
  readonly openWanted: Array<{ readonly topic: RingTopicName; readonly ticket: number }> = []
  sighting: Sighting | null = null

  constructor(saved = 0) {
    this.saved = saved
    engines += 1
    this.engine = new HubEngine({
      epoch: `e${engines}x`,
      reads: {
        log: (id, ticket) => void this.logsWanted.push({ id, ticket, saved: this.saved }),
        open: (topic, ticket) => void this.openWanted.push({ topic, ticket })
      },
      sight: {
        lastOf: () => this.sighting,
        etaOf: () => ({ p10AtMs: 1, p50AtMs: 2, p90AtMs: 3 })
      }
    })
  }

  /** Somebody watches topics, after a cursor. */
  watch(viewer: Viewer, topics: ReadonlyArray<string>, cursor = "", sink = new TestSink()) {
    const watcher = new Watcher({ viewer, sink, wire, single: topics.length === 1 })
    this.engine.join(watcher)
    for (const name of topics) {
      const topic = topicOf(name)
      if (topic === null) throw new Error(`${name} is no topic`)
      const isCase = topic.kind === "order" || topic.kind === "delivery"
      this.engine.subscribe(watcher, topic, isCase ? orderId : null, placeIn(cursor, topic.name), this.nowMs)
    }
    return { watcher, sink }
  }

  /** Saves the next commit and tells the engine. */
  save(commit: CaseCommitted | undefined): void {
    if (commit === undefined) throw new Error("the dinner is over")
    this.saved += 1
    this.engine.commit(commit, this.nowMs)
  }

  /** Answers everything that was asked for, with what is saved now. */
  answer(open: ReadonlyArray<OrderTold> = []): void {
    while (this.logsWanted.length > 0) {
      for (const { id, saved, ticket } of this.logsWanted.splice(0)) {
        this.engine.logLoaded(id, ticket, id === orderId ? logAfter(saved) : [], this.nowMs)
      }
    }
    for (const { ticket, topic } of this.openWanted.splice(0)) {
      this.engine.topicLoaded(topic.name, ticket, open, this.nowMs)
    }
  }

  /** Lets time pass in turns of 20 ms. */
  pass(ms: number, lateMs = 0): void {
    for (let passed = 0; passed < ms; passed += 20) {
      this.nowMs += 20
      this.engine.tick(this.nowMs, lateMs)
    }
  }
}
