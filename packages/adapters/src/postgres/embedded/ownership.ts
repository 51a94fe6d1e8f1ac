import { Effect, type Redacted, type Scope } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import * as PgConnection from "@effect/sql-pg/PgConnection"
import { EmbeddedPostgresFailed } from "./EmbeddedPostgresFailed.ts"
import { EMBEDDED_ROLE } from "./initCluster.ts"

/** Name of the database inside the embedded server. */
export const EMBEDDED_DATABASE = "hotbag"

/** Advisory lock in the maintenance database: whoever holds it owns the server, that is, restarts and stops it. */
const LOCK = "7453214578601"

/** Starts the name of the owner's session; its process id follows. */
const OWNER = "hotbag owner"

/** Names the owner of the server on `port` to a second process that wants the same folder. */
const NAME_OWNER = `
  select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'advisory' and a.application_name like '${OWNER}%' and a.pid <> pg_backend_pid()
  limit 1`

/** A session in the maintenance database of the server on `port`. Fails while it starts, stops or is gone. */
export const openSession = (
  port: number,
  password: Redacted.Redacted
): Effect.Effect<PgConnection.PgConnection, SqlError, Scope.Scope> =>
  PgConnection.make({
    host: "127.0.0.1",
    port,
    database: "postgres",
    username: EMBEDDED_ROLE,
    password,
    connectTimeout: "3 seconds",
    applicationName: `${OWNER} ${process.pid}`,
    ssl: false
  })

/** The folder whose data the server behind the session serves. */
export const servedFolder = (session: PgConnection.PgConnection): Effect.Effect<unknown, SqlError> =>
  Effect.map(session.queryValues("show data_directory"), (rows) => rows[0]?.[0])

/**
 * Takes the server for this session; it stays ours until the session ends, also by `kill -9`. Fails with `folder-in-use` when it is
 * another process's, and names that.
 */
export const takeOwnership = Effect.fnUntraced(function* (session: PgConnection.PgConnection, home: string) {
  // The session of an owner that was killed may take a moment to notice.
  for (let attempt = 0; attempt < 10; attempt++) {
    const [row] = yield* session.queryValues(`select pg_try_advisory_lock(${LOCK})`)
    if (row?.[0] === true) return
    yield* Effect.sleep("100 millis")
  }
  const [row] = yield* session.queryValues(NAME_OWNER)
  const name = row?.[0]
  const owner = typeof name === "string" ? name.slice(OWNER.length + 1) : "unknown"
  return yield* new EmbeddedPostgresFailed({
    reason: "folder-in-use",
    message: `The data folder ${home} is in use by process ${owner}: stop that one, or choose another data folder.`
  })
})

/** Makes our database on first use. */
export const ensureDatabase = Effect.fnUntraced(function* (session: PgConnection.PgConnection) {
  const found = yield* session.queryValues(`select 1 from pg_database where datname = '${EMBEDDED_DATABASE}'`)
  if (found.length > 0) return
  yield* session.query(`create database ${EMBEDDED_DATABASE}`, [], false)
})
