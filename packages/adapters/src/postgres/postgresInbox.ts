import { Inbox } from "@hotbag/services"
import { Effect, Layer } from "effect"
import { Database } from "./Database.ts"
import { forgetOld } from "./forgetOld.ts"

/** Messages that were dealt with, by consumer and id (P7). */
export const postgresInbox: Layer.Layer<Inbox, never, Database> = Layer.effect(
  Inbox,
  Effect.map(Database, (database) => {
    const { read, sql } = database
    return Inbox.of({
      has: (consumer, messageId) =>
        Effect.map(
          read(sql`select 1 from inbox where consumer = ${consumer} and event_id = ${messageId}`),
          (rows) => rows.length > 0
        ),
      note: (consumer, messageId, atMs) =>
        Effect.asVoid(
          read(
            sql`insert into inbox (consumer, event_id, noted_at)
            values (${consumer}, ${messageId}, to_timestamp(${atMs}::float8 / 1000)) on conflict do nothing`
              .raw
          )
        ),
      forget: (beforeMs, limit) =>
        forgetOld(database, "inbox", sql`noted_at < to_timestamp(${beforeMs}::float8 / 1000)`, limit)
    })
  })
)
