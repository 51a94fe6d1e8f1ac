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
    const write = yield* makeWriteQueue(
      (writes: ReadonlyArray<Write>) =>
        Effect.map(
          read(
            sql`insert into notices (key, order_id, recipient, recipient_id, notice, at_ms)
            select n.key, n."orderId", n."to", n."recipientId", n.notice, n."atMs"
            from jsonb_to_recordset(${JSON.stringify(writes.map(({ notice }) => notice))}::jsonb) as n(key text, "orderId" text, "to" text,
              "recipientId" text, notice text, "atMs" bigint)
            on conflict do nothing returning key`
          ),
          (rows) => markNew(writes, new Set(decodeKeys(rows).map(({ key }) => key)))
        ),
      oneAfterTheOther
    )
    return Notices.of({
      tell: (notice) =>
        Effect.suspend(() => {
          const one: Write = { notice, isNew: false }
          return Effect.map(write(one), () => one.isNew)
        }),
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

interface Write {
  readonly notice: ToldNotice
  isNew: boolean
}

/** Of several with one key the first is the one that was kept. */
const markNew = (writes: ReadonlyArray<Write>, kept: Set<string>): void => {
  for (const one of writes) one.isNew = kept.delete(one.notice.key)
}

const decodeKeys = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ key: Schema.String })))
const decodeNotices = Schema.decodeUnknownSync(Schema.Array(ToldNotice))
