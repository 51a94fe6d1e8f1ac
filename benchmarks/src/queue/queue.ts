import type { Benchmark } from "../Benchmark.ts"
import { compare, type Comparison } from "../measure.ts"
import { flatqueue, ours, type QueueContender, tinyqueue } from "./contenders.ts"
import { draws, type Schedule, SCHEDULES } from "./schedules.ts"

/** The event queue beside the best heaps of npm, in the hold model: take the earliest out, schedule it anew. */
export const queue: Benchmark = {
  name: "queue",
  about: "100,000 pending events: our event queue beside flatqueue and tinyqueue",
  run: ({ seed, quick, effort, say }) => {
    const pending = quick ? 5_000 : 100_000
    const found: Array<Comparison> = []
    for (const schedule of SCHEDULES) {
      requireSameAnswers(schedule, seed, pending)
      const increments = draws(schedule, seed, quick ? 5_000 : 100_000, pending)
      const side = (contender: QueueContender) => ({
        name: contender.name,
        run: () => {
          contender.hold(increments)
        }
      })
      for (const peer of [flatqueue, tinyqueue]) {
        const starts = draws(schedule, seed, pending)
        found.push(compare(schedule.name, increments.length, side(ours(starts)), side(peer(starts)), effort))
      }
    }
    say("same order of time in all of them")
    return found
  }
}

const requireSameAnswers = (schedule: Schedule, seed: number, pending: number): void => {
  const starts = draws(schedule, seed, pending)
  const contenders = [ours(starts), flatqueue(starts), tinyqueue(starts)]
  for (let step = 0; step < 100; step++) {
    const increments = draws(schedule, seed, 50, pending + step * 50)
    const times = contenders.map((contender) => contender.hold(increments))
    // Among events of one moment the peers take any, so later increments may land on others: compare while none tie.
    if (new Set(times).size > 1 && !schedule.name.includes("ties")) {
      throw new Error(`${schedule.name}: the queues disagree on the next event: ${times.join(", ")}`)
    }
  }
}
