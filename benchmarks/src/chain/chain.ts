import { API_PREFIX } from "@hotbag/api"
import { Histogram } from "@hotbag/core"
import type { Benchmark, BenchmarkOptions } from "../Benchmark.ts"
import type { Comparison } from "../measure.ts"
import { objective } from "../objective.ts"
import { type Marketplace, startMarketplace } from "../placement/marketplace.ts"
import { playRush } from "../placement/playRush.ts"
import type { RushReport, RushRequest } from "../placement/Rush.ts"
import { processCpuMs } from "../processCpuMs.ts"
import { loadAverage } from "../provenance.ts"
import { Latencies, sharedNowMs } from "../ws/latencies.ts"
import { Crew, type CrewSaid } from "./Crew.ts"
import { metricsOf, residentMb, slopePerMinute } from "./figuresOf.ts"
import { beginRides, orderAt } from "./rides.ts"

/** Couriers who carry, for how long, and orders that come meanwhile. */
const FULL = { couriers: 2_000, seconds: 60, warmSeconds: 5, ordersPerSecond: 10 }
const REDUCED = { couriers: 40, seconds: 4, warmSeconds: 1, ordersPerSecond: 3 }
/** From a telephone's send to whoever watches, in ms. */
const P99_MS = 100
/** Couriers are asked soon. */
const ENV = { DISPATCH_WINDOW_MS: "200" }

/** The whole chain: couriers' telephones, the server, its database, and who watches the map. */
export const chain: Benchmark = {
  name: "chain",
  about:
    "2,000 couriers' telephones against the whole server, each watched: from send to receipt, losses, CPU, memory (S89)",
  run: async (options) => {
    const marketplace = await startMarketplace(null, ENV)
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
  const { couriers, ordersPerSecond, warmSeconds, ...rest } = quick ? REDUCED : FULL
  // Longer than usual, to see whether memory grows.
  const seconds = Number(process.env["HOTBAG_BENCH_SECONDS"] ?? rest.seconds)
  const setUpMs = performance.now()
  const rides = await beginRides(marketplace, couriers)
  say(`${couriers} couriers have accepted, after ${((performance.now() - setUpMs) / 1_000).toFixed(1)} s`)
  const first = ordersPerSecond * rest.seconds
  const orders = await customersOf(marketplace, couriers, first + ordersPerSecond * seconds)
  const rush = { url: marketplace.url, path: `${API_PREFIX}/orders`, perSecond: ordersPerSecond }
  const crew = await Crew.start(marketplace.url, rides, { seed, seconds, warmSeconds })
  try {
    const alone = await playRush({ ...rush, requests: orders.slice(0, first) })
    const before = await metricsOf(marketplace.url)
    const watch = watchProcess(marketplace.pid)
    const fromMs = sharedNowMs() + 500
    const [said, beside] = await Promise.all([
      crew.ride(fromMs),
      playRush({ ...rush, requests: orders.slice(first) })
    ])
    const spent = watch()
    await untilKept(marketplace.url)
    const after = await metricsOf(marketplace.url)
    const found = { said, alone, beside, spent, taken: taken(after) - taken(before) }
    for (const line of story(found, couriers)) say(line)
    check(found, orders.length)
    return quick ? [] : comparisons(found, couriers)
  } finally {
    crew.stop()
  }
}

interface Found {
  readonly said: CrewSaid
  /** Orders while nobody rides, and while everybody does. */
  readonly alone: RushReport
  readonly beside: RushReport
  readonly spent: ReturnType<ReturnType<typeof watchProcess>>
  /** Fixes that the server has taken. */
  readonly taken: number
}

/** Waits until the ways of couriers are written. @throws Error when they never are. */
const untilKept = async (url: string): Promise<void> => {
  for (let tries = 0; tries < 100; tries++) {
    if ((await metricsOf(url))("hotbag_positions_waiting") === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error("positions wait to be written, and are not")
}

const taken = (metric: (name: string) => number): number =>
  metric('hotbag_courier_fixes_total{verdict="taken"}')

/** Customers who order once each. */
const customersOf = (
  { tokenOf }: Marketplace,
  couriers: number,
  count: number
): Promise<ReadonlyArray<RushRequest>> =>
  Promise.all(
    Array.from({ length: count }, async (_, number) => ({
      token: await tokenOf("customer", `hungry-${number}`),
      key: `hungry-${number}`,
      body: JSON.stringify(orderAt(number % Math.ceil(couriers / 100)))
    }))
  )

/** Processor time and memory of a process, from now until asked. */
const watchProcess = (pid: number) => {
  const cpuMs = processCpuMs(pid)
  const startMs = performance.now()
  const megabytes = [residentMb(pid)]
  const timer = setInterval(() => megabytes.push(residentMb(pid)), 1_000)
  return () => {
    clearInterval(timer)
    const forMs = performance.now() - startMs
    const usedMs = processCpuMs(pid) - cpuMs
    return { share: usedMs / forMs, usedMs, megabytes, perMinute: slopePerMinute(megabytes) }
  }
}

const sumOf = <A>(all: ReadonlyArray<A>, of: (one: A) => number): number =>
  all.reduce((sum, one) => sum + of(one), 0)

const story = ({ alone, beside, said, spent, taken }: Found, couriers: number): ReadonlyArray<string> => {
  const { phones, watchers } = said
  const refused = new Map<string, number>()
  for (const each of phones)
    for (const [what, count] of Object.entries(each.refused))
      refused.set(what, (refused.get(what) ?? 0) + count)
  const late = Math.max(...phones.map(({ latestSendMs }) => latestSendMs))
  const sent = sumOf(phones, (each) => each.sent)
  const seen = sumOf(watchers, (each) => each.seen)
  const { megabytes, perMinute, share, usedMs } = spent
  const [first = NaN] = megabytes
  return [
    `${sent} fixes of ${couriers} couriers sent, ${taken} taken (not: ${JSON.stringify(Object.fromEntries(refused))}), ${seen} seen; ` +
      `${taken - seen} gave way to newer ones, ${sumOf(watchers, ({ missing }) => missing.length)} last places lost`,
    `from send to receipt in ms: ${quantiles(latenciesOf(said))}, max ${Math.max(...watchers.map(({ maxMs }) => maxMs)).toFixed(0)}; ` +
      `the telephones were ${late.toFixed(0)} ms late at worst, load average ${loadAverage()}`,
    `server: ${(100 * share).toFixed(0)} % of a processor, ${((1_000 * usedMs) / Math.max(1, taken)).toFixed(0)} µs for each fix with orders and all; ` +
      `${first.toFixed(0)} MB at first, ${(megabytes.at(-1) ?? NaN).toFixed(0)} MB at last, ${perMinute.toFixed(1)} MB a minute`,
    `orders in ms, nobody riding: ${quantiles(histogram(alone))}; everybody riding: ${quantiles(histogram(beside))}`
  ]
}

const latenciesOf = ({ watchers }: CrewSaid): Latencies => {
  const latencies = new Latencies()
  for (const { counts } of watchers) latencies.merge(counts)
  return latencies
}

const histogram = ({ latenciesMs }: RushReport) => {
  const latencies = new Histogram()
  for (const each of latenciesMs) latencies.record(each)
  return { quantile: (share: number) => latencies.quantileMs(share) }
}

const quantiles = (of: { readonly quantile: (share: number) => number }): string =>
  `p50 ${of.quantile(0.5).toFixed(1)}, p95 ${of.quantile(0.95).toFixed(1)}, p99 ${of.quantile(0.99).toFixed(1)}`

/** Nobody was cut off, no place came late, every last place arrived, all orders were taken. @throws Error when that is not so. */
const check = ({ alone, beside, said, taken }: Found, orders: number): void => {
  const { phones, watchers } = said
  const untaken = phones.flatMap(({ last }) => last).filter(([, second]) => second < 0)
  const faults = {
    "last places that were not taken": untaken.length,
    "last places that did not arrive": sumOf(watchers, ({ missing }) => missing.length),
    "connections that ended": sumOf(watchers, ({ closed }) => closed),
    "places after newer ones": sumOf(watchers, ({ backwards }) => backwards),
    "places seen more than taken": Math.max(0, sumOf(watchers, ({ seen }) => seen) - taken),
    "orders not taken": orders - alone.latenciesMs.length - beside.latenciesMs.length
  }
  for (const [what, count] of Object.entries(faults)) if (count > 0) throw new Error(`${what}: ${count}`)
}

const comparisons = ({ alone, beside, said, spent }: Found, couriers: number): ReadonlyArray<Comparison> => [
  objective(`p99 from send to receipt, ${couriers} couriers`, "ms", latenciesOf(said).quantile(0.99), P99_MS),
  objective(
    "p99 of orders meanwhile, beside those alone and a fifth",
    "ms",
    histogram(beside).quantile(0.99),
    1.2 * histogram(alone).quantile(0.99)
  ),
  objective("processors used, beside L1", "processors", spent.share, 0.6),
  objective("memory, beside L1", "MB", Math.max(...spent.megabytes), 700)
]
