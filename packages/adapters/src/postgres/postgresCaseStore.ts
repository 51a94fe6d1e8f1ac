import { CaseEntry, CommandId, type DeliveryId, Limits, OrderId, SagaTimer } from "@hotbag/core"
import {
  Actor,
  CaseStore,
  type Commit,
  type CommitError,
  Failpoint,
  OrderDetails,
  type Receipt,
  type StoreUnavailable
} from "@hotbag/services"
import { Effect, Layer, Option, Schema } from "effect"
import { commitErrorOf } from "./cases/commitError.ts"
import { commitRows } from "./cases/CommitRows.ts"
import { type CaseRow, caseOf } from "./cases/readCase.ts"
import { Database } from "./Database.ts"
import { unavailable } from "./sqlFailure.ts"
import { makeWriteQueue, type WriteQueueOptions } from "./WriteQueue.ts"

/**
 * Cases in PostgreSQL. A commit is one statement in one round trip, whatever it does; commits that wait at the same time share
 * one. Every guarantee of the port is a rule of the schema too, so that no other program can break it either.
 */
export const postgresCaseStore = (queue?: WriteQueueOptions): Layer.Layer<CaseStore, never, Database> =>
  Layer.effect(
    CaseStore,
    Effect.gen(function* () {
      const database = yield* Database
      const failpoint = yield* Failpoint
      const send = yield* makeWriteQueue(
        (commits: ReadonlyArray<Commit>) => sendCommits(database, commits),
        queue
      )
      return CaseStore.of({
        ...readsOf(database),
        commit: (commit) =>
          Effect.andThen(
            failpoint.hit("commit-begun"),
            Effect.timeoutOrElse(send(commit), {
              duration: database.answerMs,
              orElse: () => Effect.fail(unavailable())
            })
          )
      })
    })
  )

type Sql = Database["Service"]["sql"]

const sendCommits = (
  { ask, sql }: Database["Service"],
  commits: ReadonlyArray<Commit>
): Effect.Effect<void, CommitError> =>
  Effect.catchTag(
    Effect.asVoid(ask(sql`select commit_cases(${commitRows(commits)}::jsonb)`.raw)),
    "ConstraintViolated",
    (violated) => {
      const [only] = commits
      const error = only === undefined ? null : commitErrorOf(violated, only)
      return error === null ? Effect.die(violated) : Effect.fail(error)
    }
  )

const readsOf = ({ read, sql }: Database["Service"]) => ({
  load: (orderId: OrderId) => first(read(casesWhere(sql, sql`s.order_id = ${orderId}`)), caseOf),
  orderOf: (deliveryId: DeliveryId) =>
    first(read(sql`select order_id from orders where delivery_id = ${deliveryId}`), orderIdOf),
  offeredAs: (offerId: string) =>
    each(
      read(sql`select order_id from delivery_offers where offer_id = ${offerId} order by order_id`),
      orderIdOf
    ),
  openIn: (regionId: string, after: OrderId | null) =>
    each(
      read(
        casesWhere(
          sql,
          sql`s.region_id = ${regionId} and s.case_is_open and s.order_id > ${after ?? ""}
            order by s.order_id limit ${Limits.casesPerPage}`
        )
      ),
      caseOf
    ),
  receipt: (scope: string, key: CommandId) =>
    first(
      read(sql`select scope, command_id as key, body_hash as "bodyHash", status, answer,
        (extract(epoch from created_at) * 1000)::float8 as "atMs"
        from receipts where scope = ${scope} and command_id = ${key}`),
      decodeReceipt
    ),
  amendReceipt: ({ scope, key, bodyHash, status, answer, atMs }: Receipt) =>
    Effect.asVoid(
      read(
        sql`update receipts set body_hash = ${bodyHash}, status = ${status}, answer = ${answer},
        created_at = to_timestamp(${atMs}::float8 / 1000) where scope = ${scope} and command_id = ${key}`.raw
      )
    ),
  forgetReceipts: (beforeMs: number, limit: number) =>
    Effect.map(
      read(sql`with gone as (
        delete from receipts where ctid in (
          select ctid from receipts where created_at < to_timestamp(${beforeMs}::float8 / 1000) limit ${limit}
        ) returning 1
      ) select count(*)::float8 as count from gone`),
      ([row]) => decodeCount(row).count
    ),
  due: (atMs: number, limit: number) =>
    each(
      read(sql`select order_id as "orderId", next_timer as timer,
        (extract(epoch from next_due_at) * 1000)::float8 as "dueAtMs"
        from sagas where next_due_at <= to_timestamp(${atMs}::float8 / 1000)
        order by next_due_at, order_id limit ${limit}`),
      decodeDue
    ),
  log: (orderId: OrderId) =>
    each(
      read(sql`select order_id as "orderId", command_id as "commandId",
        jsonb_build_object('role', actor_role, 'subject', actor_subject) as actor,
        jsonb_build_object('seq', seq, 'stream', stream, 'version', version,
          'atMs', (extract(epoch from at) * 1000)::bigint, 'fact', fact) as entry
        from case_log where order_id = ${orderId} order by seq`),
      decodeLogged
    ),
  details: (orderId: OrderId) =>
    first(
      read(sql`select address, recipient, instructions, note from order_details where order_id = ${orderId}`),
      Schema.decodeUnknownSync(OrderDetails)
    )
})

/** Cases as rows for {@link caseOf}: sagas `s` that `condition` chooses, with their orders and deliveries. */
export const casesWhere = (sql: Sql, condition: ReturnType<Sql["and"]>) =>
  sql<CaseRow>`select s.length, s.updated_at_ms, s.state as saga_state, o.state as order_state, d.state as delivery_state
    from sagas s join orders o on o.order_id = s.order_id left join deliveries d on d.order_id = s.order_id
    where ${condition}`

const first = <Row, A>(
  rows: Effect.Effect<ReadonlyArray<Row>, StoreUnavailable>,
  decode: (row: Row) => A
): Effect.Effect<Option.Option<A>, StoreUnavailable> =>
  Effect.map(rows, ([row]) => (row === undefined ? Option.none() : Option.some(decode(row))))

const each = <Row, A>(
  rows: Effect.Effect<ReadonlyArray<Row>, StoreUnavailable>,
  decode: (row: Row) => A
): Effect.Effect<ReadonlyArray<A>, StoreUnavailable> =>
  Effect.map(rows, (found) => found.map((row) => decode(row)))

const decodeOrderId = Schema.decodeUnknownSync(Schema.Struct({ order_id: OrderId }))
const orderIdOf = (row: unknown): OrderId => decodeOrderId(row).order_id

const decodeReceipt = Schema.decodeUnknownSync(
  Schema.Struct({
    scope: Schema.String,
    key: CommandId,
    bodyHash: Schema.String,
    status: Schema.Int,
    answer: Schema.String,
    atMs: Schema.Int
  })
)

const decodeCount = Schema.decodeUnknownSync(Schema.Struct({ count: Schema.Int }))

const decodeDue = Schema.decodeUnknownSync(
  Schema.Struct({ orderId: OrderId, timer: SagaTimer, dueAtMs: Schema.Int })
)

const decodeLogged = Schema.decodeUnknownSync(
  Schema.Struct({ orderId: OrderId, entry: CaseEntry, actor: Actor, commandId: Schema.NullOr(CommandId) })
)
