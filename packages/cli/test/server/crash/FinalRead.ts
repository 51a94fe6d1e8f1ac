import { Database } from "@hotbag/adapters"
import { Effect, Redacted, Schema } from "effect"

/** Everything that is there at the end. */
export const FinalRead = Schema.Struct({
  orders: Schema.Array(
    Schema.Struct({ orderId: Schema.String, status: Schema.String, totalMinor: Schema.Int })
  ),
  log: Schema.Array(
    Schema.Struct({
      orderId: Schema.String,
      seq: Schema.Int,
      stream: Schema.String,
      version: Schema.NullOr(Schema.Int),
      atMs: Schema.Int,
      subject: Schema.String,
      commandId: Schema.NullOr(Schema.String),
      fact: Schema.String,
      courierId: Schema.NullOr(Schema.String)
    })
  ),
  ledger: Schema.Array(
    Schema.Struct({
      orderId: Schema.String,
      kind: Schema.String,
      amountMinor: Schema.Int
    })
  ),
  sagas: Schema.Array(
    Schema.Struct({
      orderId: Schema.String,
      orderStatus: Schema.String,
      deliveryStatus: Schema.String,
      payment: Schema.String
    })
  ),
  gateway: Schema.Array(
    Schema.Struct({ orderId: Schema.String, funds: Schema.String, settled: Schema.String })
  ),
  /** Errands that still wait, and that nobody could run. */
  waiting: Schema.Int,
  setAside: Schema.Int
})
export type FinalRead = typeof FinalRead.Type

/** Reads everything in one look at one moment. */
export const readAll = (url: string): Promise<FinalRead> =>
  ask(url, (sql) =>
    Effect.map(
      sql`select
        (select coalesce(json_agg(json_build_object('orderId', order_id, 'status', status, 'totalMinor', total_minor)), '[]') from orders) as orders,
        (select coalesce(json_agg(json_build_object('orderId', order_id, 'seq', seq, 'stream', stream, 'version', version,
          'atMs', (extract(epoch from at) * 1000)::bigint, 'subject', actor_subject, 'commandId', command_id,
          'fact', fact ->> '_tag', 'courierId', fact ->> 'courierId') order by order_id, seq), '[]') from case_log) as log,
        (select coalesce(json_agg(json_build_object('orderId', order_id, 'kind', kind, 'amountMinor', amount_minor)), '[]') from ledger_entries) as ledger,
        (select coalesce(json_agg(json_build_object('orderId', order_id, 'orderStatus', state ->> 'orderStatus',
          'deliveryStatus', state ->> 'deliveryStatus', 'payment', state ->> 'payment')), '[]') from sagas) as sagas,
        (select coalesce(json_agg(json_build_object('orderId', order_id, 'funds', payment ->> 'funds',
          'settled', payment ->> 'settled')), '[]') from sandbox_payments) as gateway,
        (select count(*)::integer from outbox) as waiting,
        (select count(*)::integer from outbox_set_aside) as "setAside"`,
      ([row]) => Schema.decodeUnknownSync(FinalRead)(row)
    )
  )

/** Orders that are not over and settled, or whose errands still wait. */
export const readUnfinished = (url: string): Promise<ReadonlyArray<string>> =>
  ask(url, (sql) =>
    Effect.map(
      sql`select s.order_id || ' ' || (s.state ->> 'orderStatus') || '/' || (s.state ->> 'deliveryStatus') || '/' || (s.state ->> 'payment')
          || case when l.order_id is null then '' else ' errands' end as what
        from sagas s left join outbox_lanes l on l.order_id = s.order_id
        where s.order_is_open or s.case_is_open or l.order_id is not null
          or s.state ->> 'payment' not in ('refused', 'captured', 'voided', 'refunded')`,
      (rows) => rows.map((row) => decodeWhat(row).what)
    )
  )

/** Of the dispatcher that has the region; null while nobody ever had it. */
export const readEpoch = (url: string, regionId: string): Promise<number | null> =>
  ask(url, (sql) =>
    Effect.map(
      sql`select epoch::integer as epoch from regions where region_id = ${regionId} and holder is not null`,
      ([row]) => (row === undefined ? null : decodeEpoch(row).epoch)
    )
  )

const decodeEpoch = Schema.decodeUnknownSync(Schema.Struct({ epoch: Schema.Int }))
const decodeWhat = Schema.decodeUnknownSync(Schema.Struct({ what: Schema.String }))

type Sql = Database["Service"]["sql"]

const ask = <A>(url: string, question: (sql: Sql) => Effect.Effect<A, unknown>): Promise<A> =>
  Effect.runPromise(
    Effect.flatMap(Database, ({ sql }) => question(sql)).pipe(
      Effect.timeout("20 seconds"),
      Effect.provide(Database.layer(Redacted.make(url), { maxConnections: 1, answerMs: 20_000 }))
    )
  )
