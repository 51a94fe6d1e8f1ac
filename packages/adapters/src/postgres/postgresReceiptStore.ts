import { CommandId } from "@hotbag/core"
import { ReceiptStore } from "@hotbag/services"
import { Effect, Layer, Option, Schema } from "effect"
import { Database } from "./Database.ts"

/** Receipts in the table that commits of cases write theirs to. */
export const postgresReceiptStore: Layer.Layer<ReceiptStore, never, Database> = Layer.effect(
  ReceiptStore,
  Effect.map(Database, ({ read, sql }) => {
    const columns = sql`scope, command_id as key, body_hash as "bodyHash", status, answer,
      (extract(epoch from created_at) * 1000)::float8 as "atMs"`
    return ReceiptStore.of({
      find: (scope, key) =>
        Effect.map(
          read(sql`select ${columns} from receipts where scope = ${scope} and command_id = ${key}`),
          ([row]) => (row === undefined ? Option.none() : Option.some(decodeReceipt(row)))
        ),
      // Writing nothing to the row that is there is what makes it visible, whoever wrote it when.
      keep: ({ answer, atMs, bodyHash, key, scope, status }) =>
        Effect.map(
          read(sql`insert into receipts (scope, command_id, body_hash, status, answer, created_at)
            values (${scope}, ${key}, ${bodyHash}, ${status}, ${answer}, to_timestamp(${atMs}::float8 / 1000))
            on conflict (scope, command_id) do update set scope = excluded.scope
            returning ${columns}`),
          ([row]) => decodeReceipt(row)
        )
    })
  })
)

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
