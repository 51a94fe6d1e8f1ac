import { API_PREFIX } from "@hotbag/api"
import { Histogram } from "@hotbag/core"
import type { Benchmark, BenchmarkOptions } from "../Benchmark.ts"
import type { Comparison } from "../measure.ts"
import { beginShifts } from "./couriers.ts"
import { hungryCustomers } from "./customers.ts"
import { openKitchens } from "./kitchens.ts"
import { type Marketplace, startMarketplace } from "./marketplace.ts"
import { playRush } from "./playRush.ts"
import { processCpuMs } from "../processCpuMs.ts"
import type { RushReport } from "./Rush.ts"
import { type Tally, tally, untilDrained } from "./tally.ts"

const SCENARIO = "metro-launch"
/** The burst of the largest launch (S115). */
const FULL = { perSecond: 240, seconds: 60, couriers: 400 }
const REDUCED = { perSecond: 60, seconds: 5, couriers: 40 }
/** Orders before those that count: the engine compiles, sessions are opened, menus are in the cache. */
const WARM_UP_SECONDS = 5
/** An outbox that is not empty after this long will not be. */
const DRAINED_WITHIN_MS = 120_000

/** The service levels of placing an order, in ms (C24). */
const OBJECTIVES = [
  { name: "p95", share: 0.95, withinMs: 200 },
  { name: "p99", share: 0.99, withinMs: 100 }
]

/** A rush of orders against the whole server. */
export const placement: Benchmark = {
  name: "placement",
  about:
    "240 orders a second for a minute over HTTP against the whole server: latency beside what was promised (S115)",
  run: async (options) => {
    const marketplace = await startMarketplace(SCENARIO)
    try {
      return await measure(marketplace, options)
    } finally {
      await marketplace.stop()
    }
  }
}

const measure = async (
  marketplace: Marketplace,
  { quick, say, seed }: BenchmarkOptions
): Promise<ReadonlyArray<Comparison>> => {
  const { couriers, perSecond, seconds } = quick ? REDUCED : FULL
  const wanted = perSecond * seconds
  const kitchens = await openKitchens(marketplace)
  await beginShifts(marketplace, kitchens, couriers)
  const first = quick ? 0 : perSecond * WARM_UP_SECONDS
  const requests = await hungryCustomers(marketplace, kitchens, first + wanted, seed)
  const rush = { url: marketplace.url, path: `${API_PREFIX}/orders`, perSecond }
  if (first > 0) {
    await playRush({ ...rush, requests: requests.slice(0, first) })
    await untilDrained(marketplace, DRAINED_WITHIN_MS)
  }
  const before = await tally(marketplace)
  const cpu = cpuMeter(marketplace)
  const report = await playRush({ ...rush, requests: requests.slice(first) })
  const drainedMs = await untilDrained(marketplace, DRAINED_WITHIN_MS)
  const spent = cpu()
  const after = await tally(marketplace)
  const latencies = new Histogram()
  for (const latencyMs of report.latenciesMs) latencies.record(latencyMs)
  for (const text of story(report, latencies, drainedMs)) say(text)
  const orders = after.orders - before.orders
  const perOrder = (amount: number) => (amount / orders).toFixed(2)
  say(
    `per order: server ${perOrder(spent.serverMs)} ms of CPU, database ${perOrder(spent.databaseMs)} ms, ` +
      `${perOrder(after.transactions - before.transactions)} transactions`
  )
  check(report, before, after, wanted)
  // A few seconds of a cold server say nothing about latency.
  return quick ? [] : comparisons(latencies, perSecond, seconds, spent.serverMs)
}

const story = (report: RushReport, latencies: Histogram, drainedMs: number): ReadonlyArray<string> => {
  const at = (share: number): string => latencies.quantileMs(share).toFixed(0)
  const rate = latencies.count / (report.tookMs / 1_000)
  return [
    `${latencies.count} orders acknowledged in ${(report.tookMs / 1_000).toFixed(1)} s, ${rate.toFixed(1)} a second; ` +
      `the generator was ${report.latestSendMs.toFixed(0)} ms late at worst`,
    `latency in ms: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, max ${latencies.maxMs.toFixed(0)}`,
    `outbox empty ${drainedMs.toFixed(0)} ms after the last answer`
  ]
}

/** Processor time of server and database from now on. */
const cpuMeter = ({ databasePid, pid }: Marketplace) => {
  const serverMs = processCpuMs(pid)
  const databaseMs = processCpuMs(databasePid)
  return () => ({
    serverMs: processCpuMs(pid) - serverMs,
    databaseMs: processCpuMs(databasePid) - databaseMs
  })
}

/** Every order was acknowledged, is there exactly once, is paid and adds up. @throws Error when that is not so. */
const check = ({ failures, latenciesMs }: RushReport, before: Tally, after: Tally, wanted: number): void => {
  const counts = [
    ["acknowledged", latenciesMs.length],
    ["orders", after.orders - before.orders],
    ["receipts", after.receipts - before.receipts],
    ["paid", after.paid - before.paid]
  ] as const
  for (const [what, count] of counts) {
    if (count !== wanted)
      throw new Error(`${what}: ${count} of ${wanted}; failures ${JSON.stringify(failures)}`)
  }
  if (after.wrong > 0) throw new Error(`${after.wrong} orders do not add up`)
}

const comparisons = (
  latencies: Histogram,
  perSecond: number,
  seconds: number,
  serverMs: number
): ReadonlyArray<Comparison> =>
  OBJECTIVES.map(({ name, share, withinMs }) => {
    const foundMs = latencies.quantileMs(share)
    const ratio = withinMs / foundMs
    const spare = (seconds * 1_000) / serverMs
    const once = { median: ratio, low: ratio, high: ratio }
    return {
      name: `${name} of ${perSecond} orders/s for ${seconds} s`,
      subject: "hotbag serve",
      peer: "objective",
      ratio: once,
      // Of the server process: what the time would have allowed one processor, beside what it took.
      cpuRatio: { median: spare, low: spare, high: spare },
      subjectPerSecond: perSecond,
      peerPerSecond: perSecond,
      rounds: 1,
      quality: { unit: "ms", subject: foundMs, peer: withinMs }
    }
  })
