import { describe, expect, it } from "vitest"
import { EventPool } from "../../../src/kernel/queue/EventPool.ts"

const recordsOf = (pool: EventPool, list: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  const end = pool.endOf(list)
  for (let chunk = pool.detach(list); chunk !== 0; chunk = pool.releaseChunk(chunk))
    for (let record = pool.startOfChunk(chunk); record < pool.endOfChunk(chunk, end); record++)
      found.push(pool.subjectOf(record))
  return found
}

describe("EventPool", () => {
  it("keeps lists apart and in sequence, of any length, through growth", () => {
    for (const length of [0, 1, 31, 32, 33, 64, 1_000]) {
      const pool = new EventPool(0, 3)
      for (let i = 0; i < length; i++)
        for (const list of [0, 1, 2]) pool.write(pool.append(list), i, i, list, i * 3 + list, 0)
      for (const list of [2, 0, 1]) {
        expect(pool.isEmpty(list)).toBe(length === 0)
        expect(recordsOf(pool, list)).toEqual(Array.from({ length }, (_, i) => i * 3 + list))
        expect(pool.isEmpty(list)).toBe(true)
      }
    }
  })

  it("moves and filters by value, and uses its memory again", () => {
    const pool = new EventPool(100, 2)
    for (let round = 0; round < 50; round++) {
      for (let i = 0; i < 100; i++) {
        const single = pool.takeSingle()
        pool.write(single, i + 0.5, i, 7, i, 1)
        pool.move(single, 0)
      }
      pool.filter(2, (record) => pool.subjectOf(record) % 2 === 1)
      expect(recordsOf(pool, 0)).toEqual(Array.from({ length: 50 }, (_, i) => 2 * i + 1))
    }
    // Four chunks of the list, as many while it is filtered, and one of singles.
    expect(pool.chunks).toBeLessThan(10)
  })
})
