import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { Schema } from "effect"
import type { Benchmark } from "../Benchmark.ts"
import type { Comparison } from "../measure.ts"
import { sizeLine } from "./growthTable.ts"
import { PlayedSize, type SizeAsked } from "./PlayedSize.ts"

/** A quarter of the city's orders to twice as many: 50,000 to 400,000; with the default policy up to a half, for its time. */
const FULL = { nearest: [0.25, 0.5, 1, 2], planner: [0.25, 0.5] }
/** To see that it works: 2,500 to 10,000. */
const REDUCED = { nearest: [0.0125, 0.025, 0.05], planner: [0.0125, 0.025] }
/** For the gate: a world that became quadratic shows at 20,000 already. */
const SMALL = { nearest: [0.05, 0.1], planner: [] }

/** Nothing that is worth waiting for takes longer, ms: neither a size nor all of them. */
const TOO_LONG_MS = 900_000
/** What the largest size may have, MiB: more than the engine takes of its own accord. */
const HEAP_MB = 12_288

/** The same day with more and more orders and couriers, each in a process of its own. */
export const growth: Benchmark = {
  name: "growth",
  about: "the big city with 50,000 to 400,000 orders: how time and memory grow",
  run: async ({ gate = false, quick, say, seed }) => {
    const plan = gate ? SMALL : quick ? REDUCED : FULL
    const cases: Array<Comparison> = []
    const startedMs = performance.now()
    for (const [policy, factors] of Object.entries(plan)) {
      let smaller: PlayedSize | undefined
      for (const factor of factors) {
        if (willTakeTooLong(performance.now() - startedMs, factor, smaller)) {
          say(`${policy}, x${factor}: left out, for it would take more than a quarter of an hour in all`)
          continue
        }
        say(`playing ${policy}, x${factor} …`)
        const played = await playSize({ policy, seed, factor })
        say(sizeLine(played, smaller))
        if (smaller !== undefined) cases.push(compareSizes(played, smaller))
        smaller = played
      }
    }
    return cases
  }
}

/** By what the size before took, if time grows as the orders do. */
const willTakeTooLong = (spentMs: number, factor: number, smaller: PlayedSize | undefined): boolean =>
  smaller !== undefined && spentMs + (1_000 * smaller.wallS * factor) / smaller.factor > TOO_LONG_MS

/** Plays a size in a process of its own. @throws Error when it fails, or takes too long. */
export const playSize = async (asked: SizeAsked): Promise<PlayedSize> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, join(import.meta.dirname, "playSize.ts"), JSON.stringify(asked)],
    { timeout: TOO_LONG_MS }
  )
  return Schema.decodeUnknownSync(Schema.fromJsonString(PlayedSize))(stdout)
}

/**
 * Orders in a second of the thread that played them, in a larger and in a smaller city: 1 means that time grows as the
 * orders do, less that it grows faster.
 */
export const compareSizes = (larger: PlayedSize, smaller: PlayedSize): Comparison => {
  const perSecond = ({ orders, roundsS, worldS }: PlayedSize) => orders / (worldS + roundsS)
  const byClock = ({ orders, wallS }: PlayedSize) => orders / wallS
  const once = (ratio: number) => ({ median: ratio, low: ratio, high: ratio })
  const thousands = ({ orders }: PlayedSize) => `${Math.round(orders / 1_000)}k orders`
  return {
    name: `${larger.policy}, a city ${(larger.factor / smaller.factor).toFixed(1)} times as large`,
    subject: thousands(larger),
    peer: thousands(smaller),
    ratio: once(byClock(larger) / byClock(smaller)),
    cpuRatio: once(perSecond(larger) / perSecond(smaller)),
    subjectPerSecond: perSecond(larger),
    peerPerSecond: perSecond(smaller),
    rounds: 1,
    details: [smaller, larger]
  }
}
