import { Database, postgresCaseStore } from "@hotbag/adapters"
import { CaseStore, type Commit } from "@hotbag/services"
import { Effect } from "effect"
import { processCpuMs } from "../processCpuMs.ts"
import type { Placer } from "./interleave.ts"
import type { Pgbench } from "./pgbench.ts"
import { placedOrder } from "./placedOrder.ts"
import { plainStatement, plainTexts, type PlainName } from "./plainStatement.ts"

/** Runs something over a database of the benchmark. */
export type RunOver = <A, E>(effect: Effect.Effect<A, E, Database>) => Promise<A>

/** Commits through the store, so many at a time: each by itself, or those that wait at the same time together. */
export const storePlacer = async (
  over: RunOver,
  databasePid: number,
  atOnce: number,
  together: boolean
): Promise<Placer> => {
  const options = together ? undefined : { together: 1, lanes: atOnce }
  const { commit } = await over(Effect.provide(CaseStore, postgresCaseStore(options)))
  return {
    name: together ? "store" : "store, singly",
    place: (orders) => ofAll(over, databasePid, orders, atOnce, (order) => commit(order))
  }
}

/** Sends the plain statement, so many at a time. */
export const plainPlacer = (over: RunOver, databasePid: number, atOnce: number): Placer => {
  const names: Array<PlainName> = []
  const numbered = plainStatement((name) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}::text`
  })
  const send = (order: Commit) => {
    const texts = plainTexts(order)
    return Effect.flatMap(Database, ({ sql }) =>
      sql.unsafe(
        numbered,
        names.map((name) => texts[name])
      )
    )
  }
  return {
    name: "sql-pg statement",
    place: (orders) => ofAll(over, databasePid, orders, atOnce, send)
  }
}

/** Each run opens its sessions anew, and each of them prepares the statement: as many orders of a session make that one in a hundred. */
const LEAST_PER_SESSION = 250

/** Lets pgbench send the plain statement, from so many sessions. */
export const pgbenchPlacer = (pgbench: Pgbench, databasePid: number, sessions: number): Placer => ({
  name: `pgbench, ${sessions} ${sessions === 1 ? "session" : "sessions"}`,
  least: LEAST_PER_SESSION * sessions,
  place: async (orders) => {
    const cpu = cpuMeter(databasePid)
    const wallMs = await pgbench.place(orders, sessions)
    return { wallMs, cpuMs: cpu() }
  }
})

/** What was decided beforehand is not timed. */
const ofAll = async <E>(
  over: RunOver,
  databasePid: number,
  orders: number,
  atOnce: number,
  send: (order: Commit) => Effect.Effect<unknown, E, Database>
) => {
  const placed = Array.from({ length: orders }, placedOrder)
  const cpu = cpuMeter(databasePid)
  const startMs = performance.now()
  await over(Effect.forEach(placed, send, { concurrency: atOnce, discard: true }))
  return { wallMs: performance.now() - startMs, cpuMs: cpu() }
}

/** Processor time from now on, of the database, this process and programs that it started. */
const cpuMeter = (databasePid: number): (() => number) => {
  const beforeMs = processCpuMs(databasePid) + processCpuMs(process.pid)
  return () => processCpuMs(databasePid) + processCpuMs(process.pid) - beforeMs
}
