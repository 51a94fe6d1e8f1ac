import { Limits } from "@hotbag/core"
import { Notices, ToldNotice } from "@hotbag/services"
import { Effect, Layer, Schema } from "effect"
import { Database } from "./Database.ts"
import { forgetOld } from "./forgetOld.ts"
import { makeWriteQueue, oneAfterTheOther } from "./WriteQueue.ts"

/** Notices in PostgreSQL; those that are told at the same time share a statement. */
export const postgresNotices: Layer.Layer<Notices, never, Database> = Layer.effect(
  Notices,
  Effect.gen(function* () {
    const database = yield* Database
    const { read, sql } = database
    const tell = yield* makeWriteQueue(
      (notices: ReadonlyArray<ToldNotice>) =>
        Effect.asVoid(
          read(
            sql`insert into notices (key, order_id, recipient, recipient_id, notice, at_ms)
            select n.key, n."orderId", n."to", n."recipientId", n.notice, n."atMs"
            from jsonb_to_recordset(${JSON.stringify(notices)}::jsonb) as n(key text, "orderId" text, "to" text,
              "recipientId" text, notice text, "atMs" bigint)
            on conflict do nothing`.raw
          )
        ),
      oneAfterTheOther
    )
    return Notices.of({
      tell,
      of: (to, recipientId) =>
        Effect.map(
          read(sql`select key, order_id as "orderId", recipient as "to", recipient_id as "recipientId", notice,
            at_ms::float8 as "atMs" from notices where recipient = ${to} and recipient_id = ${recipientId}
            order by at_ms desc, id desc limit ${Limits.noticesPerPage}`),
          decodeNotices
        ),
      forget: (beforeMs, limit) => forgetOld(database, "notices", sql`at_ms < ${BigInt(beforeMs)}`, limit)
    })
  })
)

const decodeNotices = Schema.decodeUnknownSync(Schema.Array(ToldNotice))
