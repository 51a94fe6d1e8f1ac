import type { Comparison } from "../measure.ts"
import { objective } from "../objective.ts"
import { loadAverage } from "../provenance.ts"
import { Latencies } from "../ws/latencies.ts"
import type { CrewSaid } from "./Crew.ts"
import type { FloodFound } from "./floods.ts"
import { quantilesOf } from "./Orders.ts"
import type { TurnsSaid } from "./turns.ts"
import type { Watch } from "./Watch.ts"

/** What was found out in turns. */
export interface Found extends TurnsSaid {
  readonly watch: Watch
  readonly couriers: number
  /** Fixes that the server has taken. */
  readonly taken: number
}

/** From a telephone's send to whoever watches, in ms. */
const P99_MS = 100
/** What orders may take beside positions, as a multiple of what they take without. */
const BESIDE = 1.2

/** What was found, in lines. */
export const story = (found: Found): ReadonlyArray<string> => {
  const { alone, beside, couriers, crewCpuMs, said, saidElsewhere, taken, watch } = found
  const { phones, watchers } = said
  const refused = new Map<string, number>()
  for (const each of phones)
    for (const [what, count] of Object.entries(each.refused))
      refused.set(what, (refused.get(what) ?? 0) + count)
  const late = Math.max(...phones.map(({ latestSendMs }) => latestSendMs))
  const sent = sumOf(phones, (each) => each.sent)
  const seen = sumOf(watchers, (each) => each.seen)
  const { forMs, megabytes, perMinute, share, usedMs } = watch
  const [first = NaN] = megabytes
  const pace = latenciesOf(saidElsewhere)
  return [
    `${sent} fixes of ${couriers} couriers sent, ${taken} taken (not: ${JSON.stringify(Object.fromEntries(refused))}), ${seen} seen; ` +
      `${taken - seen} gave way to newer ones, ${sumOf(watchers, ({ missing }) => missing.length)} last places lost`,
    `from send to receipt in ms: ${quantiles((of) => latenciesOf(said).quantile(of))}, max ${Math.max(...watchers.map(({ maxMs }) => maxMs)).toFixed(0)}; ` +
      `the telephones were ${late.toFixed(0)} ms late at worst, load average ${loadAverage()}; ` +
      `elsewhere, where they are only passed on: ${quantiles((of) => pace.quantile(of))}`,
    `server: ${(100 * share).toFixed(0)} % of a processor, ${((1_000 * usedMs) / Math.max(1, taken)).toFixed(0)} µs for each fix with orders and all; ` +
      `${first.toFixed(0)} MB at first, ${(megabytes.at(-1) ?? NaN).toFixed(0)} MB at last, ${perMinute.toFixed(1)} MB a minute; ` +
      `telephones and watchers: ${((100 * crewCpuMs) / forMs).toFixed(0)} % of a processor`,
    `orders in ms, everybody riding elsewhere: ${quantiles((of) => quantilesOf(alone).quantileMs(of))}; here: ${quantiles((of) => quantilesOf(beside).quantileMs(of))}`
  ]
}

/** Nobody was cut off, no place came late, none was made up. @throws Error when that is not so. */
export const check = ({ said, taken }: Found): void => {
  const { watchers } = said
  const faults = {
    "connections that ended": sumOf(watchers, ({ closed }) => closed),
    "places after newer ones": sumOf(watchers, ({ backwards }) => backwards),
    "places seen more than taken": Math.max(0, sumOf(watchers, ({ seen }) => seen) - taken)
  }
  for (const [what, count] of Object.entries(faults)) if (count > 0) throw new Error(`${what}: ${count}`)
}

/** What was found beside what was promised. */
export const comparisons = (
  { alone, beside, couriers, said }: Found,
  floods: ReadonlyArray<FloodFound>
): ReadonlyArray<Comparison> => [
  objective(`p99 from send to receipt, ${couriers} couriers`, "ms", latenciesOf(said).quantile(0.99), P99_MS),
  ordersBeside("p99 of orders meanwhile", { alone, beside }),
  ...floods.map((flood) =>
    ordersBeside(
      `p99 of orders beside ${flood.perSecond} fixes/s ${flood.isWithin ? "within" : "beyond"} the rate of each`,
      flood
    )
  )
]

const ordersBeside = (name: string, { alone, beside }: Pick<Found, "alone" | "beside">): Comparison =>
  objective(
    `${name}, beside those alone and a fifth`,
    "ms",
    quantilesOf(beside).quantileMs(0.99),
    BESIDE * quantilesOf(alone).quantileMs(0.99)
  )

const latenciesOf = ({ watchers }: CrewSaid): Latencies => {
  const latencies = new Latencies()
  for (const { counts } of watchers) latencies.merge(counts)
  return latencies
}

const quantiles = (of: (share: number) => number): string =>
  `p50 ${of(0.5).toFixed(1)}, p95 ${of(0.95).toFixed(1)}, p99 ${of(0.99).toFixed(1)}`

const sumOf = <A>(all: ReadonlyArray<A>, of: (one: A) => number): number =>
  all.reduce((sum, one) => sum + of(one), 0)
