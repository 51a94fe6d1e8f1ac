import { Database, EmbeddedPostgres, layerMigrated } from "@hotbag/adapters"
import { Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Benchmark, BenchmarkOptions } from "../Benchmark.ts"
import type { Comparison } from "../measure.ts"
import { interleave } from "./interleave.ts"
import { findPgbench } from "./pgbench.ts"
import { pgbenchPlacer, plainPlacer, type RunOver, storePlacer } from "./placers.ts"

/** Orders under way at the same time when they may share a statement. */
const IN_FLIGHT = 64
/** …and when each goes by itself: four for each core of a small machine, which more would only make wait. */
const SESSIONS = 8

/** The store of cases beside the same rows written by one plain statement. */
export const orders: Benchmark = {
  name: "orders",
  about: "orders a second through our own store, beside pgbench and a bare client that write the same rows",
  run: async (options) => {
    const folder = await mkdtemp(join(tmpdir(), "hotbag-bench-"))
    // The database's user has to get in.
    await chmod(folder, 0o755)
    const server = ManagedRuntime.make(EmbeddedPostgres.layer({ dataFolder: folder, maxConnections: 200 }))
    try {
      const { pid, url } = await server.runPromise(EmbeddedPostgres)
      const databasePid = await server.runPromise(pid)
      const found: Array<Comparison> = []
      for (const durable of options.quick ? [false] : [false, true]) {
        found.push(...(await measure(url, databasePid, durable, options)))
      }
      return found
    } finally {
      await server.dispose()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

const measure = async (
  url: Redacted.Redacted,
  databasePid: number,
  durable: boolean,
  { effort, quick, say }: BenchmarkOptions
): Promise<ReadonlyArray<Comparison>> => {
  await setDurable(url, durable)
  const database = ManagedRuntime.make(
    layerMigrated.pipe(Layer.provideMerge(Database.layer(url, { maxConnections: IN_FLIGHT })))
  )
  const over: RunOver = (effect) => database.runPromise(effect)
  const pgbench = quick ? undefined : findPgbench(Redacted.value(url))
  if (pgbench === undefined && !quick) say("SKIPPED: beside pgbench, which is not on this machine")
  try {
    await checkAlike(over, databasePid)
    const found: Array<Comparison> = []
    for (const { atOnce, together, what } of WAYS) {
      const name = `${what}, synchronous_commit ${durable ? "on" : "off"}`
      const ours = await storePlacer(over, databasePid, atOnce, together)
      found.push(await interleave(name, ours, plainPlacer(over, databasePid, atOnce), effort))
      if (pgbench === undefined) continue
      found.push(
        await interleave(name, ours, pgbenchPlacer(pgbench, databasePid, Math.min(atOnce, SESSIONS)), effort)
      )
    }
    return found
  } finally {
    pgbench?.stop()
    await database.dispose()
  }
}

const WAYS = [
  { what: "one at a time", atOnce: 1, together: false },
  { what: `${SESSIONS} at a time, each by itself`, atOnce: SESSIONS, together: false },
  { what: `${IN_FLIGHT} at a time`, atOnce: IN_FLIGHT, together: true }
]

/** For sessions from now on. A role's own setting beats the server's command line. */
const setDurable = async (url: Redacted.Redacted, durable: boolean): Promise<void> =>
  Effect.runPromise(
    Effect.flatMap(Database, ({ sql }) =>
      durable
        ? sql`alter role current_user reset synchronous_commit`
        : sql`alter role current_user set synchronous_commit = off`
    ).pipe(Effect.asVoid, Effect.provide(Database.layer(url)))
  )

const TABLES = [
  "receipts",
  "sagas",
  "orders",
  "order_items",
  "payments",
  "order_details",
  "case_log",
  "outbox",
  "outbox_lanes"
]

/** Either side writes as many rows to every table. @throws Error when they do not. */
const checkAlike = async (over: RunOver, databasePid: number): Promise<void> => {
  const rows = Effect.flatMap(Database, ({ sql }) =>
    Effect.forEach(TABLES, (table) => sql`select count(*)::float8 as count from ${sql(table)}`)
  )
  const written: Array<string> = []
  for (const { place } of [
    await storePlacer(over, databasePid, 1, true),
    plainPlacer(over, databasePid, 1)
  ]) {
    const before = await over(rows)
    await place(10)
    const after = await over(rows)
    written.push(
      TABLES.map(
        (table, i) => `${table} ${Number(after[i]?.[0]?.["count"]) - Number(before[i]?.[0]?.["count"])}`
      ).join(", ")
    )
  }
  if (written[0] !== written[1]) throw new Error(`not the same rows: ${written.join(" / ")}`)
}
