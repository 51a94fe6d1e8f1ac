import { Database, developmentIdentities, EmbeddedPostgres, TokenIssuer } from "@hotbag/adapters"
import type { TokenRole } from "@hotbag/core"
import { Effect, Layer, ManagedRuntime, Redacted, Schema } from "effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { extname, join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { processCpuMs } from "./processCpuMs.ts"
import { lookAtRunQueue, type RunQueue, sessionsOf } from "./runQueue.ts"

/** A server in a process of its own, on a database that is ours to look into. */
export interface Laboratory {
  readonly url: string
  /** From the start of a further instance until it takes requests, in ms. */
  readonly startMs: number
  readonly tokenOf: (role: TokenRole, subject: string) => Promise<string>
  /** Processor time of server and database so far, and transactions, in ms. */
  readonly spent: () => Promise<Spent>
  /** Looks at who waits for a processor, among those that serve a request; see `RunQueue`. */
  readonly runQueue: () => () => RunQueue
  /** Rows of a question to the database. */
  readonly ask: (
    statement: (sql: Database["Service"]["sql"]) => Effect.Effect<ReadonlyArray<object>, unknown>
  ) => Promise<ReadonlyArray<object>>
  readonly close: () => Promise<void>
}

/** What was used up. */
export interface Spent {
  readonly nodeMs: number
  readonly databaseMs: number
  readonly transactions: number
}

/** Starts PostgreSQL on an empty folder, and `hotbag serve` on it, filled from a scenario. */
export const openLaboratory = async (scenario: string): Promise<Laboratory> => {
  const folder = await mkdtemp(join(tmpdir(), "hotbag-calibrate-"))
  // The database's user has to get in.
  await chmod(folder, 0o755)
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(
      Database.layerEmbedded({ maxConnections: 2 }).pipe(
        Layer.provideMerge(EmbeddedPostgres.layer({ dataFolder: folder }))
      ),
      developmentIdentities(folder)
    )
  )
  const stops: Array<() => Promise<unknown>> = [
    () => rm(folder, { recursive: true, force: true }),
    () => runtime.dispose()
  ]
  const close = async () => {
    for (const stop of stops.splice(0).toReversed()) await stop()
  }
  try {
    const database = await runtime.runPromise(
      Effect.gen(function* () {
        const { pid, url } = yield* EmbeddedPostgres
        return { pid: yield* pid, url: Redacted.value(url) }
      })
    )
    const first = await startInstance(folder, database.url, ["--seed-city", scenario])
    stops.push(first.stop)
    const startedMs = performance.now()
    const second = await startInstance(join(folder, "second"), database.url, [])
    const startMs = performance.now() - startedMs
    await second.stop()
    const ask: Laboratory["ask"] = (statement) =>
      runtime.runPromise(Effect.flatMap(Database, ({ sql }) => statement(sql)))
    return {
      url: first.url,
      startMs,
      ask,
      close,
      tokenOf: (role, subject) =>
        runtime.runPromise(
          Effect.flatMap(TokenIssuer, (issuer) => issuer.issueToken({ role, subject })).pipe(
            Effect.map((token) => Redacted.value(token))
          )
        ),
      runQueue: () => {
        const sessions = sessionsOf(database.pid)
        return () => lookAtRunQueue(first.pid, sessions)
      },
      spent: async () => {
        const [row] = await ask(
          (sql) => sql`select xact_commit::float8 as transactions from pg_stat_database
            where datname = current_database()`
        )
        return {
          nodeMs: processCpuMs(first.pid),
          databaseMs: processCpuMs(database.pid),
          transactions: decodeTransactions(row).transactions
        }
      }
    }
  } catch (error) {
    await close()
    throw error
  }
}

const decodeTransactions = Schema.decodeUnknownSync(Schema.Struct({ transactions: Schema.Finite }))

const main = fileURLToPath(new URL(`../main${extname(import.meta.url)}`, import.meta.url))

const startInstance = async (folder: string, databaseUrl: string, options: ReadonlyArray<string>) => {
  const child = spawn(
    process.execPath,
    [main, "serve", "--port", "0", "--json", "--data", folder, ...options],
    {
      env: { ...process.env, AUTH_JWKS_URL: "", DATABASE_URL: databaseUrl },
      stdio: ["ignore", "pipe", "inherit"]
    }
  )
  const ended = once(child, "exit")
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    ended.then(([code]) => Promise.reject(new Error(`the server ended with ${String(code)}`)))
  ])
  const { listening } = decodeListening(line[0])
  return {
    url: listening,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode === null) child.kill("SIGTERM")
      await ended
    }
  }
}

const decodeListening = Schema.decodeUnknownSync(
  Schema.fromJsonString(Schema.Struct({ listening: Schema.String }))
)
