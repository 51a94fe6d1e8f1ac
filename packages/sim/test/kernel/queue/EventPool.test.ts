import { describe, expect, it } from "vitest"
import { EventPool } from "../../../src/kernel/queue/EventPool.ts"

const add = (pool: EventPool, list: number, timeMs: number, order: number, kind: number, subject: number) => {
  const record = pool.append(list)
  pool.floats[3 * record] = timeMs
  pool.floats[3 * record + 1] = order
  pool.ints[6 * record + 4] = kind
  pool.ints[6 * record + 5] = subject
}

const eventsOf = (pool: EventPool, list: number) => {
  const found: Array<readonly [number, number, number, number]> = []
  const end = pool.endOf(list)
  for (let chunk = pool.firstOf(list); chunk !== 0; chunk = pool.nextOf(chunk))
    for (let record = pool.startOfChunk(chunk); record < pool.endOfChunk(chunk, end); record++)
      found.push([pool.timeMsOf(record), pool.orderOf(record), pool.kindOf(record), pool.subjectOf(record)])
  return found
}

const numbers = (length: number) => Array.from({ length }, (_, i) => i)

describe("EventPool", () => {
  it("keeps lists apart and in sequence, of any length, through growth", () => {
    for (const length of [0, 1, 31, 32, 33, 64, 1_000]) {
      const pool = new EventPool(0, 3)
      for (const i of numbers(length))
        for (const list of [0, 1, 2]) add(pool, list, i, i + 0.5, 0 - list, -i - 1)
      for (const list of [2, 0, 1]) {
        expect(pool.isEmpty(list)).toBe(length === 0)
        expect(pool.countOf(list)).toBe(length)
        expect(pool.isSorted(list)).toBe(true)
        expect(eventsOf(pool, list)).toEqual(numbers(length).map((i) => [i, i + 0.5, 0 - list, -i - 1]))
        pool.clear(list)
        expect(pool.isEmpty(list)).toBe(true)
        expect(pool.countOf(list)).toBe(0)
      }
    }
  })

  it("copies every bit, also of ints that would be no number as a double", () => {
    const pool = new EventPool(0, 2)
    const ints = [0, -1, 1, 0x7fffffff, -0x80000000, 0x7ff00001, -0x000fffff]
    for (const kind of ints) for (const subject of ints) add(pool, 0, 5, 6, kind, subject)
    pool.copyAll(0, 0, 1)
    expect(eventsOf(pool, 1)).toEqual(ints.flatMap((kind) => ints.map((subject) => [5, 6, kind, subject])))
  })

  it("tells whether events lie in sequence: by time, then by order", () => {
    const isSorted = (...events: ReadonlyArray<readonly [number, number]>) => {
      const pool = new EventPool(0, 1)
      for (const [timeMs, order] of events) add(pool, 0, timeMs, order, 0, 0)
      return pool.isSorted(0)
    }
    expect(isSorted([1, 5], [2, 3], [2, 4], [3, 0])).toBe(true)
    expect(isSorted([1, 5], [2, 4], [2, 3])).toBe(false)
    expect(isSorted(...numbers(33).map((i) => [i === 32 ? 30.5 : i, i] as const))).toBe(false)
  })

  it("moves, drops and filters, and uses its memory again", () => {
    const pool = new EventPool(100, 3)
    for (let round = 0; round < 50; round++) {
      for (const i of numbers(100)) add(pool, 0, i, i, 7, i)
      pool.filter(0, (record) => pool.subjectOf(record) % 2 === 1)
      pool.handOver(0, 1)
      expect(pool.isEmpty(0)).toBe(true)
      expect(eventsOf(pool, 1).map(([timeMs]) => timeMs)).toEqual(numbers(50).map((i) => 2 * i + 1))
      pool.dropFirst(1)
      pool.copyAll(1, pool.startOfChunk(pool.firstOf(1)) + 8, 2)
      expect(eventsOf(pool, 2).map(([timeMs]) => timeMs)).toEqual(numbers(10).map((i) => 2 * (i + 40) + 1))
      pool.dropFirst(1)
      expect(pool.isEmpty(1)).toBe(true)
      pool.clear(2)
    }
    // Four chunks of a list, and as many while it is filtered.
    expect(pool.kilobytes).toBeLessThan(8)
  })
})
