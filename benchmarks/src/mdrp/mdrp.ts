import { makeAssignment, makePlannerPolicy, nearest, type DispatchPolicy } from "@hotbag/dispatch"
import { grubhubFigures, startRun, summariseRounds } from "@hotbag/sim"
import type { GrubhubFigures, GrubhubInstance } from "@hotbag/sim"
import type { Benchmark } from "../Benchmark.ts"
import { spread, type Comparison } from "../measure.ts"
import { findDays, readDay } from "./days.ts"

/** One day under one policy. */
export interface PlayedDay {
  readonly figures: GrubhubFigures
  readonly cpuMs: number
  readonly wallMs: number
  /** What each round took of the processor: whatever else the machine does, a round is not stopped by it. */
  readonly roundsMs: ReadonlyArray<number>
}

/** Days of the reduced set: a small one and a large one. */
const QUICK_DAYS = 2

/** How good a dispatch is, and what it costs: the planner beside the other policies on real days. */
export const mdrp: Benchmark = {
  name: "mdrp",
  about:
    "days of Grubhub: the planner's minutes above the floor and its rounds beside assignment and nearest",
  run: ({ seed, quick, say }) => {
    const days = findDays()
    if (days.folder === undefined) {
      say(`skipped: ${days.why}`)
      return []
    }
    const names = quick ? fewOf(days.names, QUICK_DAYS) : days.names
    const policies = [makePlannerPolicy(), makeAssignment(), nearest]
    const played = policies.map((): Array<PlayedDay> => [])
    // Unmeasured: the engine compiles while the first day is played.
    for (const policy of policies) playDay(readDay(days.folder, names[0] ?? ""), policy, seed)
    for (const [i, name] of names.entries()) {
      const instance = readDay(days.folder, name)
      // Every other day from the far end, so that whatever else the machine does meets all alike.
      for (const p of i % 2 === 0 ? [0, 1, 2] : [2, 1, 0]) {
        const policy = policies[p]
        if (policy !== undefined) played[p]?.push(playDay(instance, policy, seed))
      }
    }
    policies.forEach(({ name }, p) => say(describe(name, played[p] ?? [])))
    const [planner = []] = played
    return policies
      .slice(1)
      .map(({ name }, p) =>
        compareDays(`excess over ${names.length} days`, name, planner, played[p + 1] ?? [])
      )
  }
}

/** As many names as wanted, from the beginning and the end of the list. */
const fewOf = (names: ReadonlyArray<string>, count: number): ReadonlyArray<string> =>
  names.length <= count ? names : [...names.slice(0, count - 1), ...names.slice(-1)]

/** Plays a day to its end. @throws Error when an order is unaccounted for. */
export const playDay = (instance: GrubhubInstance, policy: DispatchPolicy, seed: number): PlayedDay => {
  const { city } = instance
  const run = startRun({ city, policy, seed, commit: "bench", wallClock: cpuClock })
  const cpuBeforeMs = cpuClock()
  const startMs = performance.now()
  run.advance(Infinity)
  const wallMs = performance.now() - startMs
  const cpuMs = Math.max(cpuClock() - cpuBeforeMs, 1e-6)
  const figures = grubhubFigures(instance, run.trips())
  if (figures.delivered + figures.lost !== city.orders.length)
    throw new Error(`${policy.name} leaves orders of ${city.name} unaccounted for`)
  return { figures, wallMs, cpuMs, roundsMs: run.roundsMs() }
}

/**
 * Processor time of this thread, in ms. Many systems count it in grains of a few ms: good for a day and for the longest
 * rounds, and useless for the usual ones, so their median is not told.
 */
const cpuClock = (): number => {
  const { system, user } = process.threadCpuUsage()
  return (user + system) / 1_000
}

const describe = (name: string, days: ReadonlyArray<PlayedDay>): string => {
  const rounds = summariseRounds(days.flatMap(({ roundsMs }) => [...roundsMs]))
  const sum = (figure: (day: PlayedDay) => number) => days.reduce((total, day) => total + figure(day), 0)
  const mean = (figure: (day: PlayedDay) => number) => (sum(figure) / days.length).toFixed(2)
  return (
    `${name.padEnd(10)} ${sum(({ figures }) => figures.lost)} lost` +
    ` (${sum(({ figures }) => figures.impossible)} impossible),` +
    ` click-to-door ${mean(({ figures }) => figures.clickToDoorMean)},` +
    ` excess ${mean(({ figures }) => figures.excessMean)},` +
    ` overage ${mean(({ figures }) => figures.overageMean)} min; CPU ${mean(({ cpuMs }) => cpuMs / 1_000)} s a day;` +
    ` ${rounds.count} rounds: CPU p99 ${rounds.p99Ms.toFixed(0)} ms, max ${rounds.maxMs.toFixed(0)} ms`
  )
}

/**
 * Quality, day by day: how many times as far above the floor the peer is. Beside it, what the planner pays for it: days
 * in a second, and the ratio of processor time.
 */
export const compareDays = (
  name: string,
  peer: string,
  ours: ReadonlyArray<PlayedDay>,
  theirs: ReadonlyArray<PlayedDay>
): Comparison => {
  const ratios = (figure: (day: PlayedDay) => number) =>
    spread(ours.map((day, i) => figure(theirs[i] ?? day) / figure(day)))
  const mean = (days: ReadonlyArray<PlayedDay>, figure: (day: PlayedDay) => number) =>
    days.reduce((sum, day) => sum + figure(day), 0) / days.length
  const excess = ({ figures }: PlayedDay) => Math.max(figures.excessMean, LEAST_EXCESS_MIN)
  return {
    name,
    subject: "planner",
    peer,
    ratio: ratios(excess),
    cpuRatio: ratios(({ cpuMs }) => cpuMs),
    subjectPerSecond: 1_000 / mean(ours, ({ wallMs }) => wallMs),
    peerPerSecond: 1_000 / mean(theirs, ({ wallMs }) => wallMs),
    rounds: ours.length,
    quality: { unit: "min", subject: mean(ours, excess), peer: mean(theirs, excess), isOfSeed: true }
  }
}

/** Six seconds: a ratio to less than that would say nothing. */
const LEAST_EXCESS_MIN = 0.1
