import { makeStream, sequenceOf } from "@hotbag/sim"
import type { Benchmark } from "../Benchmark.ts"
import { compare, type Comparison } from "../measure.ts"
import { flatqueue, ladder, tinyqueue, type Hold, type MakeHold } from "./contenders.ts"
import { QUICK_SCHEDULES, schedules, type QueueSchedule } from "./schedules.ts"

const PENDING = 100_000
const QUICK_PENDING = 5_000
/** Increments are drawn beforehand and used in turn; few enough to stay in the processor's first cache. */
const INCREMENTS = 4_096
const STEPS = 50_000

/** The event queue beside the best heaps of npm, in the hold model. */
export const queue: Benchmark = {
  name: "queue",
  about:
    "100,000 pending events: our ladder queue beside flatqueue and tinyqueue, usual and adversarial schedules",
  run: ({ seed, quick, effort, say }) => {
    const pending = quick ? QUICK_PENDING : PENDING
    const found: Array<Comparison> = []
    for (const [number, schedule] of schedules.slice(0, quick ? QUICK_SCHEDULES : undefined).entries()) {
      const make = draw(schedule, seed, number, pending)
      requireSameTimes(schedule.name, [make(ladder), make(flatqueue), make(tinyqueue)], STEPS)
      for (const peer of number === 0 ? [flatqueue, tinyqueue] : [flatqueue]) {
        const [ours, theirs] = [make(ladder), make(peer)]
        // Past the first generation of events, which was drawn and not held.
        for (const { hold } of [ours, theirs]) hold(3 * pending)
        found.push(
          compare(
            `${schedule.name} (${schedule.about})`,
            STEPS,
            { name: ours.name, run: () => ours.hold(STEPS) },
            { name: theirs.name, run: () => theirs.hold(STEPS) },
            effort
          )
        )
      }
    }
    say(`same times in all ${found.length} cases; ties in sequence in ours only`)
    return found
  }
}

/** The same start and the same increments for every contender. */
export const draw = (schedule: QueueSchedule, seed: number, number: number, pending: number) => {
  const random = sequenceOf(makeStream(seed, "benchmark.queue"), number)
  const startMs = Float64Array.from({ length: pending }, () => schedule.ahead(random.next))
  const increments = Float64Array.from({ length: INCREMENTS }, () => schedule.ahead(random.next))
  return (make: MakeHold): Hold => make(startMs, increments)
}

/**
 * Which of two events at the same time comes first differs, and so which increment it gets: times are compared.
 *
 * @throws Error unless all contenders serve events at the same times.
 */
export const requireSameTimes = (name: string, contenders: ReadonlyArray<Hold>, steps: number): void => {
  for (let i = 0; i < steps; i++) {
    const times = contenders.map(({ step }) => step())
    if (times.some((timeMs) => timeMs !== times[0]))
      throw new Error(`${name}: step ${i} is at ${times.join(", ")}`)
  }
}
