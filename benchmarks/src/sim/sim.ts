import { HOUR_MS } from "@hotbag/core"
import { nearest } from "@hotbag/dispatch"
import { generateCity, scenarios, startRun, type City } from "@hotbag/sim"
import type { Benchmark } from "../Benchmark.ts"
import { spread, type Comparison } from "../measure.ts"
import { simpyEventsPerSecond } from "./simpy.ts"

const SCENARIO = "metro-launch"
const FROM_MS = 18 * HOUR_MS
const FULL_MS = HOUR_MS / 2
/** What `quick` plays: enough that the engine compiles. */
const QUICK_MS = HOUR_MS / 4
const PASSES = 5
const QUICK_PASSES = 3
const SIMPY_EVENTS = 300_000

/** The whole simulator without its rounds of dispatch, beside the bare kernel of SimPy. */
export const sim: Benchmark = {
  name: "sim",
  about: "an evening of two metros without the rounds of dispatch: events beside the bare kernel of SimPy",
  run: ({ seed, quick, say }) => {
    const scenario = scenarios.find(({ name }) => name === SCENARIO)
    if (scenario === undefined) throw new Error(`no scenario is called ${SCENARIO}`)
    const toMs = FROM_MS + (quick ? QUICK_MS : FULL_MS)
    const city = generateCity(scenario, { seed, fromMs: FROM_MS, toMs })
    const recorded = countEntries(city, seed)
    // The first pass is for the engine to compile.
    playDay(city, seed)
    const passes = Array.from({ length: quick ? QUICK_PASSES : PASSES }, () => {
      const ours = playDay(city, seed)
      return { ...ours, simpy: simpyEventsPerSecond(city.couriers.length, SIMPY_EVENTS, seed) }
    })
    const [{ events, simpy } = { events: 0, simpy: undefined }] = passes
    const ms = spread(passes.map(({ cpuMs }) => cpuMs))
    const perSecond = (count: number) => (count / ms.median) * 1_000
    say(
      `${city.orders.length} orders, ${events} happenings, ${recorded} domain events; without rounds ${ms.median.toFixed(0)} ms` +
        ` (${ms.low.toFixed(0)} … ${ms.high.toFixed(0)}): ${mega(perSecond(events))} happenings and` +
        ` ${mega(perSecond(recorded))} domain events a second of processor time`
    )
    if (simpy === undefined) {
      say("not beside SimPy; python3 on the PATH has none")
      return []
    }
    return [compareWithSimpy(recorded, passes)]
  }
}

interface Pass {
  readonly cpuMs: number
  readonly simpy: number | undefined
}

const compareWithSimpy = (events: number, passes: ReadonlyArray<Pass>): Comparison => {
  const ours = passes.map(({ cpuMs }) => (events / cpuMs) * 1_000)
  const theirs = passes.map(({ simpy = NaN }) => simpy)
  const ratio = spread(ours.map((perSecond, i) => perSecond / (theirs[i] ?? NaN)))
  return {
    name: "domain events of a city",
    subject: "simulator",
    peer: "SimPy kernel",
    ratio,
    cpuRatio: ratio,
    subjectPerSecond: spread(ours).median,
    peerPerSecond: spread(theirs).median,
    rounds: passes.length
  }
}

/** Plays a day with the plainest policy; what its rounds took is not counted. */
const playDay = (city: City, seed: number): { readonly events: number; readonly cpuMs: number } => {
  const run = startRun({ city, policy: nearest, seed, commit: "bench", wallClock: cpuClock })
  const beforeMs = cpuClock()
  run.advance(Infinity)
  const cpuMs = cpuClock() - beforeMs - run.roundsMs().reduce((sum, ms) => sum + ms, 0)
  return { events: run.report().events, cpuMs: Math.max(cpuMs, 1e-6) }
}

/** Entries of the history: domain events, decisions and what the saga asked for. */
const countEntries = (city: City, seed: number): number => {
  let entries = 0
  const log = () => void entries++
  startRun({ city, policy: nearest, seed, commit: "bench", log }).advance(Infinity)
  return entries
}

const cpuClock = (): number => {
  const { system, user } = process.threadCpuUsage()
  return (user + system) / 1_000
}

const mega = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} M`
