import { makeStream, sequenceOf } from "@hotbag/sim"
import { describe, expect, it } from "vitest"
import { PendingEvents } from "../../../src/kernel/queue/PendingEvents.ts"

describe("PendingEvents", () => {
  it("knows what is pending as a set does, and grows with that and not with what has been", () => {
    const random = sequenceOf(makeStream(1, "test.pending"), 0)
    const pending = new PendingEvents()
    const model = new Set<number>()
    const wrong: Array<string> = []
    for (let i = 0; i < 1_000_000; i++) {
      model.add(pending.add())
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

  it("forgets the pages of the past, and works on as before", () => {
    const pending = new PendingEvents()
    const wrong: Array<number> = []
    for (let i = 0; i < 1_000_000; i++) {
      const event = pending.add()
      const gone = event - 5_000
      if (
        gone >= 0 &&
        (!pending.has(gone + 2 ** 45) || !pending.remove(gone + 255 * 2 ** 45) || pending.cancel(gone))
      )
        wrong.push(gone)
    }
    expect(wrong).toEqual([])
    expect(pending.pages).toBeLessThan(20)
  })

  it("knows no number that it has not given", () => {
    const pending = new PendingEvents()
    expect(pending.cancel(0)).toBe(false)
    expect(pending.add()).toBe(0)
    for (const number of [-1, 1, 0.5, NaN, Infinity, 2 ** 53]) expect(pending.cancel(number)).toBe(false)
    expect(pending.cancel(0)).toBe(true)
    expect(pending.cancel(0)).toBe(false)
  })
})
