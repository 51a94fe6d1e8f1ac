import { Limits } from "@hotbag/core"
import type { StoreUnavailable } from "@hotbag/services"
import { Clock, Context, Effect, Exit, Layer, type Redacted } from "effect"
import type { SqlClient } from "effect/sql/SqlClient"
import { SqlError } from "effect/sql/SqlError"
import * as PgClient from "@effect/sql-pg/PgClient"
import { Breaker } from "./Breaker.ts"
import { EmbeddedPostgres } from "./EmbeddedPostgres.ts"
import { type ConstraintViolated, meaningOf, unavailable } from "./sqlFailure.ts"
import { withDeadline } from "./withDeadline.ts"

/** How to use a database. */
export interface DatabaseOptions {
  /** Sessions that we open at most; 16 unless told. The server's own limit must leave room for all processes. */
  readonly maxConnections?: number
  /** Every call is answered within this, in ms; `Limits.databaseAnswerMs` unless told. */
  readonly answerMs?: number
}

/**
 * The database, so that nobody waits for it for ever. Adapters write their statements with `sql`, and send every call through
 * `ask`.
 */
export class Database extends Context.Service<
  Database,
  {
    readonly sql: PgClient.PgClient
    /** Within this every call is answered, in ms. */
    readonly answerMs: number
    /**
     * `call` with a deadline and errors that say what to do: `StoreUnavailable` when there is no answer in time (the call may
     * have happened!), the connection is lost or the server busy; `ConstraintViolated` when a rule of the schema refuses it. A mistake
     * in the statement is a defect. Wrap a whole transaction, not the statements in it.
     */
    readonly ask: <A, E, R>(
      call: Effect.Effect<A, E, R>
    ) => Effect.Effect<A, Exclude<E, SqlError> | StoreUnavailable | ConstraintViolated, R>
    /** Like `ask`, for reads and for writes that no rule can refuse: a refusal is a defect. */
    readonly read: <A, E, R>(
      call: Effect.Effect<A, E, R>
    ) => Effect.Effect<A, Exclude<E, SqlError> | StoreUnavailable, R>
  }
>()("@hotbag/adapters/postgres/Database") {
  /** The database behind `url` (`DATABASE_URL`). Opens sessions when they are needed: it need not answer yet. */
  static readonly layer = (
    url: Redacted.Redacted,
    options: DatabaseOptions = {}
  ): Layer.Layer<Database | PgClient.PgClient | SqlClient, SqlError> =>
    Layer.effect(Database, makeDatabase(options)).pipe(Layer.provideMerge(clientLayer(url, options)))

  /** The database of the embedded server. */
  static readonly layerEmbedded = (
    options: DatabaseOptions = {}
  ): Layer.Layer<Database | PgClient.PgClient | SqlClient, SqlError, EmbeddedPostgres> =>
    Layer.unwrap(Effect.map(EmbeddedPostgres, ({ url }) => Database.layer(url, options)))
}

const MAX_CONNECTIONS = 16

const clientLayer = (url: Redacted.Redacted, options: DatabaseOptions) => {
  const answerMs = options.answerMs ?? Limits.databaseAnswerMs
  return PgClient.layer({
    url,
    applicationName: "hotbag",
    maxConnections: options.maxConnections ?? MAX_CONNECTIONS,
    connectTimeout: answerMs,
    keepAlive: "30 seconds",
    // The server gives up when nobody waits for the answer any more, so that a late write does not pile up behind later ones.
    startupParameters: {
      timezone: "UTC",
      statement_timeout: String(answerMs),
      lock_timeout: String(answerMs),
      idle_in_transaction_session_timeout: String(2 * answerMs)
    }
  })
}

const makeDatabase = Effect.fnUntraced(function* (options: DatabaseOptions) {
  const sql = yield* PgClient.PgClient
  const answerMs = options.answerMs ?? Limits.databaseAnswerMs
  const breaker = new Breaker()
  let open = 0

  const guarded = <A, E, R>(call: Effect.Effect<A, E, R>): Effect.Effect<A, E | StoreUnavailable, R> =>
    Effect.flatMap(Clock.currentTimeMillis, (nowMs): Effect.Effect<A, E | StoreUnavailable, R> => {
      if (open >= Limits.databaseCalls || !breaker.admits(nowMs)) return Effect.fail(unavailable())
      open += 1
      const counted = Effect.onExit(call, (exit) =>
        Effect.sync(() => {
          open -= 1
          if (!Exit.hasInterrupts(exit)) breaker.answered()
        })
      )
      return withDeadline(counted, answerMs, () => {
        breaker.late(nowMs + answerMs)
        return unavailable()
      })
    })

  return Database.of({
    sql,
    answerMs,
    ask: (call) => translated(guarded(call), meant),
    read: (call) => translated(guarded(call), meantForRead)
  })
})

/** `call` with the driver's failures replaced by what they mean. */
const translated = <A, E, R, E2>(
  call: Effect.Effect<A, E, R>,
  meaning: (error: SqlError) => Effect.Effect<never, E2>
): Effect.Effect<A, Exclude<E, SqlError> | E2, R> =>
  Effect.catch(call, (error): Effect.Effect<never, Exclude<E, SqlError> | E2> => {
    if (error instanceof SqlError) return meaning(error)
    return isOther(error) ? Effect.fail(error) : Effect.die(error)
  })

const isOther = <E>(error: E): error is Exclude<E, SqlError> => !(error instanceof SqlError)

const meant = (error: SqlError): Effect.Effect<never, StoreUnavailable | ConstraintViolated> => {
  const meaning = meaningOf(error)
  return meaning === null ? Effect.die(error) : Effect.fail(meaning)
}

const meantForRead = (error: SqlError): Effect.Effect<never, StoreUnavailable> =>
  Effect.catchTag(meant(error), "ConstraintViolated", Effect.die)
