import { Context, Effect, Exit, Layer, Queue, Redacted, Ref, Schedule, Scope } from "effect"
import { resolve } from "node:path"
import { findBinaries } from "./embedded/binaries.ts"
import { bringUp, type Running, type Setup } from "./embedded/bringUp.ts"
import { EmbeddedPostgresFailed } from "./embedded/EmbeddedPostgresFailed.ts"
import { foldersUnder, prepareHome, reachableBinaries } from "./embedded/folders.ts"
import { EMBEDDED_ROLE, initCluster } from "./embedded/initCluster.ts"
import { EMBEDDED_DATABASE, ensureDatabase, takeOwnership } from "./embedded/ownership.ts"
import { serverUser } from "./embedded/ServerUser.ts"
import { shutDown } from "./embedded/shutDown.ts"

/** What the embedded server is told. */
export interface EmbeddedPostgresOptions {
  /** The operator's data folder; everything of the server is in `postgres` under it, and nothing anywhere else. */
  readonly dataFolder: string
  /** Sessions that the server admits; 64 unless told. */
  readonly maxConnections?: number
  /** Where the binaries are; found in the npm package for this machine unless told. */
  readonly binaries?: string
}

/**
 * A real PostgreSQL that came with npm, run by us on a folder of the operator's choice: nothing to install. It is made on first use,
 * found again when it still runs (after a `kill -9` of ours), restarted on the same port when it dies, and stopped when
 * the layer's scope closes. Exactly one process owns a folder; another one is refused.
 *
 * Listens on a loopback port behind a password. As root it runs as an unprivileged user, who then owns the folder.
 */
export class EmbeddedPostgres extends Context.Service<
  EmbeddedPostgres,
  {
    /** Where to connect, password included. Stays the same while the layer lives. */
    readonly url: Redacted.Redacted
    /** The folder that holds everything of the server. */
    readonly home: string
    /** Whether it ran already when we came. */
    readonly wasRunning: boolean
    /** Process id of the server; another one after each restart. */
    readonly pid: Effect.Effect<number>
  }
>()("@hotbag/adapters/postgres/EmbeddedPostgres") {
  /** Starts or finds the server. Fails with one line that says what is in the way. */
  static readonly layer = (
    options: EmbeddedPostgresOptions
  ): Layer.Layer<EmbeddedPostgres, EmbeddedPostgresFailed> => Layer.effect(EmbeddedPostgres, serve(options))
}

const DEFAULT_CONNECTIONS = 64

const serve = Effect.fnUntraced(function* (options: EmbeddedPostgresOptions) {
  const setup = yield* prepare(options)
  const current = yield* Effect.acquireRelease(
    Effect.flatMap(own(setup, null), (running) => Ref.make(running)),
    (current) =>
      Effect.flatMap(Ref.get(current), (running) =>
        Effect.andThen(shutDown(running.pid), Scope.close(running.scope, Exit.void))
      ),
    { interruptible: true }
  )
  const first = yield* Ref.get(current)
  yield* Effect.forkScoped(keepAlive(setup, current))
  const password = Redacted.value(setup.password)
  return EmbeddedPostgres.of({
    url: Redacted.make(
      `postgres://${EMBEDDED_ROLE}:${password}@127.0.0.1:${first.port}/${EMBEDDED_DATABASE}?sslmode=disable`
    ),
    home: setup.folders.home,
    wasRunning: first.wasRunning,
    pid: Effect.map(Ref.get(current), ({ pid }) => pid)
  })
})

const prepare = Effect.fnUntraced(function* (options: EmbeddedPostgresOptions) {
  const user = serverUser()
  const folders = foldersUnder(resolve(options.dataFolder))
  const native = options.binaries ?? (yield* findBinaries())
  yield* prepareHome(folders.home, user)
  const binaries = yield* reachableBinaries(native, folders.home, user)
  const password = Redacted.make(yield* initCluster(binaries, folders, user))
  const maxConnections = options.maxConnections ?? DEFAULT_CONNECTIONS
  return { binaries, folders, user, password, maxConnections } satisfies Setup
})

/** The server, up and ours. A server that we started but could not take is left to whoever took it. */
const own = Effect.fnUntraced(function* (setup: Setup, port: number | null) {
  const running = yield* bringUp(setup, port)
  const taken = Effect.andThen(
    takeOwnership(running.session, setup.folders.home),
    ensureDatabase(running.session)
  )
  yield* taken.pipe(
    Effect.catchTag(
      "SqlError",
      (error) =>
        new EmbeddedPostgresFailed({ reason: "did-not-start", message: `PostgreSQL: ${error.message}` })
    ),
    Effect.onExit((exit) => (Exit.isSuccess(exit) ? Effect.void : Scope.close(running.scope, Exit.void)))
  )
  return running
})

/** Our session ends when the server does: then it is started again, on the same port, so that everybody finds it. */
const keepAlive = Effect.fnUntraced(function* (setup: Setup, current: Ref.Ref<Running>) {
  while (true) {
    const running = yield* Ref.get(current)
    yield* untilGone(running)
    yield* Effect.logWarning("The embedded PostgreSQL is gone; it is started again.")
    yield* Scope.close(running.scope, Exit.void)
    const next = yield* own(setup, running.port).pipe(
      Effect.tapError((error) => Effect.logError(error.message)),
      Effect.retry(Schedule.spaced("1 second"))
    )
    yield* Ref.set(current, next)
  }
})

const untilGone = ({ session, scope }: Running): Effect.Effect<void> =>
  session.listen("hotbag_owner").pipe(
    Scope.provide(scope),
    Effect.flatMap((notices) => Effect.forever(Queue.take(notices))),
    Effect.ignore
  )
