import { API_PREFIX } from "@hotbag/api"
import { Schema } from "effect"
import { setTimeout as wait } from "node:timers/promises"
import { throwIfStopped } from "../exit.ts"
import { openLaboratory, type Laboratory } from "./Laboratory.ts"
import type { LoadReport, LoadRequest } from "./Load.ts"
import type { Measured, UnitCost } from "./Measured.ts"
import { type Alone, oneAtATime } from "./oneAtATime.ts"
import { playLoad } from "./playLoad.ts"
import { type Kitchen, kitchenCommands, openKitchens, placements, searches } from "./town.ts"

/** How much is sent; rates are a second's. */
export interface Extent {
  readonly warmUp: { readonly perSecond: number; readonly seconds: number }
  /** Requests of each kind that are sent one after another. */
  readonly alone: number
  readonly steady: { readonly perSecond: number; readonly seconds: number }
  readonly checked: { readonly perSecond: number; readonly seconds: number }
  readonly looks: { readonly perSecond: number; readonly seconds: number }
  /** Seconds of nothing, before every measurement of processor time. */
  readonly idleLooks: number
}

/** Who watches a measurement, and may end it. */
export interface Watcher {
  readonly say: (text: string) => void
  readonly stop: AbortSignal
}

/** Measures everything that needs a server; the server is gone when this ends. */
export const measureServer = async (
  scenario: string,
  extent: Extent,
  { say, stop }: Watcher
): Promise<Omit<Measured, "rounds">> => {
  say("starting PostgreSQL and a server, filling the catalogue")
  const laboratory = await openLaboratory(scenario)
  const close = () => void laboratory.close()
  stop.addEventListener("abort", close, { once: true })
  try {
    throwIfStopped(stop)
    return await measured(makeSession(laboratory, await openKitchens(laboratory), extent, stop), extent, say)
  } finally {
    stop.removeEventListener("abort", close)
    await laboratory.close()
  }
}

/** One measurement under way. */
interface Session {
  readonly laboratory: Laboratory
  readonly kitchens: ReadonlyArray<Kitchen>
  readonly play: (
    perSecond: number,
    requests: ReadonlyArray<LoadRequest>,
    wantsBodies?: boolean
  ) => Promise<LoadReport>
  /** Orders by customers that nobody was before. */
  readonly place: (perSecond: number, seconds: number) => Promise<LoadReport>
  /** Orders by customers that nobody was before, not sent yet. */
  readonly customers: (count: number) => Promise<ReadonlyArray<LoadRequest>>
  /** One after another; transactions of each, too. */
  readonly alone: (requests: ReadonlyArray<LoadRequest>) => Promise<Alone & { readonly transactions: number }>
  /** What `work` costs beyond an idle server, for each of `count`. */
  readonly cost: (
    count: number,
    work: () => Promise<LoadReport>
  ) => Promise<UnitCost & { readonly report: LoadReport }>
}

const makeSession = (
  laboratory: Laboratory,
  kitchens: ReadonlyArray<Kitchen>,
  { idleLooks }: Extent,
  stop: AbortSignal
): Session => {
  let known = 0
  const customers: Session["customers"] = (count) => {
    known += count
    return placements(laboratory, kitchens, known - count, count)
  }
  const play: Session["play"] = async (perSecond, requests, wantsBodies = false) => {
    throwIfStopped(stop)
    const report = await playLoad({ url: laboratory.url, perSecond, requests, wantsBodies }, stop)
    const failed = Object.entries(report.failures)
    if (failed.length > 0) throw new Error(`not everything was answered: ${JSON.stringify(failed)}`)
    return report
  }
  return {
    laboratory,
    kitchens,
    play,
    customers,
    place: async (perSecond, seconds) =>
      play(perSecond, await customers(Math.round(perSecond * seconds)), true),
    alone: async (requests) => {
      await drained(laboratory)
      const idle = await idleCost(laboratory, idleLooks)
      const before = await laboratory.spent()
      const startedMs = performance.now()
      const alone = await oneAtATime(laboratory, requests, stop)
      const seconds = (performance.now() - startedMs) / 1_000
      const { transactions } = await laboratory.spent()
      const own = transactions - before.transactions - idle.transactions * seconds
      return { ...alone, transactions: Math.max(0, own / requests.length) }
    },
    cost: async (count, work) => {
      await drained(laboratory)
      const idle = await idleCost(laboratory, idleLooks)
      const before = await laboratory.spent()
      const startedMs = performance.now()
      const report = await work()
      await drained(laboratory)
      const seconds = (performance.now() - startedMs) / 1_000
      const after = await laboratory.spent()
      const each = (name: "databaseMs" | "nodeMs" | "transactions") =>
        Math.max(0, (after[name] - before[name] - idle[name] * seconds) / count)
      return {
        report,
        nodeMs: each("nodeMs"),
        databaseMs: each("databaseMs"),
        transactions: each("transactions")
      }
    }
  }
}

/** What a second of nothing costs: timers, leases, this very question. The least of some looks, since work may linger. */
const idleCost = async (laboratory: Laboratory, times: number) => {
  let least = { nodeMs: Infinity, databaseMs: Infinity, transactions: Infinity }
  for (let looks = 0; looks < times; looks++) {
    const before = await laboratory.spent()
    const startedMs = performance.now()
    await wait(IDLE_MS)
    const after = await laboratory.spent()
    const seconds = (performance.now() - startedMs) / 1_000
    const each = (name: "databaseMs" | "nodeMs" | "transactions") =>
      Math.min(least[name], (after[name] - before[name]) / seconds)
    least = { nodeMs: each("nodeMs"), databaseMs: each("databaseMs"), transactions: each("transactions") }
  }
  return least
}
const IDLE_MS = 1_000

/** Looks until no errand waits; a relay that has not got there in a minute will not. */
const drained = async (laboratory: Laboratory): Promise<void> => {
  for (let looks = 0; looks < 600; looks++) {
    const [row] = await laboratory.ask((sql) => sql`select count(*)::float8 as errands from outbox`)
    if (decodeErrands(row).errands === 0) return
    await wait(100)
  }
  throw new Error("errands still wait after a minute")
}
const decodeErrands = Schema.decodeUnknownSync(Schema.Struct({ errands: Schema.Finite }))

const measured = async (
  session: Session,
  extent: Extent,
  say: (text: string) => void
): Promise<Omit<Measured, "rounds">> => {
  const { cost, laboratory, place, play } = session
  const { checked, looks, steady, warmUp } = extent
  say(`warming up: ${warmUp.perSecond} orders a second for ${warmUp.seconds} s`)
  await place(warmUp.perSecond, warmUp.seconds)
  await drained(laboratory)
  say(`one at a time: ${extent.alone} orders`)
  const alone = await session.alone(await session.customers(extent.alone))
  const first = alone.bodies.map((body) => decodeOrder(body))
  say(`orders: ${steady.perSecond} a second for ${steady.seconds} s`)
  const orders = await cost(steady.perSecond * steady.seconds, () => place(steady.perSecond, steady.seconds))
  const others = orders.report.bodies.map((body) => decodeOrder(body))
  say("commands of the kitchens")
  const commandAlone = await session.alone(await kitchenCommands(laboratory, first, "confirm"))
  const steps = ["confirm", "preparing", "ready"] as const
  const prepared = await Promise.all(steps.map((step) => kitchenCommands(laboratory, others, step)))
  const commands = await cost(prepared.flat().length, async () => {
    let report: LoadReport = { latenciesMs: [], failures: {}, bodies: [] }
    for (const requests of prepared) report = await play(steady.perSecond, requests)
    return report
  })
  say("people who look")
  const count = looks.perSecond * looks.seconds
  const searched = await session.alone(searches(session.kitchens, extent.alone))
  const search = await cost(count, () => play(looks.perSecond, searches(session.kitchens, count)))
  const reads = await orderReads(laboratory, others)
  const readAlone = await session.alone(reads.slice(0, extent.alone))
  const read = await cost(Math.min(count, reads.length), () => play(looks.perSecond, reads.slice(0, count)))
  say(`check: ${checked.perSecond} orders a second for ${checked.seconds} s`)
  const check = await place(checked.perSecond, checked.seconds)
  const lags = await followUps(
    laboratory,
    first.map(({ orderId }) => orderId)
  )
  return {
    startMs: laboratory.startMs,
    // Commands that come at the same time share a transaction: how many each has shows when they come one at a time.
    place: { ...orders, transactions: alone.transactions },
    command: { ...commands, transactions: commandAlone.transactions },
    nearby: search,
    read,
    unloadedMs: {
      place: alone.latenciesMs,
      command: commandAlone.latenciesMs,
      nearby: searched.latenciesMs,
      read: readAlone.latenciesMs,
      after: lags.map((lagMs, i) => Math.max(lagMs / 5, lagMs - (alone.delaysMs[i] ?? 0)))
    },
    orderWorkMs: alone.nodeMs,
    checked: { ...checked, latenciesMs: check.latenciesMs }
  }
}

const decodeOrder = Schema.decodeUnknownSync(
  Schema.fromJsonString(Schema.Struct({ orderId: Schema.String, restaurantId: Schema.String }))
)

const orderReads = async (
  { tokenOf }: Laboratory,
  orders: ReadonlyArray<{ readonly orderId: string }>
): Promise<ReadonlyArray<LoadRequest>> => {
  // Ten of them: one caller may ask fifty times a second.
  const tokens = await Promise.all(Array.from({ length: 10 }, (_, i) => tokenOf("operator", `operator-${i}`)))
  return orders.map(({ orderId }, i) => ({
    method: "GET",
    path: `${API_PREFIX}/orders/${orderId}`,
    token: tokens[i % tokens.length] ?? "",
    key: null,
    body: null
  }))
}

/** From the first entry of an order's log to the one that the relay brought about: its payment was authorised. As the orders came. */
const followUps = async (
  { ask }: Laboratory,
  orderIds: ReadonlyArray<string>
): Promise<ReadonlyArray<number>> => {
  const rows = await ask(
    (sql) => sql`select extract(epoch from (min(b.at) - min(a.at)))::float8 * 1000 as "lagMs"
      from case_log a join case_log b on b.order_id = a.order_id and b.at > a.at
      where a.seq = 1 and a.order_id in ${sql.in(orderIds)} group by a.order_id order by min(a.at)`
  )
  return decodeLags(rows).map(({ lagMs }) => lagMs)
}
const decodeLags = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ lagMs: Schema.Finite })))
