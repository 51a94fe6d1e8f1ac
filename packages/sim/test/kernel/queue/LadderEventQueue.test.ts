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
