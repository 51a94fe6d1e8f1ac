import type { Benchmark, BenchmarkOptions } from "../Benchmark.ts"
import { Caller } from "../chain/Caller.ts"
import { beginRides } from "../chain/rides.ts"
import type { Ride } from "../chain/Ride.ts"
import type { Comparison } from "../measure.ts"
import { objective } from "../objective.ts"
import { type Marketplace, startMarketplace } from "../placement/marketplace.ts"
import { loadAverage } from "../provenance.ts"
import { Crowd, type CrowdState } from "./Crowd.ts"
import { readSlowly } from "./readSlowly.ts"

const FULL = { watchers: 10_000, orders: 200, slow: 1_000, seconds: 100 }
const REDUCED = { watchers: 1_000, orders: 20, slow: 100, seconds: 90 }
/** For the gate: that it works, with one crash. */
const SMALL = { watchers: 200, orders: 10, slow: 20, seconds: 90 }
/** Everybody has to be back by then (L5), in ms. */
const BACK_WITHIN_MS = 30_000
/** A storm that has not settled after this long will not. */
const SETTLED_WITHIN_MS = 120_000
/** Watchers who share a token: what one subject may have is twenty. */
const PER_TOKEN = 10

/** Everybody is cut off at once, and some do not read. */
export const storm: Benchmark = {
  name: "storm",
  about:
    "10,000 watchers cut off at once by a crash and by a restart, statuses going on; 1,000 who do not read (L5, L6)",
  run: async (options) => {
    const marketplace = await startMarketplace(null, { DISPATCH_WINDOW_MS: "200", WS_PER_ADDRESS: "20000" })
    try {
      return await measure(marketplace, options)
    } finally {
      await marketplace.stop()
    }
  }
}

const measure = async (
  marketplace: Marketplace,
  { gate = false, quick, say, seed }: BenchmarkOptions
): Promise<ReadonlyArray<Comparison>> => {
  const { orders, seconds, slow, watchers } = gate ? SMALL : quick ? REDUCED : FULL
  const rides = await beginRides(marketplace, orders)
  const tokens = await Promise.all(
    Array.from({ length: Math.ceil(watchers / PER_TOKEN) }, (_, n) =>
      marketplace.tokenOf("operator", `watcher-${n}`)
    )
  )
  const startMs = Date.now()
  const crowd = await Crowd.start(marketplace.url, rides, tokens, watchers)
  try {
    const open = await crowd.until("driver-assigned", SETTLED_WITHIN_MS)
    requireWhole("at first", open)
    say(`${watchers} watchers of ${orders} orders connected in ${seconds1(Date.now() - startMs)} s`)
    const crashed = await drop(marketplace, crowd, rides, "SIGKILL", ["arrived", "driver-at-restaurant"])
    say(told("killed", crashed))
    if (gate) return []
    const restarted = await drop(marketplace, crowd, rides, "SIGTERM", ["picked-up", "driver-en-route"])
    say(told("restarted", restarted))
    const cases = [
      objective("all back after a crash", "s", crashed.backMs.all / 1_000, BACK_WITHIN_MS / 1_000),
      objective("all back after a restart", "s", restarted.backMs.all / 1_000, BACK_WITHIN_MS / 1_000)
    ]
    cases.push(...(await readSlowly({ marketplace, crowd, rides, tokens, slow, seconds, seed, say })))
    return quick ? [] : cases
  } finally {
    crowd.stop()
  }
}

interface Dropped {
  readonly downMs: number
  /** From the drop until half, nearly all, and all of them were connected again. */
  readonly backMs: { readonly half: number; readonly most: number; readonly all: number }
  /** …and until everybody had the status that came meanwhile. */
  readonly caughtUpMs: number
}

/** Cuts everybody off by ending the server, in the middle of a step that all orders take; ends when everybody is back and has heard of it. */
const drop = async (
  marketplace: Marketplace,
  crowd: Crowd,
  rides: ReadonlyArray<Ride>,
  signal: "SIGKILL" | "SIGTERM",
  [word, event]: readonly [string, string]
): Promise<Dropped> => {
  const caller = new Caller(marketplace.url)
  const say = (some: ReadonlyArray<Ride>) => Promise.all(some.map((ride) => insist(caller, ride, word)))
  try {
    await crowd.reset()
    // One third before, one while there is no server, one while everybody comes back.
    const third = Math.ceil(rides.length / 3)
    await say(rides.slice(0, third))
    const dropMs = Date.now()
    const meanwhile = say(rides.slice(third, 2 * third))
    const downMs = await marketplace.restart(signal)
    await say(rides.slice(2 * third))
    await meanwhile
    const state = await crowd.until(event, SETTLED_WITHIN_MS)
    requireWhole(`after ${signal}`, state)
    if (state.lost < state.watchers) throw new Error(`only ${state.lost} of ${state.watchers} were cut off`)
    const back = state.liveAtMs.map((atMs) => atMs - dropMs).toSorted((a, b) => a - b)
    const share = (of: number): number => back[Math.min(back.length - 1, Math.floor(of * back.length))] ?? NaN
    return {
      downMs,
      backMs: { half: share(0.5), most: share(0.99), all: share(1) },
      caughtUpMs: Math.max(...state.caughtUpAtMs) - dropMs
    }
  } finally {
    caller.end()
  }
}

/** Says so until it is so: a server that is away, and one that did it before it died, are both asked again. */
const insist = async (caller: Caller, ride: Ride, word: string): Promise<void> => {
  const { courierToken, deliveryId, number } = ride
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await caller
      .send(number, "POST", `/deliveries/${deliveryId}/${word}`, courierToken, {})
      .catch((error: unknown) => String(error))
    if (answer.startsWith("{") || answer.includes("answered with 409")) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`${deliveryId} could not be ${word}`)
}

const TRIES = 300

/** @throws Error when somebody is not there, or has missed a status. */
const requireWhole = (when: string, { behind, missed, watchers }: CrowdState): void => {
  if (behind > 0) throw new Error(`${when}: ${behind} of ${watchers} are not back or not told`)
  if (missed > 0) throw new Error(`${when}: ${missed} statuses were missed`)
}

const told = (what: string, { backMs, caughtUpMs, downMs }: Dropped): string =>
  `${what}: no server for ${seconds1(downMs)} s; half were back ${seconds1(backMs.half)} s after the drop, 99 % after ${seconds1(backMs.most)} s, ` +
  `all after ${seconds1(backMs.all)} s, all told after ${seconds1(caughtUpMs)} s; no status missed; load average ${loadAverage()}`

const seconds1 = (ms: number): string => (ms / 1_000).toFixed(1)
