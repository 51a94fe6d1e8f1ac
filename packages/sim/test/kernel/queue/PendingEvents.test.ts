import { makeStream, sequenceOf } from "@hotbag/sim"
import { describe, expect, it } from "vitest"
import { EVENTS_IN_PAGE, PendingEvents } from "../../../src/kernel/queue/PendingEvents.ts"

/** Adds one event after the other, as a queue does. */
const adding = (pending: PendingEvents, first = 0) => {
  let next = first
  return () => {
    if (next % EVENTS_IN_PAGE === 0) pending.turnTo(next)
    return next++
  }
}

describe("PendingEvents", () => {
  it("knows what is pending as a set does, and grows with that and not with what has been", () => {
    const random = sequenceOf(makeStream(1, "test.pending"), 0)
    const pending = new PendingEvents()
    pending.begin(0, 0)
    const add = adding(pending)
    const model = new Set<number>()
    const wrong: Array<string> = []
    for (let i = 0; i < 1_000_000; i++) {
      model.add(add())
      // One in fifty thousand stays for good.
      const [oldest = 0] = model
      const gone = i % 50_000 === 0 ? -1 : model.size > 500 ? oldest : random.integer(i + 1)
      if (gone % 50_000 === 0) model.delete(gone)
      else if (pending.cancel(gone) !== model.delete(gone)) wrong.push(`cancel ${gone}`)
      const other = i - random.integer(500)
      if (other >= 0 && other % 50_000 !== 0 && pending.has(other) !== model.has(other))
        wrong.push(`has ${other}`)
    }
    expect(wrong).toEqual([])
    for (let i = 0; i < 1_000_000; i += 50_000) expect(pending.has(i)).toBe(true)
    // Twenty pages with one event that stays, one or two in use, and as many that are still to be looked at.
    expect(pending.pages).toBeLessThan(60)
  })

  it("begins whenever it is asked, with what is pending then, and takes memory for that only", () => {
    for (const next of [0, 1, EVENTS_IN_PAGE - 1, EVENTS_IN_PAGE, EVENTS_IN_PAGE + 1, 1_000_003]) {
      const marked = [next - 1, next - 2, next - 5_000, next - 900_000].filter((event) => event >= 0)
      const pending = new PendingEvents()
      pending.begin(Math.min(...marked, next), next)
      for (const event of marked) pending.mark(event)
      for (let event = Math.max(0, next - 10_000); event < next; event++)
        if (event >= Math.min(...marked)) expect(pending.has(event)).toBe(marked.includes(event))
      const add = adding(pending, next)
      for (let i = 0; i < 3 * EVENTS_IN_PAGE; i++) expect(pending.has(add())).toBe(true)
      for (const event of marked)
        expect([pending.cancel(event), pending.cancel(event)]).toEqual([true, false])
      expect(pending.cancel(next)).toBe(true)
      expect(pending.pages).toBeLessThan(10)
    }
  })

  it("forgets the pages of the past, and works on as before", () => {
    const pending = new PendingEvents()
    pending.begin(0, 0)
    const add = adding(pending)
    const wrong: Array<number> = []
    for (let i = 0; i < 1_000_000; i++) {
      const event = add()
      const gone = event - 5_000
      if (
        gone >= 0 &&
        (!pending.has(gone + 2 ** 45) || !pending.remove(gone + 255 * 2 ** 45) || pending.cancel(gone))
      )
        wrong.push(gone)
      if (gone % 100_000 === 99_999 && (pending.has(gone % 7) || pending.remove(gone % 7)))
        wrong.push(gone % 7)
    }
    expect(wrong).toEqual([])
    expect(pending.pages).toBeLessThan(20)
  })

  it("knows no number that it has not given", () => {
    const pending = new PendingEvents()
    pending.begin(0, 0)
    const add = adding(pending)
    expect(pending.cancel(0)).toBe(false)
    expect(add()).toBe(0)
    for (const number of [-1, 0.5, NaN, Infinity, 2 ** 53]) expect(pending.cancel(number)).toBe(false)
    expect(pending.cancel(0)).toBe(true)
    expect(pending.cancel(0)).toBe(false)
  })
})
