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
  return yield* PgMigrator.run({ loader: PgMigrator.fromRecord(migrations), table: "schema_migrations" })
}).pipe(
  (run) => Effect.flatMap(SqlClient, (sql) => sql.withTransaction(run)),
  Effect.provide(NodeServices.layer)
)

/** A layer that migrates before anything that is built on it. */
export const layerMigrated: Layer.Layer<never, PgMigrator.MigrationError | SqlError, SqlClient | PgClient> =
  Layer.effectDiscard(migrate)
