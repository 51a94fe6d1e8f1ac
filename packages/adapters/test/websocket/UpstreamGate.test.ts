import { Limits } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { FrameRate } from "../../src/websocket/FrameRate.ts"
import { type Upstream, UpstreamGate } from "../../src/websocket/UpstreamGate.ts"

/** A loop whose time goes on by what is done in it, and turns that come when they are due. */
class TestLoop {
  nowMs = 0
  readonly gate: UpstreamGate
  readonly taken: Array<string> = []
  /** Time that positions took, and the longest go of it. */
  spentMs = 0
  longestMs = 0
  #goMs = 0
  #due: { readonly atMs: number; readonly turn: () => void } | null = null

  constructor() {
    this.gate = new UpstreamGate(
      () => this.nowMs,
      (turn, afterMs) => {
        expect(this.#due).toBeNull()
        this.#due = { atMs: this.nowMs + afterMs, turn }
      }
    )
  }

  get isIdle(): boolean {
    return this.#due === null
  }

  spend(ms: number): void {
    this.nowMs += ms
    this.spentMs += ms
    this.#goMs += ms
    this.longestMs = Math.max(this.longestMs, this.#goMs)
  }

  /** The turn that is due next, if any. */
  turn(): void {
    const due = this.#due
    if (due === null) return
    this.#due = null
    this.nowMs = Math.max(this.nowMs, due.atMs)
    this.#goMs = 0
    due.turn()
  }

  /** Whatever else the loop does. */
  elsewhere(ms: number): void {
    this.nowMs += ms
    this.#goMs = 0
  }
}

class TestSender implements Upstream {
  readonly offered: Array<string> = []
  readonly taken: Array<string> = []
  heldBack = 0
  refused = 0
  readonly #loop: TestLoop
  readonly #costMs: number

  constructor(loop: TestLoop, costMs: number) {
    this.#loop = loop
    this.#costMs = costMs
  }

  offer(text: string): void {
    this.offered.push(text)
    this.#loop.gate.offer(this, text)
  }

  take(text: string): void {
    this.taken.push(text)
    this.#loop.taken.push(text)
    this.#loop.spend(this.#costMs)
  }

  holdBack(isHeld: boolean): void {
    this.heldBack += isHeld ? 1 : -1
    expect(this.heldBack).toBeGreaterThanOrEqual(0)
    expect(this.heldBack).toBeLessThanOrEqual(1)
  }

  putOff(retryAfterMs: number): void {
    expect(retryAfterMs).toBeGreaterThan(0)
    this.refused += 1
  }
}

const COST_MS = 0.3

/** Offers, and pauses between them, by anybody of a few. */
const steps = fc.array(
  fc.record({
    who: fc.nat(4),
    pauseMs: fc.constantFrom(0, 0, 0, 0.1, 1, 7),
    isWay: fc.boolean(),
    isTurn: fc.boolean()
  }),
  { maxLength: 400 }
)

describe("the gate of positions (P8, S93)", () => {
  it("lets everything through at once while there is time", () => {
    const loop = new TestLoop()
    const sender = new TestSender(loop, COST_MS)
    for (let i = 0; i < 1_000; i++) {
      sender.offer(String(i))
      loop.elsewhere(COST_MS / Limits.positionsShare)
    }
    expect(sender.taken).toEqual(sender.offered)
    expect([loop.gate.gaveWay, loop.gate.waiting, loop.isIdle]).toEqual([0, 0, true])
  })

  it("whatever comes: the newest of everybody is taken in the end, in order; ways are taken or put off; shares are kept", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const loop = new TestLoop()
        const senders = Array.from({ length: 5 }, () => new TestSender(loop, COST_MS))
        for (const [i, { isTurn, isWay, pauseMs, who }] of all.entries()) {
          loop.elsewhere(pauseMs)
          senders[who]?.offer(isWay ? ` [${i}]` : String(i))
          if (isTurn) loop.turn()
          expect(loop.gate.waiting).toBeLessThanOrEqual(senders.length)
          expect(senders.filter(({ heldBack }) => heldBack === 1)).toHaveLength(loop.gate.waiting)
        }
        while (!loop.isIdle) loop.turn()
        for (const { heldBack, offered, refused, taken } of senders) {
          expect(heldBack).toBe(0)
          let at = -1
          for (const text of taken) {
            const found = offered.indexOf(text)
            expect(found).toBeGreaterThan(at)
            at = found
          }
          const ways = offered.filter((text) => text.includes("["))
          expect(taken.filter((text) => text.includes("["))).toHaveLength(ways.length - refused)
          const last = offered.at(-1)
          const waitsBehindWay = taken.at(-1)?.includes("[") === true
          if (last !== undefined && !last.includes("[") && !waitsBehindWay) expect(taken.at(-1)).toBe(last)
        }
        const lost = all.length - loop.taken.length
        expect(loop.gate.gaveWay + loop.gate.putOff).toBe(lost)
        expect(loop.spentMs).toBeLessThanOrEqual(
          loop.nowMs * Limits.positionsShare + Limits.positionsAtOnceMs + COST_MS
        )
        expect(loop.longestMs).toBeLessThanOrEqual(Limits.positionsAtOnceMs + COST_MS)
      })
    )
  })

  it("under five times what can be taken: everybody gets their turn as often as everybody else, and orders half of the time", () => {
    const loop = new TestLoop()
    const senders = Array.from({ length: 200 }, () => new TestSender(loop, COST_MS))
    const perSecond = (5 * 1_000 * Limits.positionsShare) / COST_MS
    const untilMs = 10_000
    for (let i = 0; loop.nowMs < untilMs; i++) {
      const dueMs = (i * 1_000) / perSecond
      while (!loop.isIdle && loop.nowMs < dueMs) loop.turn()
      loop.elsewhere(Math.max(0, dueMs - loop.nowMs))
      senders[i % senders.length]?.offer(String(i))
      if (loop.nowMs > 2 * Limits.strainedMs) expect(loop.gate.isStrained).toBe(true)
    }
    const counts = senders.map(({ taken }) => taken.length)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2)
    const readMs = Limits.positionsReadMs
    const countedMs = loop.spentMs + loop.taken.length * readMs.again + loop.gate.gaveWay * readMs.gaveWay
    expect(countedMs / loop.nowMs).toBeLessThanOrEqual(Limits.positionsShare + 0.01)
    expect(countedMs / loop.nowMs).toBeGreaterThan(0.8 * Limits.positionsShare)
    while (!loop.isIdle) loop.turn()
    expect(loop.gate.isStrained).toBe(false)
    for (const { offered, taken } of senders) expect(taken.at(-1)).toBe(offered.at(-1))
  })

  it("forgets who has gone while they waited", () => {
    const loop = new TestLoop()
    const senders = Array.from({ length: 20 }, () => new TestSender(loop, 1))
    for (const sender of senders) sender.offer("here")
    expect(loop.gate.waiting).toBeGreaterThan(10)
    for (const sender of senders) loop.gate.forget(sender)
    const before = loop.taken.length
    while (!loop.isIdle) loop.turn()
    expect(loop.taken).toHaveLength(before)
    expect([loop.gate.waiting, loop.gate.isStrained]).toEqual([0, false])
  })
})

describe("frames of a connection that was not read from", () => {
  it("come all at once, and are not held against it; more than could have come are", () => {
    const rate = new FrameRate(0)
    const { burst, perSecond } = Limits.frameRate
    const seconds = 10
    rate.heldBack(seconds * 1_000)
    const allowed = Array.from({ length: 1_000 }, () => rate.take(seconds * 1_000)).filter(Boolean).length
    expect(allowed).toBe(burst + seconds * perSecond)
    expect(rate.take(seconds * 1_000 + 1_000)).toBe(true)
    const later = Array.from({ length: 1_000 }, () => rate.take(1e9)).filter(Boolean).length
    expect(later).toBe(burst)
  })
})
