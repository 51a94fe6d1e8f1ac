import { type City, countText, type EnoughServers, enoughServers, type Run, type Serving } from "@hotbag/sim"
import type { DispatchPolicy } from "@hotbag/dispatch"
import { invariant } from "@hotbag/core"
import { Result } from "effect"
import { commit } from "../commit.ts"
import { BadInput, Exit } from "../exit.ts"
import { loadCity } from "../input/city.ts"
import { parseFactor, parseSeed } from "../input/numbers.ts"
import { readServing } from "../input/serving.ts"
import type { PlanOptions } from "../plan.ts"
import { parsePolicy } from "../policies.ts"
import type { Terminal } from "../Terminal.ts"
import { fewestCouriers } from "./fewestCouriers.ts"
import type { Plan, Tried } from "./Plan.ts"
import { planText, triedText } from "./planText.ts"
import { earliest, playTried } from "./playTried.ts"

/** Multiples of the couriers that are tried, and how finely. */
const SEARCH = { most: 16, least: 0.1, precision: 0.05 }
/** Where each run takes a minute or more: fewer of them. */
const LARGE_SEARCH = { ...SEARCH, precision: 0.25 }
const LARGE_ORDERS = 50_000
const QUICK_SEARCH = { most: 8, least: 0.25, precision: 0.25 }
/** As things are, before anybody plans. */
const NODES_BEFORE = 2

/** Finds the plan and shows it; the exit code says whether there is one. @throws BadInput when the request makes no sense. */
export const makePlan = async (options: PlanOptions, terminal: Terminal): Promise<number> => {
  const found = await findPlan(options, terminal)
  terminal.out(options.json ? `${JSON.stringify(found, null, 2)}\n` : `${planText(found)}\n`)
  const isKept = found.couriers !== null && found.couriers.breached.length === 0 && found.servers !== null
  return isKept ? Exit.ok : Exit.breach
}

/** What every run of a plan has in common. */
interface Prepared {
  readonly policy: DispatchPolicy
  readonly seed: number
  readonly commit: string
  readonly serving: Serving
  readonly couriersX: number
}

const prepare = async (options: PlanOptions): Promise<Prepared> => {
  const serving = await readServing(options, undefined)
  if (serving === undefined) throw new BadInput("--no-serving", "a plan is about servers too", "leave it out")
  return {
    serving,
    policy: Result.getOrThrow(parsePolicy(options.policy)),
    seed: Result.getOrThrow(parseSeed(options.seed)),
    couriersX: Result.getOrThrow(parseFactor("--couriers-x", options.couriersX)),
    commit: await commit()
  }
}

const findPlan = async (options: PlanOptions, terminal: Terminal): Promise<Plan> => {
  const prepared = await prepare(options)
  const say = (text: string) => {
    if (!options.quiet) terminal.err(`hotbag plan: ${text}\n`)
  }
  const playWith = async (factor: number, toTheEnd: boolean) => {
    const city = await cityWith(options, prepared, factor)
    const startedMs = performance.now()
    say(`playing ${countText(city.orders.length)} orders with couriers x${factor}`)
    const { run, tried } = await playTried(factor, { ...prepared, city, say, stop: terminal.stop, toTheEnd })
    say(`${triedText(tried)}, in ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`)
    return { run, tried }
  }
  // The run of the fewest couriers so far that are enough: no other is kept.
  let best: Run | null = null
  const attempt = async (factor: number): Promise<Tried> => {
    const { run, tried } = await playWith(factor, false)
    if (run !== null && tried.missing.length === 0) best = run
    return tried
  }
  const { name, orders } = await cityWith(options, prepared, 1)
  const search = options.quick ? QUICK_SEARCH : orders.length > LARGE_ORDERS ? LARGE_SEARCH : SEARCH
  const { found, tried } = await fewestCouriers(attempt, search)
  const run: Run = best ?? finished((await playWith(1, true)).run)
  const servers = findServers(run, prepared.serving, say)
  return {
    target: name,
    policy: prepared.policy.name,
    seed: prepared.seed,
    commit: prepared.commit,
    without: without(
      tried.find(({ couriersX }) => couriersX === 1),
      run,
      prepared.serving
    ),
    couriers: found,
    precision: search.precision,
    tried,
    servers,
    scaled: scaledNodes(run, prepared.serving, servers)
  }
}

const finished = (run: Run | null): Run => {
  invariant(run !== null, "a run that is not given up comes to its end")
  return run
}

const cityWith = async (
  options: PlanOptions,
  { couriersX, seed }: Prepared,
  factor: number
): Promise<City> => {
  const { city } = await loadCity({
    scenario: options.target,
    trace: undefined,
    with: options.with ?? [],
    seed,
    from: options.from,
    to: options.to,
    ordersX: Result.getOrThrow(parseFactor("--orders-x", options.ordersX)),
    couriersX: couriersX * factor
  })
  return city
}

const findServers = (run: Run, serving: Serving, say: (text: string) => void): EnoughServers | null =>
  enoughServers((deployment) => {
    const { databaseCores, nodes } = deployment
    say(`putting the run through ${nodes.max} nodes, ${databaseCores} processors of the database`)
    return run.servedBy({ ...serving, deployment }).report
  }, serving.deployment)

/** What would break as things are: with the couriers that there are, and with two nodes. */
const without = (asItIs: Tried | undefined, run: Run, serving: Serving): Plan["without"] => {
  const nodes = { min: NODES_BEFORE, max: NODES_BEFORE }
  const { report } = run.servedBy({ ...serving, deployment: { ...serving.deployment, nodes } })
  const broken = report.slos.filter(({ met }) => !met)
  const first = asItIs?.firstBreach ?? null
  return {
    nodes: NODES_BEFORE,
    breached: [...(asItIs?.breached ?? []), ...broken.map(({ name }) => name)],
    firstBreach: earliest([
      ...(first === null ? [] : [{ name: first.slo, spentAtMs: first.atMs }]),
      ...broken
    ])
  }
}

/** Nodes that come and go, from the least that is safe to a third more than enough, if that keeps everything too. */
const scaledNodes = (run: Run, serving: Serving, servers: EnoughServers | null): Plan["scaled"] => {
  if (servers === null || servers.deployment.stations === "apart") return null
  const most = Math.max(NODES_BEFORE, Math.ceil((servers.deployment.nodes.max * 4) / 3))
  const deployment = { ...servers.deployment, nodes: { min: Math.min(NODES_BEFORE, most), max: most } }
  const { report } = run.servedBy({ ...serving, deployment })
  const [nodes] = report.pools
  if (nodes === undefined || report.slos.some(({ met }) => !met)) return null
  return { min: deployment.nodes.min, max: nodes.instances.max, mean: nodes.instances.mean }
}
