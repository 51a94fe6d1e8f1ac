import type { Benchmark, BenchmarkOptions } from "../Benchmark.ts"
import type { Comparison } from "../measure.ts"
import { type Marketplace, startMarketplace } from "../placement/marketplace.ts"
import { Crew } from "./Crew.ts"
import { Elsewhere } from "./Elsewhere.ts"
import { metricsOf } from "./figuresOf.ts"
import { type FloodFound, playFlood, type FloodSize, toldFlood } from "./floods.ts"
import { check, comparisons, type Found, story } from "./found.ts"
import { Orders } from "./Orders.ts"
import { beginRides } from "./rides.ts"
import { playTurns, secondsOfWay } from "./turns.ts"
import { Watch } from "./Watch.ts"

/** Couriers who carry, for how long in a turn, how many turns here and elsewhere, and orders that come meanwhile. */
const FULL = {
  couriers: 2_000,
  seconds: 20,
  turns: 3,
  warmSeconds: 5,
  ordersPerSecond: 10,
  floodSeconds: 10
}
const REDUCED = {
  couriers: 40,
  seconds: 3,
  turns: 1,
  warmSeconds: 1,
  ordersPerSecond: 3,
  floodSeconds: 2
}
/** Twice and five times the ordinary peak (L2, C23): in as many messages as one may send, and in more. */
const FLOODS: ReadonlyArray<FloodSize> = [
  { perSecond: 28_800, fixesPerMessage: 2, isWithin: true },
  { perSecond: 28_800, fixesPerMessage: 1, isWithin: false },
  { perSecond: 72_000, fixesPerMessage: 4, isWithin: true },
  { perSecond: 72_000, fixesPerMessage: 2, isWithin: false }
]
/** Couriers are asked soon. */
const ENV = { DISPATCH_WINDOW_MS: "200" }

/** The whole chain: couriers' telephones, the server, its database, and who watches the map. */
export const chain: Benchmark = {
  name: "chain",
  about:
    "2,000 couriers' telephones against the whole server, each watched: from send to receipt, losses, CPU, memory; orders beside, and floods (S89, L2, C23)",
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
  const { couriers, floodSeconds, ordersPerSecond, turns, warmSeconds, ...rest } = quick ? REDUCED : FULL
  // Longer than usual, to see whether memory grows.
  const seconds = Number(process.env["HOTBAG_BENCH_SECONDS"] ?? rest.seconds)
  const setUpMs = performance.now()
  const rides = await beginRides(marketplace, couriers)
  say(`${couriers} couriers have accepted, after ${((performance.now() - setUpMs) / 1_000).toFixed(1)} s`)
  const orders = await Orders.prepare(marketplace, {
    count: 2 * ordersPerSecond * (turns * seconds + FLOODS.length * floodSeconds),
    perSecond: ordersPerSecond,
    regions: Math.ceil(couriers / 100)
  })
  const options = { seed, seconds: secondsOfWay({ seconds, turns }), warmSeconds }
  const crew = await Crew.start(marketplace.url, rides, options)
  const elsewhere = await Elsewhere.start(rides, options)
  try {
    const parts = { orders, crew, elsewhere: elsewhere.crew }
    const watch = new Watch(marketplace.pid)
    const before = await metricsOf(marketplace.url)
    const turnsSaid = await playTurns({ ...parts, watch, seconds, turns })
    await untilKept(marketplace.url)
    const after = await metricsOf(marketplace.url)
    const found: Found = { ...turnsSaid, watch, couriers, taken: taken(after) - taken(before) }
    for (const line of story(found)) say(line)
    check(found)
    const { pid, url } = marketplace
    const floods: Array<FloodFound> = []
    for (const size of FLOODS) {
      const perSecond = (size.perSecond * couriers) / FULL.couriers
      const flood = await playFlood(
        { ...parts, url, pid, couriers, seconds: floodSeconds },
        { ...size, perSecond }
      )
      for (const line of toldFlood(flood)) say(line)
      floods.push(flood)
    }
    return quick ? [] : comparisons(found, floods)
  } finally {
    crew.stop()
    elsewhere.stop()
  }
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
