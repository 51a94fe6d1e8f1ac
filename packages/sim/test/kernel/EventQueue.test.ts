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
  "at the limit of doubles": (next) => next() * 1e300
}

/** Compares as it goes, and expects only once, because a million expectations take longer than the queue. */
const playBusily = (ahead: (next: () => number, nowMs: number) => number, seed: number) => {
  const random = sequenceOf(makeStream(seed, "test.queue"), 0)
  const queue = makeEventQueue()
  const model = new SortedList()
  const wrong: Array<string> = []
  let tickets = 0
  const schedule = () => {
    const nowMs = Math.max(queue.timeMs, 0)
    const timeMs = nowMs + ahead(random.next, nowMs)
    const lane = random.next() < 0.9 ? 0 : random.integer(256)
    const ticket = queue.schedule(timeMs, 1, tickets, lane)
    if (ticket !== tickets) wrong.push(`ticket ${ticket} instead of ${tickets}`)
    model.schedule(timeMs, 1, tickets, lane, ticket)
    tickets++
  }
  const pop = () => {
    const expected = model.pop()
    const found = queue.pop() ? queue.subject : undefined
    if (found !== expected?.subject) wrong.push(`event ${found} instead of ${expected?.subject}`)
  }
  const cancel = () => {
    const ticket = random.integer(tickets)
    if (queue.cancel(ticket) !== model.cancel(ticket)) wrong.push(`cancel ${ticket}`)
  }
  for (let i = 0; i < 20_000; i++) schedule()
  for (let i = 0; i < 20_000; i++) {
    pop()
    schedule()
    if (random.next() < 0.2) cancel()
    if (queue.size !== model.events.length) wrong.push(`size ${queue.size}`)
  }
  for (let i = 0; i < 15_000; i++) cancel()
  while (model.events.length > 0) pop()
  pop()
  expect(wrong).toEqual([])
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

  for (const [name, ahead] of Object.entries(busySchedules))
    it(`serves 20,000 pending events in order while as many come and some are cancelled (${name})`, () => {
      for (const seed of [1, 2]) playBusily(ahead, seed)
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
