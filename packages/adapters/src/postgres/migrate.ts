import type { PgClient } from "@effect/sql-pg/PgClient"
import * as PgMigrator from "@effect/sql-pg/PgMigrator"
import { NodeServices } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { migrations } from "./migrations/migrations.ts"

/** Any number, the same in all our processes: whoever holds it migrates. */
const LOCK = 7_453_214_578_602

/**
 * Brings the schema up to date: every migration that did not run yet, in the order of their numbers, in one transaction.
 * Returns those that ran. Processes that start together wait for each other, and the later ones find nothing to do.
 */
export const migrate: Effect.Effect<
  ReadonlyArray<readonly [id: number, name: string]>,
  PgMigrator.MigrationError | SqlError,
  SqlClient | PgClient
> = Effect.gen(function* () {
  const sql = yield* SqlClient
  // Held to the end of the transaction, which ends with the session at the latest. A migration of a large table takes its time.
  yield* sql`set local statement_timeout = 0`
  yield* sql`set local lock_timeout = 0`
  yield* sql`set local idle_in_transaction_session_timeout = 0`
  yield* sql`select pg_advisory_xact_lock(${BigInt(LOCK)})`
  const ran = yield* PgMigrator.run({ loader: PgMigrator.fromRecord(migrations), table: "schema_migrations" })
  yield* checkComplete
  return ran
}).pipe(
  (run) => Effect.flatMap(SqlClient, (sql) => sql.withTransaction(run)),
  Effect.provide(NodeServices.layer)
)

/**
 * A migration with a number below one that ran before is never run: that database was made by a development version between
 * two releases, and saying so beats a missing table.
 */
const checkComplete = Effect.gen(function* () {
  const sql = yield* SqlClient
  const rows = yield* sql<{ migration_id: number }>`select migration_id from schema_migrations`
  const known = new Set(rows.map(({ migration_id }) => migration_id))
  const missing = Object.keys(migrations).filter((name) => !known.has(Number.parseInt(name, 10)))
  if (missing.length === 0) return
  return yield* new PgMigrator.MigrationError({
    kind: "BadState",
    message: `This database skipped ${missing.join(", ")}: it was made by a development version; begin with a new one.`
  })
})

/** A layer that migrates before anything that is built on it. */
export const layerMigrated: Layer.Layer<never, PgMigrator.MigrationError | SqlError, SqlClient | PgClient> =
  Layer.effectDiscard(migrate)
