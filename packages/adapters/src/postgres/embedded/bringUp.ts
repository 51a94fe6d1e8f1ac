import { Clock, Effect, Exit, type Redacted, Scope } from "effect"
import type { PgConnection } from "@effect/sql-pg/PgConnection"
import type { ChildProcess } from "node:child_process"
import { EmbeddedPostgresFailed } from "./EmbeddedPostgresFailed.ts"
import type { Folders } from "./folders.ts"
import { openSession, servedFolder } from "./ownership.ts"
import { freePort, lastWords, spawnPostmaster } from "./postmaster.ts"
import { isPostgres, readPostmasterPid, removePostmasterPid } from "./postmasterPid.ts"
import type { ServerUser } from "./ServerUser.ts"

/** What it takes to start the server. */
export interface Setup {
  readonly binaries: string
  readonly folders: Folders
  readonly user: ServerUser | null
  readonly password: Redacted.Redacted
  readonly maxConnections: number
}

/** A server that answers, and the session that found it so; closing `scope` ends the session, not the server. */
export interface Running {
  readonly pid: number
  readonly port: number
  readonly session: PgConnection
  readonly scope: Scope.Closeable
  /** It ran before we came. */
  readonly wasRunning: boolean
}

/** Replaying the log after a crash takes seconds; a server that is silent for longer than this will not come, in ms. */
const START_MS = 60_000

/** Starts that may fail in a row before the reason is taken for a lasting one. */
const ATTEMPTS = 3

/** Failures that pass by themselves: the remains of a server that was killed are still ending. */
const PASSING = ["pre-existing shared memory", "lock file", "shutting down"]

/**
 * The server of this cluster: attached to when it runs, started otherwise (on `port`, or on a free one when null). Waits for one that
 * is just starting or stopping.
 */
export const bringUp = (setup: Setup, port: number | null): Effect.Effect<Running, EmbeddedPostgresFailed> =>
  Effect.suspend(() => {
    const children: Array<ChildProcess> = []
    return Effect.onInterrupt(attempt(setup, port, children), () =>
      Effect.sync(() => {
        for (const child of children) child.kill("SIGINT")
      })
    )
  })

const attempt = Effect.fnUntraced(function* (
  setup: Setup,
  port: number | null,
  children: Array<ChildProcess>
) {
  const startedAtMs = yield* Clock.currentTimeMillis
  let failures = 0
  while ((yield* Clock.currentTimeMillis) - startedAtMs < START_MS) {
    const child = children.at(-1)
    const found = yield* Effect.promise(() => readPostmasterPid(setup.folders.cluster))
    if (found !== null && (yield* Effect.promise(() => isPostgres(found.pid)))) {
      const running = yield* attach(setup, found.pid, found.port, child?.pid !== found.pid)
      if (running !== null) return running
    } else if (child === undefined || hasEnded(child)) {
      if (child !== undefined) failures += yield* weighFailure(setup)
      if (failures >= ATTEMPTS) return yield* didNotStart(setup)
      if (found !== null) yield* Effect.promise(() => removePostmasterPid(setup.folders.cluster))
      children.push(yield* start(setup, port))
    }
    yield* Effect.sleep("30 millis")
  }
  return yield* didNotStart(setup)
})

const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined

const start = (setup: Setup, port: number | null): Effect.Effect<ChildProcess, EmbeddedPostgresFailed> =>
  Effect.tryPromise({
    try: async () =>
      spawnPostmaster(
        setup.binaries,
        setup.folders,
        setup.user,
        port ?? (await freePort()),
        setup.maxConnections
      ),
    catch: (cause) =>
      new EmbeddedPostgresFailed({
        reason: "did-not-start",
        message: `PostgreSQL did not start: ${String(cause)}`
      })
  })

/** A session in the server, when it already answers and serves this very cluster; null when not (yet). */
const attach = Effect.fnUntraced(function* (setup: Setup, pid: number, port: number, wasRunning: boolean) {
  const scope = yield* Scope.make()
  const opened = yield* Effect.exit(
    Effect.gen(function* () {
      const session = yield* openSession(port, setup.password)
      return { session, folder: yield* servedFolder(session) }
    }).pipe(Scope.provide(scope))
  )
  if (Exit.isSuccess(opened) && opened.value.folder === setup.folders.cluster) {
    return { pid, port, session: opened.value.session, scope, wasRunning }
  }
  yield* Scope.close(scope, Exit.void)
  return null
})

/** 0 for a failed start whose reason passes by itself, 1 for any other. */
const weighFailure = (setup: Setup): Effect.Effect<number> =>
  Effect.promise(async () => {
    const said = await lastWords(setup.folders)
    return PASSING.some((words) => said.includes(words)) ? 0 : 1
  })

const didNotStart = Effect.fnUntraced(function* (setup: Setup) {
  const said = yield* Effect.promise(() => lastWords(setup.folders))
  return yield* new EmbeddedPostgresFailed({
    reason: "did-not-start",
    message: `PostgreSQL does not answer; its log ${setup.folders.log} ends with: ${said}`
  })
})
