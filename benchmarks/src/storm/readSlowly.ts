import { Caller } from "../chain/Caller.ts"
import { metricsOf, residentMb } from "../chain/figuresOf.ts"
import type { Ride } from "../chain/Ride.ts"
import { trackOf } from "../chain/trackOf.ts"
import type { Comparison } from "../measure.ts"
import { objective } from "../objective.ts"
import type { Marketplace } from "../placement/marketplace.ts"
import { loadAverage } from "../provenance.ts"
import type { Crowd } from "./Crowd.ts"
import { SlowReaders } from "./SlowReaders.ts"

/** Bytes that may wait for one watcher (L6). */
const BYTES_EACH = 65_536
/** As long as positions go out with nobody slow. */
const ALONE_SECONDS = 20
/** Others may notice this much (L6). */
const NOTICED = 1.1

interface Setting {
  readonly marketplace: Marketplace
  readonly crowd: Crowd
  readonly rides: ReadonlyArray<Ride>
  readonly tokens: ReadonlyArray<string>
  readonly slow: number
  readonly seconds: number
  readonly seed: number
  readonly say: (line: string) => void
}

/** Positions go out to everybody, first alone, then beside some who ask for much and do not read. */
export const readSlowly = async (setting: Setting): Promise<ReadonlyArray<Comparison>> => {
  const { marketplace, rides, say, seconds, slow, tokens } = setting
  if (!SlowReaders.arePossible) {
    say("who does not read: not measured, there is no python3")
    return []
  }
  const caller = new Caller(marketplace.url)
  // The engine is warm, and both have the same ways ahead of them.
  await move(setting, caller, 0, 5)
  const alone = await play({ ...setting, seconds: ALONE_SECONDS }, caller, 5, Infinity)
  const before = await metricsOf(marketplace.url)
  const readers = await SlowReaders.start(marketplace.url, rides, tokens, slow)
  const beside = await play({ ...setting, seconds }, caller, 5 + ALONE_SECONDS, before(CLOSED) + slow)
  const after = await metricsOf(marketplace.url)
  readers.stop()
  caller.end()
  const closed = count(after, before, CLOSED)
  const coalesced = count(after, before, "hotbag_hub_positions_coalesced_total")
  say(
    `positions to ${rides.length} orders' watchers in ms, alone: ${alone.text}; beside ${slow} who do not read: ${beside.text}; load average ${loadAverage()}`
  )
  say(
    `who does not read: ${closed} of ${slow} sent away with 1013 within ${(beside.tookMs / 1_000).toFixed(0)} s, ${coalesced} positions gave way; at most ${(beside.waiting / 1_024).toFixed(0)} kB waited ` +
      `(${(beside.waiting / 1_024 / slow).toFixed(1)} kB each), ${alone.megabytes.toFixed(0)} MB before, ${beside.megabytes.toFixed(0)} MB at most`
  )
  if (closed < slow) throw new Error(`${slow - closed} who do not read were not sent away`)
  if (count(after, before, 'hotbag_live_closed_total{code="1013"}') < slow) throw new Error("not with 1013")
  if (beside.waiting > slow * BYTES_EACH) throw new Error(`${beside.waiting} bytes waited for slow readers`)
  if (alone.lost + beside.lost > 0) throw new Error("others were cut off")
  return [
    objective("p99 of positions beside who does not read", "ms", beside.p99, NOTICED * alone.p99),
    objective(
      "what waits for who does not read",
      "kB each",
      beside.waiting / 1_024 / slow,
      BYTES_EACH / 1_024
    )
  ]
}

const count = (after: Figures, before: Figures, name: string): number => after(name) - before(name)
type Figures = Awaited<ReturnType<typeof metricsOf>>

const CLOSED = "hotbag_hub_slow_readers_closed_total"

/** Moves everybody for a while, or until so many were sent away; how long positions took, and the most memory seen. */
const play = async (setting: Setting, caller: Caller, from: number, untilClosed: number) => {
  const { crowd, marketplace, seconds } = setting
  await crowd.reset()
  let megabytes = 0
  let waiting = 0
  let closed = 0
  const timer = setInterval(() => {
    megabytes = Math.max(megabytes, residentMb(marketplace.pid))
    void metricsOf(marketplace.url).then((metric) => {
      waiting = Math.max(waiting, metric("hotbag_hub_bytes_waiting"))
      closed = metric(CLOSED)
    })
  }, 500)
  const startMs = Date.now()
  await move(setting, caller, from, seconds, () => closed >= untilClosed)
  const tookMs = Date.now() - startMs
  clearInterval(timer)
  const { latencies, lost } = await crowd.until("driver-en-route", 10_000)
  const at = (share: number): number => latencies.quantile(share)
  return {
    megabytes,
    waiting,
    tookMs,
    lost,
    p99: at(0.99),
    text: `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)} (${latencies.total})`
  }
}

/** Couriers who move: the machine has to bear the clients of everybody who watches them as well. */
const MOVING = 50

/** Some of the couriers, evenly among them all, say where they are once a second, on schedule. */
const move = async (
  { rides: all, seed }: Setting,
  caller: Caller,
  from: number,
  seconds: number,
  isDone = (): boolean => false
): Promise<void> => {
  const every = Math.ceil(all.length / MOVING)
  const rides = all.filter((_, at) => at % every === 0)
  const tracks = rides.map((ride) => trackOf(ride, seed, from + seconds))
  const startMs = Date.now()
  for (let second = from; second < from + seconds && !isDone(); second++) {
    for (const [at, ride] of rides.entries()) {
      const dueMs = startMs + (second - from) * 1_000 + (at * 1_000) / rides.length
      const waitMs = dueMs - Date.now()
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      const fix = tracks[at]?.find((each) => each.second === second)
      if (fix === undefined) continue
      const { lat, lng } = fix
      const { courierId, courierToken, number } = ride
      const body = { lat, lng, at: new Date(Math.floor(dueMs)).toISOString() }
      // What is refused is refused.
      void caller
        .send(number, "PUT", `/couriers/${courierId}/location`, courierToken, body)
        .catch(() => undefined)
    }
  }
}
