import type { Benchmark, BenchmarkOptions } from "../Benchmark.ts"
import { type Comparison, spread } from "../measure.ts"
import { lessIsBetter } from "../objective.ts"
import { Latencies } from "./latencies.ts"
import { WsContestant, type WsLoaded } from "./WsContestant.ts"

/** The ordinary dinner peak (C23), in slices of five seconds for each side in turn: a minute in all. */
const FULL = { deliveries: 10_000, perSecond: 14_400, sliceMs: 5_000, rounds: 6 }
const REDUCED = { deliveries: 600, perSecond: 3_000, sliceMs: 400, rounds: 4 }
/** Twice and five times as much (L2, C23), and what may come of it. */
const BEYOND = [
  { perSecond: 28_800, p99Ms: 500 },
  { perSecond: 72_000, p99Ms: 10_000 }
]
const BEYOND_MS = 10_000

/** Fan-out of positions: our live fronts beside `ws` by hand. */
export const ws: Benchmark = {
  name: "ws",
  about:
    "fan-out of 14,400 positions a second to 10,000 watchers, beside ws by hand: CPU, latency, memory (S89, C23)",
  run: async (options) => {
    const { deliveries } = options.quick ? REDUCED : FULL
    const hub = await WsContestant.start("hotbag", deliveries)
    const bare = await WsContestant.start("ws", deliveries)
    try {
      return await measure(hub, bare, options)
    } finally {
      hub.stop()
      bare.stop()
    }
  }
}

const measure = async (
  hub: WsContestant,
  bare: WsContestant,
  { quick, say }: BenchmarkOptions
): Promise<ReadonlyArray<Comparison>> => {
  const { deliveries, perSecond, rounds, sliceMs } = quick ? REDUCED : FULL
  const kilobytes = [await hub.connect(deliveries), await bare.connect(deliveries)] as const
  const load = { perSecond, forMs: sliceMs }
  // The engine compiles what runs.
  for (const contestant of [hub, bare]) await contestant.play({ perSecond, forMs: quick ? 500 : 3_000 })
  const ours = newSum()
  const theirs = newSum()
  for (let round = 0; round < rounds; round++) {
    const hubs = [await hub.play(load)]
    const bares = [await bare.play(load), await bare.play(load)]
    hubs.push(await hub.play(load))
    note(ours, hubs)
    note(theirs, bares)
  }
  const name = `${perSecond} positions/s to ${deliveries} watchers`
  const cases = [costs(name, ours, theirs)]
  for (const [sum, who] of [
    [ours, "hotbag"],
    [theirs, "ws"]
  ] as const)
    say(`${who}: ${told(sum)}`)
  if (quick) return cases
  for (const [share, word] of [
    [0.5, "p50"],
    [0.95, "p95"],
    [0.99, "p99"]
  ] as const) {
    cases.push(
      lessIsBetter(
        `${word} of ${name}`,
        "ms",
        ["hotbag", ours.latencies.quantile(share)],
        ["ws by hand", theirs.latencies.quantile(share)]
      )
    )
  }
  cases.push(
    lessIsBetter("memory of a connection", "kB", ["hotbag", kilobytes[0]], ["ws by hand", kilobytes[1]])
  )
  for (const contestant of [hub, bare]) {
    say(`${contestant.name}: ${Math.round((await contestant.usage()).rssBytes / 1e6)} MB resident`)
  }
  return [...cases, ...(await measureBeyond(hub, say))]
}

/** What a node gives up when it is asked for more than it can do (L2, C23). */
const measureBeyond = async (
  hub: WsContestant,
  say: BenchmarkOptions["say"]
): Promise<ReadonlyArray<Comparison>> => {
  const cases: Array<Comparison> = []
  for (const { perSecond, p99Ms } of BEYOND) {
    const loaded = await hub.play({ perSecond, forMs: BEYOND_MS })
    const sum = newSum()
    note(sum, [loaded])
    say(`${perSecond}/s: ${told(sum)}; interval ${loaded.intervalMs} ms`)
    cases.push(
      lessIsBetter(
        `p99 of ${perSecond} positions/s`,
        "ms",
        ["hotbag", loaded.latencies.quantile(0.99)],
        ["objective", p99Ms]
      )
    )
    cases.push(
      lessIsBetter(
        `…of which given up for newer ones`,
        "%",
        ["hotbag", (loaded.coalesced * 100) / loaded.sent],
        ["all", 100]
      )
    )
  }
  return cases
}

interface Sum {
  readonly latencies: Latencies
  /** Processor time for each position received, by round. */
  readonly cpuUs: Array<number>
  sent: number
  received: number
  coalesced: number
}

const newSum = (): Sum => ({ latencies: new Latencies(), cpuUs: [], sent: 0, received: 0, coalesced: 0 })

const note = (sum: Sum, loads: ReadonlyArray<WsLoaded>): void => {
  let cpuUs = 0
  let received = 0
  for (const loaded of loads) {
    sum.latencies.merge(loaded.latencies.counts)
    sum.sent += loaded.sent
    sum.received += loaded.received
    sum.coalesced += loaded.coalesced
    cpuUs += loaded.cpuUs
    received += loaded.received
    if (loaded.received + loaded.coalesced < loaded.sent)
      throw new Error(`of ${loaded.sent} positions ${loaded.received} came and ${loaded.coalesced} gave way`)
  }
  sum.cpuUs.push(cpuUs / Math.max(1, received))
}

const told = ({ coalesced, cpuUs, latencies, received, sent }: Sum): string =>
  `${received} of ${sent} received, ${coalesced} gave way to newer ones; p50 ${latencies.quantile(0.5)} ms, p95 ${latencies.quantile(0.95)} ms, ` +
  `p99 ${latencies.quantile(0.99)} ms; ${spread(cpuUs).median.toFixed(1)} µs of CPU each`

/** By processor time of the serving process: a busy machine disturbs it least. */
const costs = (name: string, ours: Sum, theirs: Sum): Comparison => {
  const ratios = spread(ours.cpuUs.map((us, round) => (theirs.cpuUs[round] ?? NaN) / us))
  return {
    name: `${name}, by a processor's second`,
    subject: "hotbag",
    peer: "ws by hand",
    ratio: ratios,
    cpuRatio: ratios,
    subjectPerSecond: 1e6 / spread(ours.cpuUs).median,
    peerPerSecond: 1e6 / spread(theirs.cpuUs).median,
    rounds: ours.cpuUs.length
  }
}
