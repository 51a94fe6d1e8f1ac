import { type EnoughServers, enoughServers, type Report, type Run, type Serving, startRun } from "@hotbag/sim"
import type { DispatchPolicy } from "@hotbag/dispatch"
import { invariant } from "@hotbag/core"
import { Result } from "effect"
import { commit } from "../commit.ts"
import { BadInput, Exit } from "../exit.ts"
import { loadCity } from "../input/city.ts"
import { parseFactor, parseSeed } from "../input/numbers.ts"
import { readServing } from "../input/serving.ts"
import { play } from "../play.ts"
import { unbroken } from "../unbroken.ts"
import type { PlanOptions } from "../plan.ts"
import { parsePolicy } from "../policies.ts"
import type { Terminal } from "../Terminal.ts"
import { fewestCouriers } from "./fewestCouriers.ts"
import type { Plan, Tried } from "./Plan.ts"
import { planText, triedText } from "./planText.ts"

/** Multiples of the couriers that are tried, and how finely. */
const SEARCH = { most: 16, least: 0.1, precision: 0.05 }
const QUICK_SEARCH = { most: 8, least: 0.25, precision: 0.25 }
/** As things are, before anybody plans. */
const NODES_BEFORE = 2

/** Finds the plan and shows it; the exit code says whether there is one. @throws BadInput when the request makes no sense. */
export const makePlan = async (options: PlanOptions, terminal: Terminal): Promise<number> => {
  const found = await findPlan(options, terminal)
  terminal.out(options.json ? `${JSON.stringify(found, null, 2)}\n` : `${planText(found)}\n`)
  return found.couriers === null || found.servers === null ? Exit.breach : Exit.ok
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
  const runs = new Map<number, Run>()
  const attempt = async (factor: number): Promise<Tried> => {
    const startedMs = performance.now()
    const run = await playWith(options, prepared, factor, terminal)
    const result = triedOf(unbroken(run.report()), factor)
    // Servers are asked about the best run so far and the one that there was: no other is kept.
    if (factor !== 1 && result.breached.length === 0)
      for (const kept of runs.keys()) if (kept !== 1) runs.delete(kept)
    if (factor === 1 || result.breached.length === 0) runs.set(factor, run)
    say(`${triedText(result)}, in ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`)
    return result
  }
  const { found, tried } = await fewestCouriers(attempt, options.quick ? QUICK_SEARCH : SEARCH)
  const before = runs.get(1)
  invariant(before !== undefined, "the scenario as it is was played first")
  const factor = found?.couriersX ?? 1
  const run = runs.get(factor) ?? (await playWith(options, prepared, factor, terminal))
  say("putting the run through more and fewer servers")
  const servers = enoughServers(
    (deployment) => run.servedBy({ ...prepared.serving, deployment }).report,
    prepared.serving.deployment
  )
  return {
    target: before.report().scenario,
    policy: prepared.policy.name,
    seed: prepared.seed,
    commit: prepared.commit,
    without: without(before, prepared.serving),
    couriers: found,
    tried,
    servers,
    scaled: scaledNodes(run, prepared.serving, servers)
  }
}

const playWith = async (
  options: PlanOptions,
  { commit, couriersX, policy, seed, serving }: Prepared,
  factor: number,
  { stop }: Terminal
): Promise<Run> => {
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
  const run = startRun({ city, policy, seed, commit, serving })
  await play(run, { stop })
  return run
}

/** Only the customers' objectives: servers are counted later, and do not change them. */
const triedOf = (report: Report, couriersX: number): Tried => {
  const ours = new Set(report.system?.slos.map(({ name }) => name))
  const breached = report.slos.filter(({ met, name }) => !met && !ours.has(name))
  return {
    couriersX,
    couriers: report.couriers,
    breached: breached.map(({ name }) => name),
    firstBreach: earliest(breached)
  }
}

const earliest = (breached: Report["slos"]): Tried["firstBreach"] =>
  breached.reduce<Tried["firstBreach"]>(
    (first, { name, spentAtMs }) =>
      spentAtMs !== null && (first === null || spentAtMs < first.atMs)
        ? { slo: name, atMs: spentAtMs }
        : first,
    null
  )

/** What would break as things are. */
const without = (run: Run, serving: Serving): Plan["without"] => {
  const nodes = { min: NODES_BEFORE, max: NODES_BEFORE }
  const { report } = run.servedBy({ ...serving, deployment: { ...serving.deployment, nodes } })
  const own = new Set(report.slos.map(({ name }) => name))
  const breached = [...run.report().slos.filter(({ name }) => !own.has(name)), ...report.slos].filter(
    ({ met }) => !met
  )
  return { nodes: NODES_BEFORE, breached: breached.map(({ name }) => name), firstBreach: earliest(breached) }
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
