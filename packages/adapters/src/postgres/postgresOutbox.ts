import { AskRestaurant, Escalate, Notify, OrderId, RequestPayment } from "@hotbag/core"
import { Outbox, type Settlement } from "@hotbag/services"
import { Effect, Layer, Schema } from "effect"
import { Database } from "./Database.ts"
import { forgetOld } from "./forgetOld.ts"
import { makeWriteQueue, oneAfterTheOther } from "./WriteQueue.ts"

/**
 * The outbox in PostgreSQL: lanes are taken by whoever comes first, and the others pass them by. Lanes that are settled at the same time
 * share a statement.
 */
export const postgresOutbox: Layer.Layer<Outbox, never, Database> = Layer.effect(
  Outbox,
  Effect.gen(function* () {
    const database = yield* Database
    const { read, sql } = database
    const settleDone = yield* makeWriteQueue((lanes: ReadonlyArray<Settlement>) => {
      const names = JSON.stringify(lanes.map(({ orderId }) => orderId))
      const ids = `{${lanes.flatMap(({ done }) => done).join(",")}}`
      return Effect.asVoid(read(sql`select settle_lanes(${names}::jsonb, ${ids}::bigint[])`.raw))
    }, oneAfterTheOther)
    const settleOne = ({ orderId, done, setAside, retry }: Settlement) => {
      const ids = `{${done.join(",")}}`
      const reasons = setAside.length === 0 ? null : JSON.stringify(setAside)
      const again = retry === null ? null : BigInt(retry.id)
      const againAtMs = retry === null ? null : BigInt(retry.notBeforeMs)
      return Effect.asVoid(
        read(
          sql`select settle_errands(${orderId}, ${ids}::bigint[], ${reasons}::jsonb, ${again}, ${againAtMs})`
            .raw
        )
      )
    }
    return Outbox.of({
      take: (atMs, heldUntilMs, limit) =>
        Effect.map(
          read(sql`select id::float8 as id, order_id as "orderId", errand, attempts
            from take_errands(${BigInt(atMs)}, ${BigInt(heldUntilMs)}, ${limit})`),
          (rows) => rows.map((row) => decodeRow(row))
        ),
      settle: (lane) =>
        lane.setAside.length === 0 && lane.retry === null ? settleDone(lane) : settleOne(lane),
      backlog: Effect.map(
        read(sql`select (select coalesce(sum(pieces), 0) from outbox_lanes)::float8 as rows,
          (select (extract(epoch from committed_at) * 1000)::float8 from outbox order by id limit 1) as "oldestAtMs"`),
        ([row]) => decodeBacklog(row)
      ),
      forgetSetAside: (beforeMs, limit) => {
        const old = sql`committed_at < to_timestamp(${beforeMs}::float8 / 1000)`
        return forgetOld(database, "outbox_set_aside", old, limit)
      }
    })
  })
)

const decodeRow = Schema.decodeUnknownSync(
  Schema.Struct({
    id: Schema.Int,
    orderId: OrderId,
    errand: Schema.Union([RequestPayment, AskRestaurant, Notify, Escalate]),
    attempts: Schema.Int
  })
)

const decodeBacklog = Schema.decodeUnknownSync(
  Schema.Struct({ rows: Schema.Int, oldestAtMs: Schema.NullOr(Schema.Int) })
)
