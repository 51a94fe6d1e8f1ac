import { Limits } from "@hotbag/core"
import { Notices, ToldNotice } from "@hotbag/services"
import { Effect, Layer, Schema } from "effect"
import { Database } from "./Database.ts"

/** Notices in PostgreSQL. */
export const postgresNotices: Layer.Layer<Notices, never, Database> = Layer.effect(
  Notices,
  Effect.map(Database, ({ read, sql }) =>
    Notices.of({
      tell: ({ atMs, key, notice, orderId, recipientId, to }) =>
        Effect.asVoid(
          read(
            sql`insert into notices (key, order_id, recipient, recipient_id, notice, at_ms)
              values (${key}, ${orderId}, ${to}, ${recipientId}, ${notice}, ${BigInt(atMs)})
              on conflict do nothing`.raw
          )
        ),
      of: (to, recipientId) =>
        Effect.map(
          read(sql`select key, order_id as "orderId", recipient as "to", recipient_id as "recipientId", notice,
            at_ms::float8 as "atMs" from notices where recipient = ${to} and recipient_id = ${recipientId}
            order by at_ms desc, id desc limit ${Limits.noticesPerPage}`),
          decodeNotices
        )
    })
  )
)

const decodeNotices = Schema.decodeUnknownSync(Schema.Array(ToldNotice))
