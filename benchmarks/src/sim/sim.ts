import { HOUR_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import {
  generateCity,
  makeDecisionTape,
  scenarios,
  startRun,
  type City,
  type DecisionTape
} from "@hotbag/sim"
import type { Benchmark } from "../Benchmark.ts"
import { spread, type Comparison } from "../measure.ts"
import { simpyEventsPerSecond } from "./simpy.ts"
import { playInSimpy } from "./simpySmallCity.ts"
import { makeSmallCity, playSmallCity, type SmallCity } from "./smallCity.ts"

const SCENARIO = "metro-launch"
const FROM_MS = 18 * HOUR_MS
const FULL_MS = HOUR_MS / 2
/** What `quick` plays: enough that the engine compiles. */
const QUICK_MS = HOUR_MS / 4
const PASSES = 5
const QUICK_PASSES = 3
const SIMPY_EVENTS = 300_000
const SMALL_ORDERS = 40_000
const QUICK_SMALL_ORDERS = 5_000

/** The same small model on both kernels; and the whole simulator without dispatch beside the bare kernel of SimPy. */
export const sim: Benchmark = {
  name: "sim",
  about: "one small city on our kernel and on SimPy's, and an evening of metros without dispatch",
  run: ({ seed, quick, say }) => {
    const city = cityToPlay(seed, quick)
    const tape = recordDay(city, seed)
    // The first pass is for the engine to compile.
    playDay(city, seed, tape)
    const passes = Array.from({ length: quick ? QUICK_PASSES : PASSES }, () => {
      const ours = playDay(city, seed, tape)
      return { ...ours, simpy: simpyEventsPerSecond(city.couriers.length, SIMPY_EVENTS, seed) }
    })
    const [{ events, happenings, simpy } = { events: 0, happenings: 0, simpy: undefined }] = passes
    const ms = spread(passes.map(({ cpuMs }) => cpuMs))
    const perSecond = (count: number) => (count / ms.median) * 1_000
    say(
      `${city.orders.length} orders, ${happenings} happenings, ${events} domain events; without dispatch ${ms.median.toFixed(0)} ms` +
        ` (${ms.low.toFixed(0)} … ${ms.high.toFixed(0)}): ${mega(perSecond(happenings))} happenings and` +
        ` ${mega(perSecond(events))} domain events a second of processor time`
    )
    if (simpy === undefined) {
      say("not beside SimPy; python3 on the PATH has none")
      return []
    }
    const small = makeSmallCity(quick ? QUICK_SMALL_ORDERS : SMALL_ORDERS, seed)
    return [...compareSmallCity(small, quick ? QUICK_PASSES : PASSES, say), compareWithSimpy(passes)]
  }
}

/** Half an hour of metros, or the whole day of the scenario that `HOTBAG_BENCH_CITY` names. */
const cityToPlay = (seed: number, quick: boolean): City => {
  const asked = process.env["HOTBAG_BENCH_CITY"]
  const scenario = scenarios.find(({ name }) => name === (asked ?? SCENARIO))
  if (scenario === undefined) throw new Error(`no scenario is called ${asked ?? SCENARIO}`)
  const toMs = FROM_MS + (quick ? QUICK_MS : FULL_MS)
  return generateCity(scenario, asked === undefined ? { seed, fromMs: FROM_MS, toMs } : { seed })
}

interface Day {
  readonly cpuMs: number
  /** Domain events, see `Report.events`. */
  readonly events: number
  readonly happenings: number
}

interface Pass extends Day {
  readonly simpy: number | undefined
}

const compareWithSimpy = (passes: ReadonlyArray<Pass>): Comparison => {
  const ours = passes.map(({ cpuMs, events }) => (events / cpuMs) * 1_000)
  const theirs = passes.map(({ simpy = NaN }) => simpy)
  const ratio = spread(ours.map((perSecond, i) => perSecond / (theirs[i] ?? NaN)))
  return {
    name: "domain events of a city, played without dispatch",
    subject: "simulator",
    peer: "SimPy kernel",
    ratio,
    cpuRatio: ratio,
    subjectPerSecond: spread(ours).median,
    peerPerSecond: spread(theirs).median,
    rounds: passes.length
  }
}

/** Both play the same day, to the nanosecond, and say so before anything is timed. */
const compareSmallCity = (
  city: SmallCity,
  rounds: number,
  say: (line: string) => void
): ReadonlyArray<Comparison> => {
  const orders = city.placedAt.length
  const expected = playSmallCity(city)
  const passes = Array.from({ length: rounds }, () => ({
    ours: playOften(city),
    theirs: playInSimpy(city)
  })).flatMap(({ ours, theirs }) => (theirs === undefined ? [] : [{ ours, theirs }]))
  for (const { theirs } of passes) {
    const isAlike = Math.abs(theirs.sum - expected) <= 1e-9 * expected
    if (!isAlike) throw new Error(`SimPy plays another day: ${theirs.sum} instead of ${expected}`)
  }
  if (passes.length === 0) return []
  say(`small city: ${orders} orders, ${(expected / orders / 60e9).toFixed(1)} min from order to return`)
  const ratio = spread(passes.map(({ ours, theirs }) => theirs.cpuMs / ours))
  return [
    {
      name: "orders of a small city: kitchens, couriers, doors",
      subject: "kernel",
      peer: "SimPy",
      ratio,
      cpuRatio: ratio,
      subjectPerSecond: spread(passes.map(({ ours }) => (orders / ours) * 1_000)).median,
      peerPerSecond: spread(passes.map(({ theirs }) => (orders / theirs.cpuMs) * 1_000)).median,
      rounds: passes.length
    }
  ]
}

/** Processor time of one day, of several in a row: one is shorter than the clock's grain is fine. */
const playOften = (city: SmallCity): number => {
  const beforeMs = cpuClock()
  for (let day = 0; day < DAYS_IN_A_ROW; day++) playSmallCity(city)
  return Math.max(cpuClock() - beforeMs, 1e-6) / DAYS_IN_A_ROW
}
const DAYS_IN_A_ROW = 5

/** A tape of what dispatch decides on that day by the plainest policy, and the hash of the day. */
interface RecordedDay {
  readonly tape: DecisionTape
  readonly hash: string
}

const recordDay = (city: City, seed: number): RecordedDay => {
  const tape = makeDecisionTape()
  const run = startRun({ city, policy: nearest, seed, commit: "bench", dispatcherOf: tape.record })
  run.advance(Infinity)
  return { tape, hash: run.report().hash }
}

/** Plays the day from its tape: the world alone, which has to come to the same history. */
const playDay = (city: City, seed: number, { hash, tape }: RecordedDay): Day => {
  const run = startRun({ city, policy: nearest, seed, commit: "bench", dispatcherOf: tape.play() })
  const beforeMs = cpuClock()
  run.advance(Infinity)
  const cpuMs = cpuClock() - beforeMs
  const report = run.report()
  if (report.hash !== hash) throw new Error("the day without dispatch is another day")
  return { events: report.events, happenings: report.happenings, cpuMs: Math.max(cpuMs, 1e-6) }
}

const cpuClock = (): number => {
  const { system, user } = process.threadCpuUsage()
  return (user + system) / 1_000
}

const mega = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} M`
