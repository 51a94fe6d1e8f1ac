import { CaseEntry, type CaseOptions, defaultCaseOptions, Limits, OrderId } from "@hotbag/core"
import { Effect, Result, Schema } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import { Database } from "../Database.ts"
import { compareTables, createFreshTables, fillFreshTables } from "./freshTables.ts"
import { type RebuiltCase, rebuiltRows } from "./rebuiltRows.ts"

/** One row that is not what the log says. */
export const RebuildDifference = Schema.Struct({
  table: Schema.Literals(["case_log", "orders", "deliveries", "sagas", "order_items", "assignments"]),
  orderId: Schema.String,
  /** Not there; there without a reason in the log; another one; or a log that cannot be read. */
  what: Schema.Literals(["missing", "unfounded", "different", "unreadable"])
})
export type RebuildDifference = typeof RebuildDifference.Type

/** What a rebuild found. */
export interface RebuildReport {
  readonly cases: number
  readonly entries: number
  /** By order, at most `Limits.rebuildDifferences` of them. */
  readonly differences: ReadonlyArray<RebuildDifference>
  /** All of them. */
  readonly found: number
}

/** Entries read at once: some ten megabytes. */
const PAGE = 5_000

/**
 * Builds orders, deliveries, sagas, items and assignments anew from the log alone and compares them with the tables (S64): an empty
 * list of differences proves that the tables are a projection of the log. Reads one moment of the database and
 * changes nothing, so it may run beside the server. Give the options the log was written with. Minutes for a million orders.
 */
export const rebuild = (
  options: CaseOptions = defaultCaseOptions
): Effect.Effect<RebuildReport, SqlError, Database> =>
  Effect.flatMap(Database, ({ sql }) =>
    sql.withTransaction(
      Effect.gen(function* () {
        yield* sql`set transaction isolation level repeatable read`
        yield* sql`set local statement_timeout = 0`
        yield* createFreshTables(sql)
        const read = yield* replayAll(sql, options)
        const compared = yield* compareTables(sql)
        // A log that cannot be read was replayed to nothing; that its rows are unfounded says the same again.
        const unreadable = new Set(read.unreadable)
        const differences: ReadonlyArray<RebuildDifference> = [
          ...read.unreadable.map((orderId) => ({ table: "case_log", orderId, what: "unreadable" }) as const),
          ...compared.map((row) => decodeDifference(row)).filter(({ orderId }) => !unreadable.has(orderId))
        ]
        return {
          cases: read.cases,
          entries: read.entries,
          differences: differences.slice(0, Limits.rebuildDifferences),
          found: differences.length
        }
      })
    )
  )

const decodeDifference = Schema.decodeUnknownSync(RebuildDifference)

type Sql = Database["Service"]["sql"]

const replayAll = Effect.fnUntraced(function* (
  sql: Sql,
  options: CaseOptions
): Effect.fn.Return<{ cases: number; entries: number; unreadable: Array<string> }, SqlError> {
  const read = { cases: 0, entries: 0, unreadable: new Array<string>() }
  let after = ""
  while (true) {
    const logs = yield* nextLogs(sql, after)
    if (logs.length === 0) return read
    const rebuilt: Array<RebuiltCase> = []
    for (const { orderId, entries } of logs) {
      read.cases += 1
      read.entries += entries.length
      const rows = Result.try(() => rebuiltRows(decodeEntries(entries), options))
      if (Result.isSuccess(rows)) rebuilt.push(rows.success)
      else read.unreadable.push(orderId)
      after = orderId
    }
    yield* fillFreshTables(sql, rebuilt)
  }
})

const decodeEntries = Schema.decodeUnknownSync(Schema.Array(CaseEntry))

/** The logs of the next orders by id, each from its beginning to its end. */
const nextLogs = (sql: Sql, after: string) =>
  Effect.map(
    sql`with page as (
        select order_id from case_log where order_id > ${after} order by order_id limit ${PAGE}
      )
      select order_id as "orderId", jsonb_agg(jsonb_build_object('seq', seq, 'stream', stream, 'version', version,
        'atMs', (extract(epoch from at) * 1000)::bigint, 'fact', fact) order by seq) as entries
      from case_log where order_id in (select order_id from page) group by order_id order by order_id`,
    (rows) => rows.map((row) => decodeLog(row))
  )

const decodeLog = Schema.decodeUnknownSync(
  Schema.Struct({ orderId: OrderId, entries: Schema.Array(Schema.Unknown) })
)
