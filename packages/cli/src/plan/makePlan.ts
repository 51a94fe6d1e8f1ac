import { invariant, Limits } from "@hotbag/core"
import type { City } from "@hotbag/sim"
import { Result } from "effect"
import { commit } from "../commit.ts"
import { BadInput, Exit, quoted } from "../exit.ts"
import { workersOf } from "../experiment/CompareRequest.ts"
import { parseCount } from "../experiment/numbers.ts"
import { parseFactor, parseSeed } from "../input/numbers.ts"
import { readServing, type ServingRequest } from "../input/serving.ts"
import type { PlanOptions } from "../plan.ts"
import { parsePolicy } from "../policies.ts"
import type { Terminal } from "../Terminal.ts"
import type { CourierSearch } from "./nextMultiple.ts"
import type { Needs, Plan, Tried } from "./Plan.ts"
import { planText, triedText } from "./planText.ts"
import { cityOf } from "./playTask.ts"
import { earliest } from "./playTried.ts"
import { makeTryPool } from "./TryPool.ts"
import type { Outcome, TryTask } from "./TryTask.ts"
import { isKept, type LuckyCouriers, withLuck } from "./withLuck.ts"

/** Multiples of the couriers that are tried, and how finely. */
const SEARCH: CourierSearch = { most: 16, least: 0.1, precision: 0.05, start: 1, step: 1.25 }
const QUICK_SEARCH: CourierSearch = { ...SEARCH, most: 8, least: 0.25, precision: 0.25 }

/** Where each run takes a minute or more: fewer of them. */
const LARGE = { orders: 50_000, seeds: 2, precision: 0.25 }
const MEDIUM = { orders: 5_000, seeds: 3 }
const SMALL_SEEDS = 5
const QUICK_SEEDS = 2

/** Finds the plan and shows it; the exit code says whether there is one. @throws BadInput when the request makes no sense. */
export const makePlan = async (options: PlanOptions, terminal: Terminal): Promise<number> => {
  const found = await findPlan(options, terminal)
  terminal.out(options.json ? `${JSON.stringify(found, null, 2)}\n` : `${planText(found)}\n`)
  const isWhole = found.couriers !== null && found.couriers.breached.length === 0 && found.servers !== null
  return isWhole ? Exit.ok : Exit.breach
}

/** What every run of a plan has in common, checked before any is played. */
const taskOf = async (options: PlanOptions): Promise<TryTask> => {
  const serving = servingOf(options)
  if ((await readServing(serving, undefined)) === undefined)
    throw new BadInput("--no-serving", "a plan is about servers too", "leave it out")
  return {
    target: options.target,
    with: options.with ?? [],
    from: options.from,
    to: options.to,
    ordersX: Result.getOrThrow(parseFactor("--orders-x", options.ordersX)),
    couriersX: Result.getOrThrow(parseFactor("--couriers-x", options.couriersX)),
    factor: 1,
    seed: Result.getOrThrow(parseSeed(options.seed)),
    policy: Result.getOrThrow(parsePolicy(options.policy)).name,
    commit: await commit(),
    serving,
    toTheEnd: false,
    needs: false
  }
}

const servingOf = ({
  calibration,
  cores,
  databaseCores,
  nodes,
  serving,
  shards,
  stations
}: PlanOptions): ServingRequest => ({
  serving,
  ...(nodes === undefined ? {} : { nodes }),
  ...(cores === undefined ? {} : { cores }),
  ...(databaseCores === undefined ? {} : { databaseCores }),
  ...(shards === undefined ? {} : { shards }),
  ...(stations === undefined ? {} : { stations }),
  ...(calibration === undefined ? {} : { calibration })
})

const findPlan = async (options: PlanOptions, terminal: Terminal): Promise<Plan> => {
  const task = await taskOf(options)
  const share = parseShare(options.share)
  const workers = workersOf(options.workers)
  const city = await cityOf(task)
  const { search, seeds } = sizeOf(options, city)
  const say = (text: string) => {
    if (!options.quiet) terminal.err(`hotbag plan: ${text}\n`)
  }
  const pool = makeTryPool(workers, terminal.stop, say)
  // What servers the runs need: asked of each only where it takes longer to play one again.
  const needs = new Map<string, Needs>()
  const isLarge = city.orders.length > LARGE.orders
  const playOne = async (own: Partial<TryTask>, unless?: AbortSignal): Promise<Outcome> => {
    const startedMs = performance.now()
    const outcome = await pool.play({ ...task, ...own }, unless)
    say(`${triedText(outcome.tried)}, in ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`)
    if (outcome.needs !== null) needs.set(keyOf(outcome.tried), outcome.needs)
    return outcome
  }
  try {
    const lucky = await withLuck(
      async (seed, factor, unless) => (await playOne({ seed, factor, needs: isLarge }, unless)).tried,
      { search, share, workers, seeds: Array.from({ length: seeds }, (_, i) => task.seed + i) }
    )
    const tried = lucky.runs.find(isKept) ?? largest(lucky.tried)
    const own = needs.get(keyOf(tried)) ?? (await needsAgain(tried, playOne))
    return summed(task, city, search, lucky, { tried, needs: own })
  } finally {
    await pool.close()
  }
}

/** How finely, and with how many seeds. */
const sizeOf = (
  { quick, seeds }: PlanOptions,
  { orders }: City
): { readonly search: CourierSearch; readonly seeds: number } => {
  const isLarge = orders.length > LARGE.orders
  const usual = isLarge ? LARGE.seeds : orders.length > MEDIUM.orders ? MEDIUM.seeds : SMALL_SEEDS
  return {
    search: quick ? QUICK_SEARCH : isLarge ? { ...SEARCH, precision: LARGE.precision } : SEARCH,
    seeds:
      seeds === undefined
        ? Math.min(usual, quick ? QUICK_SEEDS : usual)
        : parseCount("--seeds", seeds, 1, Limits.experimentSeeds)
  }
}

const parseShare = (text: string): number => {
  const share = Number(text)
  if (/^[0-9]*(\.[0-9]+)?$/.test(text) && share > 0 && share <= 1) return share
  throw new BadInput(
    "--share",
    `${quoted(text)} is not a number above 0 and at most 1`,
    "write it like --share 0.8"
  )
}

interface Served {
  readonly tried: Tried
  readonly needs: Needs
}

const keyOf = ({ couriersX, seed }: Tried): string => `${seed} ${couriersX}`

/** No fleet is enough: servers are those of the largest that was tried. */
const largest = (tried: ReadonlyArray<Tried>): Tried =>
  tried.reduce((sofar, run) => (run.couriersX > sofar.couriersX ? run : sofar))

/** A run once more, to its end whatever becomes of it, for what servers it needs. */
const needsAgain = async (
  { couriersX, seed }: Tried,
  play: (own: Partial<TryTask>) => Promise<Outcome>
): Promise<Needs> => {
  const { needs } = await play({ seed, factor: couriersX, toTheEnd: true, needs: true })
  invariant(needs !== null, "a run that is played to its end says what servers it needs")
  return needs
}

const summed = (
  { commit: version, policy, seed }: TryTask,
  { name }: City,
  { most, precision }: CourierSearch,
  { luck, runs, tried }: LuckyCouriers,
  best: Served
): Plan => {
  const asItIs = tried.find((run) => run.seed === seed && run.couriersX === 1)
  const { needs } = best
  return {
    target: name,
    policy,
    seed,
    commit: version,
    without: {
      nodes: needs.without.nodes,
      breached: [...(asItIs?.breached ?? []), ...needs.without.breached],
      firstBreach: earliest(
        [asItIs?.firstBreach ?? null, needs.without.firstBreach].flatMap((breach) =>
          breach === null ? [] : [{ name: breach.slo, spentAtMs: breach.atMs }]
        )
      )
    },
    couriers: couriersOf(runs.filter(isKept)),
    most,
    precision,
    luck,
    tried,
    servers: needs.servers,
    serversOf: { seed: best.tried.seed, couriersX: best.tried.couriersX, couriers: best.tried.couriers },
    scaled: needs.scaled
  }
}

/** The fleet of these runs, counted in the first of them (other seeds have other shifts), and all that breaks in any. */
const couriersOf = (runs: ReadonlyArray<Tried>): Plan["couriers"] => {
  const [first] = runs
  if (first === undefined) return null
  return {
    couriersX: first.couriersX,
    couriers: first.couriers,
    breached: [...new Set(runs.flatMap(({ breached }) => breached))],
    firstBreach: earliest(
      runs.flatMap(({ firstBreach }) =>
        firstBreach === null ? [] : [{ name: firstBreach.slo, spentAtMs: firstBreach.atMs }]
      )
    )
  }
}
