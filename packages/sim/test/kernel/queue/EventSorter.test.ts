import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { EventPool } from "../../../src/kernel/queue/EventPool.ts"
import { EventSorter } from "../../../src/kernel/queue/EventSorter.ts"

/** Times of every temper: spread evenly, crowded, tied, far apart. */
const time = fc.oneof(
  fc.double({ min: 0, max: 1_000, noNaN: true }),
  fc.integer({ min: 0, max: 3 }),
  fc.double({ min: 500, max: 500.001, noNaN: true }),
  fc.constantFrom(1e300, -1e300, 0, -0)
)
/** An event's order goes by its lane first: then ties do not come in sequence. */
const lane = fc.constantFrom(0, 0, 0, 1, 200)

describe("EventSorter", () => {
  it("puts events in sequence, by time and then by order, whatever span it is told", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(time, lane), { maxLength: 300, size: "max" }),
        fc.constantFrom(0, -5, 400),
        fc.constantFrom(0, 1e-300, 1, 1_000, Infinity),
        (events, fromMs, spanMs) => {
          const pool = new EventPool(0, 1)
          for (const [i, [timeMs, lane]] of events.entries()) {
            const record = pool.append(0)
            pool.floats[3 * record] = timeMs
            pool.floats[3 * record + 1] = lane * 2 ** 45 + i
          }
          const sorter = new EventSorter(pool)
          sorter.gather(0)
          expect(sorter.count).toBe(events.length)
          sorter.sort(fromMs, spanMs)
          const found = [...sorter.records.subarray(0, sorter.count)].map((record) => pool.orderOf(record))
          const expected = events
            .map(([timeMs, lane], i) => ({ timeMs, order: lane * 2 ** 45 + i }))
            .sort((a, b) => a.timeMs - b.timeMs || a.order - b.order)
          expect(found).toEqual(expected.map(({ order }) => order))
          expect([...sorter.times.subarray(0, sorter.count)]).toEqual(
            expected.map(({ order }) => events[order % 2 ** 45]?.[0])
          )
        }
      ),
      { numRuns: 500 }
    )
  })

  it("knows the earliest, the latest and about the median time", () => {
    const pool = new EventPool(0, 1)
    const sorter = new EventSorter(pool)
    for (let i = 0; i < 1_000; i++) pool.floats[3 * pool.append(0)] = (i * 617) % 1_000
    sorter.gather(0)
    sorter.measure()
    expect([sorter.minMs, sorter.maxMs]).toEqual([0, 999])
    expect(Math.abs(sorter.medianMs() - 500)).toBeLessThan(250)
  })
})
