import { sharedNowMs } from "../ws/latencies.ts"
import type { Crew } from "./Crew.ts"
import { metricsOf } from "./figuresOf.ts"
import type { FloodSaid } from "./flooded.ts"
import { type Orders, quantilesOf } from "./Orders.ts"
import { Watch } from "./Watch.ts"

/** What all telephones together send: so many fixes a second, in messages of so many, within what each may send or beyond it. */
export interface FloodSize {
  readonly perSecond: number
  readonly fixesPerMessage: number
  readonly isWithin: boolean
}

/** What floods are played with. */
export interface Floods {
  readonly url: string
  readonly pid: number
  readonly couriers: number
  readonly orders: Orders
  readonly crew: Crew
  readonly elsewhere: Crew
  readonly seconds: number
}

/** What became of one. */
export interface FloodFound extends FloodSize {
  /** Fixes offered and taken in a second, and fixes by what else became of them. */
  readonly offered: number
  readonly taken: number
  readonly answers: Readonly<Record<string, number>>
  readonly gaveWay: number
  readonly putOff: number
  /** Widest interval between two positions of one delivery, in ms (S94). */
  readonly intervalMs: number
  readonly share: number
  readonly crewShare: number
  readonly megabytes: number
  /** How long orders took while the same is sent elsewhere, and here, in ms. */
  readonly alone: ReadonlyArray<number>
  readonly beside: ReadonlyArray<number>
}

/** Lets telephones send more than one node takes, first elsewhere and then here, with orders beside (L2, C23). */
export const playFlood = async (parts: Floods, size: FloodSize): Promise<FloodFound> => {
  const { couriers, crew, elsewhere, orders, pid, seconds, url } = parts
  const { fixesPerMessage, perSecond } = size
  const messagesPerSecond = perSecond / couriers / fixesPerMessage
  const play = (who: Crew) => {
    const flood = { fromMs: sharedNowMs() + 500, forMs: seconds * 1_000, messagesPerSecond, fixesPerMessage }
    return Promise.all([who.flood(flood), orders.placeFor(seconds)])
  }
  const [, alone] = await play(elsewhere)
  const before = await metricsOf(url)
  const watch = new Watch(pid)
  const cpuMs = crew.cpuMs
  let intervalMs = 0
  const timer = setInterval(() => {
    void metricsOf(url).then((metric) => {
      intervalMs = Math.max(intervalMs, 1_000 * metric("hotbag_hub_position_interval_seconds"))
    })
  }, 1_000)
  const [said, beside] = await watch.during(() => play(crew))
  clearInterval(timer)
  const after = await metricsOf(url)
  const more = (name: string): number => after(name) - before(name)
  return {
    ...size,
    offered: said.reduce((sum, { offered }) => sum + offered, 0) / seconds,
    taken: more('hotbag_courier_fixes_total{verdict="taken"}') / seconds,
    answers: answersOf(said),
    gaveWay: more("hotbag_upstream_gave_way_total") / seconds,
    putOff: more("hotbag_upstream_put_off_total") / seconds,
    intervalMs,
    share: watch.share,
    crewShare: (crew.cpuMs - cpuMs) / watch.forMs,
    megabytes: Math.max(...watch.megabytes),
    alone,
    beside
  }
}

/** A flood in three lines. */
export const toldFlood = (found: FloodFound): ReadonlyArray<string> => {
  const { alone, answers, beside, crewShare, fixesPerMessage, isWithin, megabytes, share } = found
  const quantiles = (latenciesMs: ReadonlyArray<number>): string => {
    const of = quantilesOf(latenciesMs)
    return `p50 ${of.quantileMs(0.5).toFixed(1)}, p95 ${of.quantileMs(0.95).toFixed(1)}, p99 ${of.quantileMs(0.99).toFixed(1)}`
  }
  return [
    `${found.perSecond}/s ${isWithin ? "within" : "beyond"} what each courier may send, ${fixesPerMessage} in a message: ` +
      `${found.offered.toFixed(0)}/s offered, ${found.taken.toFixed(0)}/s taken, ${found.gaveWay.toFixed(0)}/s gave way, ` +
      `${found.putOff.toFixed(0)} messages/s put off; other answers ${JSON.stringify(answers)}`,
    `  server ${(100 * share).toFixed(0)} % of a processor, telephones and watchers ${(100 * crewShare).toFixed(0)} %; ` +
      `interval ${found.intervalMs.toFixed(0)} ms at worst, ${megabytes.toFixed(0)} MB`,
    `  orders in ms, the same elsewhere: ${quantiles(alone)}; here: ${quantiles(beside)}`
  ]
}

const answersOf = (said: ReadonlyArray<FloodSaid>): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {}
  for (const { answers } of said)
    for (const [what, count] of Object.entries(answers)) sums[what] = (sums[what] ?? 0) + count
  return sums
}
