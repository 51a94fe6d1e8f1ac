import { developmentIdentities, Database, EmbeddedPostgres, TokenIssuer } from "@hotbag/adapters"
import type { TokenRole } from "@hotbag/core"
import { Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { spawn } from "node:child_process"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { Caretaking } from "./Caretaking.ts"

/** A marketplace in a process of its own, on an embedded database that is ours to look into. */
export interface Marketplace {
  readonly url: string
  /** The server process. */
  readonly pid: number
  /** The database's first process. */
  readonly databasePid: number
  readonly tokenOf: (role: TokenRole, subject: string) => Promise<string>
  /** Rows of a statement. */
  readonly ask: (
    sql: (sql: Database["Service"]["sql"]) => Effect.Effect<ReadonlyArray<object>, unknown>
  ) => Promise<ReadonlyArray<object>>
  /** Ends the server, politely or not, and starts it again at the same address on what it left behind; how long there was none, in ms. */
  readonly restart: (signal: "SIGKILL" | "SIGTERM") => Promise<number>
  readonly stop: () => Promise<void>
}

/**
 * Starts `hotbag serve` with everything on, on an empty folder: filled from a scenario, or empty for null. Server, database and folder are gone when this
 * process is, even when it never came to `stop`.
 */
export const startMarketplace = async (
  scenario: string | null,
  env: Readonly<Record<string, string>> = {}
): Promise<Marketplace> => {
  const folder = await mkdtemp(join(tmpdir(), "hotbag-bench-"))
  // The database's user has to get in.
  await chmod(folder, 0o755)
  const caretaking = new Caretaking()
  const embedded = EmbeddedPostgres.layer({ dataFolder: folder })
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(
      Database.layerEmbedded({ maxConnections: 2 }).pipe(Layer.provideMerge(embedded)),
      developmentIdentities(folder)
    )
  )
  const { databasePid, url } = await runtime.runPromise(
    Effect.gen(function* () {
      const { pid, url } = yield* EmbeddedPostgres
      return { databasePid: yield* pid, url: Redacted.value(url) }
    })
  )
  const filled = scenario === null ? [] : ["--seed-city", scenario]
  const settings = { DATABASE_URL: url, ...env }
  const database = { pid: databasePid, signal: "SIGINT" } as const
  const start = (options: ReadonlyArray<string>) =>
    startServer([...options, "--data", folder], settings, (pid) =>
      caretaking.tell({ processes: [{ pid, signal: "SIGTERM" }, database], folder })
    )
  caretaking.tell({ processes: [database], folder })
  let server = await start(["--port", "0", ...filled])
  return {
    url: server.url,
    get pid() {
      return server.pid
    },
    restart: async (signal) => {
      const startMs = performance.now()
      await server.end(signal)
      server = await start(["--port", new URL(server.url).port])
      return performance.now() - startMs
    },
    databasePid,
    tokenOf: (role, subject) =>
      runtime.runPromise(
        Effect.flatMap(TokenIssuer, (issuer) => issuer.issueToken({ role, subject })).pipe(
          Effect.map((token) => Redacted.value(token))
        )
      ),
    ask: (statement) => runtime.runPromise(Effect.flatMap(Database, ({ sql }) => statement(sql))),
    stop: async () => {
      await server.stop()
      await runtime.dispose()
      await rm(folder, { recursive: true, force: true })
      caretaking.end()
    }
  }
}

const main = fileURLToPath(new URL("../../../packages/cli/src/main.ts", import.meta.url))

const startServer = async (
  options: ReadonlyArray<string>,
  env: Readonly<Record<string, string>>,
  started: (pid: number) => void
) => {
  const child = spawn(process.execPath, [main, "serve", "--json", ...options], {
    env: {
      ...process.env,
      AUTH_JWKS_URL: "",
      ...env,
      NODE_OPTIONS: process.env["HOTBAG_SERVER_OPTIONS"] ?? ""
    },
    stdio: ["ignore", "pipe", "inherit"]
  })
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)))
  const { pid } = child
  if (pid === undefined) throw new Error("the server could not be started")
  started(pid)
  const first = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve)),
    ended.then((code): string => {
      throw new Error(`the server ended with ${code}`)
    })
  ])
  const said: unknown = JSON.parse(first)
  const isListening = typeof said === "object" && said !== null && "listening" in said
  const url = isListening ? String(said.listening) : ""
  return {
    url,
    pid,
    end: (signal: "SIGKILL" | "SIGTERM") => {
      child.kill(signal)
      return ended
    },
    stop: async () => {
      child.kill("SIGTERM")
      const code = await ended
      if (code !== 0) throw new Error(`the server ended with ${code}`)
    }
  }
}
