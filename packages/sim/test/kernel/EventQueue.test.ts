import * as fc from "fast-check"
import { InvariantViolation } from "@hotbag/core"
import { makeEventQueue, makeStream, sequenceOf } from "@hotbag/sim"
import type { EventQueue } from "@hotbag/sim"
import { describe, expect, it } from "vitest"

/** The oracle: a list, sorted by (time, lane, sequence), last first. */
class SortedList {
  readonly events: Array<Scheduled> = []
  private readonly byTicket = new Map<number, Scheduled>()

  get first(): Scheduled | undefined {
    return this.events.at(-1)
  }

  schedule(timeMs: number, kind: number, subject: number, lane: number, ticket: number): void {
    const event = { timeMs, kind, subject, lane, sequence: this.byTicket.size, ticket }
    this.byTicket.set(ticket, event)
    this.events.splice(this.placeOf(event), 0, event)
  }

  pop(): Scheduled | undefined {
    return this.events.pop()
  }

  cancel(ticket: number): boolean {
    const event = this.byTicket.get(ticket)
    if (event === undefined || this.events[this.placeOf(event)] !== event) return false
    this.events.splice(this.placeOf(event), 1)
    return true
  }

  /** Where the event is or belongs. */
  private placeOf(event: Scheduled): number {
    let low = 0
    let high = this.events.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.events[middle]
      const isLater =
        other !== undefined &&
        (other.timeMs - event.timeMs || other.lane - event.lane || other.sequence - event.sequence) > 0
      if (isLater) low = middle + 1
      else high = middle
    }
    return low
  }
}

interface Scheduled {
  readonly timeMs: number
  readonly kind: number
  readonly subject: number
  readonly lane: number
  readonly ticket: number
  readonly sequence: number
}

/** The oracle for many events: a plain binary heap, in which what was cancelled stays until it comes up. */
class PlainHeap {
  size = 0
  private readonly heap: Array<Scheduled> = []
  private readonly pending = new Set<number>()

  get first(): Scheduled | undefined {
    this.drop()
    return this.heap[0]
  }

  schedule(timeMs: number, kind: number, subject: number, lane: number, ticket: number): void {
    this.heap.push({ timeMs, kind, subject, lane, ticket, sequence: ticket })
    for (let i = this.heap.length - 1; i > 0 && this.swapIfEarlier(i, (i - 1) >> 1); i = (i - 1) >> 1);
    this.pending.add(ticket)
    this.size++
  }

  pop(): Scheduled | undefined {
    this.drop()
    if (this.heap.length === 0) return undefined
    const event = this.take()
    if (event !== undefined) this.cancel(event.ticket)
    return event
  }

  cancel(ticket: number): boolean {
    const wasPending = this.pending.delete(ticket)
    if (wasPending) this.size--
    return wasPending
  }

  private drop(): void {
    for (
      let event = this.heap[0];
      event !== undefined && !this.pending.has(event.ticket);
      event = this.heap[0]
    )
      this.take()
  }

  private take(): Scheduled | undefined {
    const event = this.heap[0]
    const last = this.heap.pop()
    if (last === undefined || this.heap.length === 0) return event
    this.heap[0] = last
    for (let i = 0; ;) {
      const child = this.isEarlier(2 * i + 2, 2 * i + 1) ? 2 * i + 2 : 2 * i + 1
      if (!this.swapIfEarlier(child, i)) return event
      i = child
    }
  }

  private swapIfEarlier(i: number, than: number): boolean {
    const [a, b] = [this.heap[i], this.heap[than]]
    if (a === undefined || b === undefined || !this.isEarlier(i, than)) return false
    this.heap[i] = b
    this.heap[than] = a
    return true
  }

  private isEarlier(i: number, than: number): boolean {
    const [a, b] = [this.heap[i], this.heap[than]]
    if (a === undefined || b === undefined) return false
    return (a.timeMs - b.timeMs || a.lane - b.lane || a.sequence - b.sequence) < 0
  }
}

/** What a step of the model does, with how far ahead an event is scheduled. */
const step = (ahead: fc.Arbitrary<number>) =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(fc.constant("schedule" as const), ahead, fc.constantFrom(0, 0, 0, 1, 7, 255))
    },
    { weight: 4, arbitrary: fc.tuple(fc.constant("pop" as const), fc.constant(0), fc.constant(0)) },
    { weight: 2, arbitrary: fc.tuple(fc.constant("cancel" as const), fc.nat(), fc.constant(0)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant("peek" as const), fc.constant(0), fc.constant(0)) }
  )

/** Schedules of every temper: ties, whole seconds, wide scales, fractions, outliers. */
const schedules: Record<string, fc.Arbitrary<number>> = {
  ties: fc.constantFrom(0, 0, 0, 1),
  seconds: fc.nat(20).map((s) => s * 1_000),
  "any scale": fc.integer({ min: -30, max: 40 }).map((e) => 2 ** e),
  fractions: fc.double({ min: 0, max: 1, noNaN: true }),
  outliers: fc.oneof(fc.nat(100), fc.nat(100), fc.constantFrom(1e9, 1e15, 1e300, Number.MAX_VALUE / 4)),
  "smallest steps": fc.nat(5).map((n) => n * Number.MIN_VALUE)
}

const play = (
  queue: EventQueue,
  steps: ReadonlyArray<readonly [string, number, number]>,
  startMs: number
) => {
  const model = new SortedList()
  const tickets: Array<number> = []
  let nowMs = startMs
  let subject = 0
  const popBoth = () => {
    const expected = model.pop()
    expect(queue.pop()).toBe(expected !== undefined)
    if (expected === undefined) return
    expect([queue.timeMs, queue.kind, queue.subject]).toEqual([
      expected.timeMs,
      expected.kind,
      expected.subject
    ])
    nowMs = expected.timeMs
    expect(queue.cancel(expected.ticket)).toBe(false)
  }
  for (const [what, value, lane] of steps) {
    if (what === "schedule") {
      const timeMs = Math.min(nowMs + value, Number.MAX_VALUE)
      const ticket = queue.schedule(timeMs, subject % 9, subject, lane)
      model.schedule(timeMs, subject % 9, subject, lane, ticket)
      tickets.push(ticket)
      subject++
    } else if (what === "cancel") {
      const ticket = tickets[value % Math.max(1, tickets.length)]
      if (ticket !== undefined) expect(queue.cancel(ticket)).toBe(model.cancel(ticket))
    } else if (what === "peek") expect(queue.peekTimeMs()).toBe(model.first?.timeMs ?? Infinity)
    else popBoth()
    expect(queue.size).toBe(model.events.length)
  }
  while (model.events.length > 0) popBoth()
  expect(queue.pop()).toBe(false)
  expect(queue.peekTimeMs()).toBe(Infinity)
  expect(new Set(tickets).size).toBe(tickets.length)
}

/** How far ahead events are scheduled, drawn by `next`: what strains a queue that divides time. */
const busySchedules: Record<string, (next: () => number, nowMs: number) => number> = {
  exponential: (next) => -Math.log(next()) * 60_000,
  "whole seconds": (next) => Math.floor(next() * 30) * 1_000,
  "all at once": () => 0,
  "soon or very late": (next) => (next() < 0.9 ? next() * 10 : next() * 100_000),
  "any scale": (next) => Math.exp(next() * 60 - 30),
  "one in a thousand out of sight": (next) => (next() < 0.001 ? 1e12 : next()),
  "ever denser": (next, nowMs) => next() * Math.max(1e-6, 1_000 - nowMs),
  "an onrush between two far events": (next) => (next() < 0.5 ? 1e6 : next() * 1e-3),
  "at the limit of doubles": (next) => next() * 1e300,
  "at once or soon": (next) => (next() < 0.5 ? 0 : Math.floor(next() * 4)),
  "two clusters far apart": (next) => (next() < 0.5 ? next() : 1e9 + next()),
  "time-outs": () => 30,
  "ticks with a burst": (_, nowMs) => (nowMs % 100 < 5 ? 0 : 10)
}

/** How often more comes at once in a play, and how often it goes. */
const BURSTS = 10

/** How a busy play goes: how many events, and from which step on some are cancelled. */
interface Play {
  readonly seed: number
  readonly pending: number
  readonly steps: number
  readonly cancelFrom: number
}

/** Compares as it goes, and expects only once, because a million expectations take longer than the queue. */
const playBusily = (ahead: (next: () => number, nowMs: number) => number, play: Play) => {
  const random = sequenceOf(makeStream(play.seed, "test.queue"), 0)
  const queue = makeEventQueue()
  const model = new PlainHeap()
  const wrong: Array<string> = []
  let tickets = 0
  const schedule = () => {
    const nowMs = Math.max(queue.timeMs, 0)
    const timeMs = nowMs + ahead(random.next, nowMs)
    const lane = random.next() < 0.9 ? 0 : random.integer(256)
    const ticket = queue.schedule(timeMs, -1, tickets, lane)
    if (ticket !== tickets) wrong.push(`ticket ${ticket} instead of ${tickets}`)
    model.schedule(timeMs, -1, tickets, lane, ticket)
    tickets++
  }
  const pop = () => {
    const expected = model.pop()
    const found = queue.pop() ? queue.subject : undefined
    if (found !== expected?.subject) wrong.push(`event ${found} instead of ${expected?.subject}`)
    if (expected !== undefined && queue.timeMs !== expected.timeMs) wrong.push(`time ${queue.timeMs}`)
  }
  const cancel = () => {
    const ticket = random.integer(tickets)
    if (queue.cancel(ticket) !== model.cancel(ticket)) wrong.push(`cancel ${ticket}`)
  }
  for (let i = 0; i < play.pending; i++) schedule()
  for (let i = 0; i < play.steps; i++) {
    pop()
    schedule()
    // A queue that is nearly empty has its own pitfalls.
    if (random.next() * play.steps < BURSTS) for (let n = random.integer(play.pending); n > 0; n--) pop()
    if (random.next() * play.steps < BURSTS) for (let n = random.integer(play.pending); n > 0; n--) schedule()
    if (i >= play.cancelFrom && random.next() < 0.2) cancel()
    if (random.next() < 0.01 && queue.peekTimeMs() !== (model.first?.timeMs ?? Infinity)) wrong.push("peek")
    if (queue.size !== model.size) wrong.push(`size ${queue.size}`)
    if (wrong.length > 10) break
  }
  if (play.cancelFrom < Infinity) for (let i = 0; i < 0.75 * play.pending; i++) cancel()
  while (model.size > 0 && wrong.length <= 10) pop()
  pop()
  expect(wrong, JSON.stringify(play)).toEqual([])
}

describe("EventQueue", () => {
  for (const [name, ahead] of Object.entries(schedules))
    it(`agrees with a sorted list step by step (${name})`, () => {
      fc.assert(
        fc.property(
          fc.array(step(ahead), { maxLength: 400, size: "max" }),
          fc.constantFrom(0, -5_000, 1.7e12, 0.1),
          fc.constantFrom(0, 16, 1_000),
          (steps, startMs, capacity) => play(makeEventQueue({ capacity }), steps, startMs)
        ),
        { numRuns: 60 }
      )
    })

  it("serves ties in the sequence they were scheduled, through growth", () => {
    const queue = makeEventQueue({ capacity: 1 })
    for (let i = 0; i < 5_000; i++) queue.schedule(i % 3, 0, i)
    const served: Array<number> = []
    while (queue.pop()) served.push(queue.subject)
    const all = Array.from({ length: 5_000 }, (_, i) => i)
    expect(served).toEqual([...all].sort((a, b) => (a % 3) - (b % 3) || a - b))
  })

  it("serves a higher lane later at the same time, whatever the sequence", () => {
    const queue = makeEventQueue()
    queue.schedule(10, 0, 1, 255)
    queue.schedule(10, 0, 2)
    queue.schedule(10, 0, 3, 1)
    queue.schedule(9, 0, 4, 255)
    queue.schedule(10, 0, 5)
    const served: Array<number> = []
    while (queue.pop()) served.push(queue.subject)
    expect(served).toEqual([4, 2, 5, 3, 1])
  })

  it("refuses a ticket whose event is gone, though its memory was reused", () => {
    const queue = makeEventQueue()
    const popped = queue.schedule(1, 0, 0)
    queue.pop()
    const cancelled = queue.schedule(2, 0, 0)
    expect(queue.cancel(cancelled)).toBe(true)
    expect(queue.pop()).toBe(false)
    const live = queue.schedule(3, 0, 7)
    expect(queue.cancel(popped)).toBe(false)
    expect(queue.cancel(cancelled)).toBe(false)
    for (const nonsense of [-1, 0.5, NaN, Infinity, 2 ** 53, live + 1])
      expect(queue.cancel(nonsense)).toBe(false)
    expect(queue.size).toBe(1)
    expect(queue.cancel(live)).toBe(true)
    expect(queue.cancel(live)).toBe(false)
  })

  for (const [name, ahead] of Object.entries(busySchedules)) {
    it(`serves 20,000 pending events in order while as many come and some are cancelled (${name})`, () => {
      playBusily(ahead, { seed: 1, pending: 20_000, steps: 20_000, cancelFrom: 0 })
      playBusily(ahead, { seed: 2, pending: 20_000, steps: 20_000, cancelFrom: Infinity })
    })

    it(`serves a few hundred in order, whenever the first is cancelled (${name})`, () => {
      for (let seed = 1; seed <= 60; seed++) {
        const cancelFrom = seed % 3 === 0 ? Infinity : (seed * 7) % 97
        playBusily(ahead, { seed, pending: 1 + ((seed * 37) % 400), steps: 500, cancelFrom })
      }
    })
  }

  it("serves events that were scheduled last first, or by gaps that grow", () => {
    for (const timeOf of [(i: number) => -i, (i: number) => 2 ** (i / 10), (i: number) => -(2 ** (i / 10))]) {
      const queue = makeEventQueue()
      const times = Array.from({ length: 10_000 }, (_, i) => timeOf(i))
      times.forEach((timeMs, i) => queue.schedule(timeMs, 0, i))
      const served: Array<number> = []
      while (queue.pop()) served.push(queue.timeMs)
      expect(served).toEqual(times.sort((a, b) => a - b))
    }
  })

  it("takes no event from the past, and none without a time", () => {
    const queue = makeEventQueue()
    for (const timeMs of [NaN, Infinity, -Infinity])
      expect(() => queue.schedule(timeMs, 0, 0)).toThrow(InvariantViolation)
    queue.schedule(100, 0, 0)
    queue.pop()
    expect(() => queue.schedule(99.999, 0, 0)).toThrow(InvariantViolation)
    expect(queue.schedule(100, 0, 0)).toBeTypeOf("number")
    expect(queue.size).toBe(1)
  })

  it("takes no kind, subject or lane that it could not give back", () => {
    const queue = makeEventQueue()
    for (const bad of [0.5, NaN, 2 ** 31, -(2 ** 31) - 1]) {
      expect(() => queue.schedule(0, bad, 0)).toThrow(InvariantViolation)
      expect(() => queue.schedule(0, 0, bad)).toThrow(InvariantViolation)
    }
    for (const lane of [-1, 256, 0.5]) expect(() => queue.schedule(0, 0, 0, lane)).toThrow(InvariantViolation)
    expect(queue.size).toBe(0)
  })
})
