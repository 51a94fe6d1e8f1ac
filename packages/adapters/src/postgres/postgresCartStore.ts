import { type CustomerId, Limits } from "@hotbag/core"
import { Cart, CartStore, StaleCart } from "@hotbag/services"
import { Effect, Layer, Option, Schema } from "effect"
import { Database } from "./Database.ts"

/** Carts in PostgreSQL. */
export const postgresCartStore: Layer.Layer<CartStore, never, Database> = Layer.effect(
  CartStore,
  Effect.map(Database, ({ read, sql }) =>
    CartStore.of({
      load: (customerId) =>
        Effect.map(
          read(sql`select user_id as "customerId", rest_id as "restaurantId", lines, version,
            updated_at_ms::float8 as "updatedAtMs" from carts where user_id = ${customerId}`),
          ([row]) => (row === undefined ? Option.none() : Option.some(decodeCart(row)))
        ),
      save: ({ customerId, lines, restaurantId, updatedAtMs, version }, after) => {
        const values = sql`${restaurantId}, ${version}, ${BigInt(updatedAtMs)}, ${JSON.stringify(lines)}::jsonb`
        // Who follows nothing inserts, who follows a version updates just that one; whoever changes no row was late.
        const write =
          after === 0
            ? sql`insert into carts (user_id, rest_id, version, updated_at_ms, lines)
                values (${customerId}, ${values}) on conflict do nothing returning 1 as saved`
            : sql`update carts set (rest_id, version, updated_at_ms, lines) = row (${values})
                where user_id = ${customerId} and version = ${after} returning 1 as saved`
        return Effect.flatMap(read(write), (rows) => (rows.length > 0 ? Effect.void : stale(customerId)))
      },
      sweep: (atMs) =>
        Effect.map(
          read(sql`delete from carts where user_id in (
            select user_id from carts where updated_at_ms <= ${BigInt(atMs)}
            order by updated_at_ms limit ${Limits.cartsPerSweep} for update skip locked) returning 1 as swept`),
          (rows) => rows.length
        )
    })
  )
)

const stale = (customerId: CustomerId) => Effect.fail(new StaleCart({ customerId }))

const decodeCart = Schema.decodeUnknownSync(Cart)
