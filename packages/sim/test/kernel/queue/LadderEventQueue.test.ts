import { describe, expect, it } from "vitest"
import { LadderEventQueue } from "../../../src/kernel/queue/LadderEventQueue.ts"

describe("LadderEventQueue", () => {
  it("serves an endless tie in sequence, in the memory of those that are pending", () => {
    const queue = new LadderEventQueue(16)
    for (let i = 0; i < 10; i++) queue.schedule(7, 0, i)
    const wrong: Array<number> = []
    for (let i = 0; i < 100_000; i++) {
      queue.pop()
      if (queue.subject !== i) wrong.push(queue.subject)
      queue.schedule(7, 0, i + 10)
    }
    expect(wrong).toEqual([])
    expect(queue.kilobytes).toBeLessThan(10)
  })

  it("needs memory for what is pending, not for what has been, whatever the schedule", () => {
    for (const ahead of [0.001, 1, 1_000]) {
      const queue = new LadderEventQueue(16)
      for (let i = 0; i < 1_000; i++) queue.schedule(i, 0, i)
      for (let i = 0; i < 200_000; i++) {
        queue.pop()
        queue.schedule(queue.timeMs + (i % 7) * ahead, 0, i)
      }
      // 32 events a kilobyte; a bucket's chunk is seldom full, and a rung has up to 63 buckets for 1,000 events.
      expect(queue.kilobytes).toBeLessThan(300)
    }
  })

  it("serves what comes at once after what was there, by lanes, also while some is cancelled", () => {
    for (const cancelled of [[], [3], [0, 1, 2, 3, 4, 5, 6, 7]]) {
      const queue = new LadderEventQueue(16)
      for (let i = 0; i < 100; i++) queue.schedule(i < 50 ? 5 : 6, 0, i)
      queue.pop()
      // Now it is 5: these come after the 49 that are left of it, and those of lane 1 after all of lane 0.
      const tickets = Array.from({ length: 200 }, (_, i) => queue.schedule(5, 0, 1_000 + i, i % 2))
      for (const i of cancelled) expect(queue.cancel(tickets[i] ?? NaN)).toBe(true)
      const served: Array<number> = []
      while (queue.pop()) served.push(queue.subject)
      const rest = (first: number, step: number, count: number) =>
        Array.from({ length: count }, (_, i) => first + step * i)
      const expected = [...rest(1, 1, 49), ...rest(1_000, 2, 100), ...rest(1_001, 2, 100), ...rest(50, 1, 50)]
      expect(served).toEqual(expected.filter((subject) => !cancelled.includes(subject - 1_000)))
    }
  })

  it("stays quick when most events are out of sight and the rest come late", () => {
    // As comparisons it would be seen in the clock only; as memory and order it is seen here.
    const queue = new LadderEventQueue(16)
    for (let i = 0; i < 3_000; i++) queue.schedule(1e9 + i, 0, i)
    let lastMs = 0
    for (let i = 0; i < 1_000; i++) queue.schedule(i, 0, i)
    for (let i = 0; i < 50_000; i++) {
      queue.pop()
      expect(queue.timeMs).toBeGreaterThanOrEqual(lastMs)
      lastMs = queue.timeMs
      queue.schedule(queue.timeMs + ((i * 7_919) % 1_000), 0, i)
    }
    expect(lastMs).toBeLessThan(1e9)
    expect(queue.size).toBe(4_000)
    expect(queue.kilobytes).toBeLessThan(2_500)
  })

  it("needs no memory for what was cancelled", () => {
    const queue = new LadderEventQueue(16)
    for (let i = 0; i < 200_000; i++) {
      expect(queue.cancel(queue.schedule(1e6 + ((i * 7_919) % 100_000), 0, i))).toBe(true)
      if (i % 100 === 0) queue.schedule(i, 0, i)
      if (i % 100 === 50) queue.pop()
    }
    expect(queue.kilobytes).toBeLessThan(100)
  })
})
