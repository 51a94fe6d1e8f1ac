import { PaymentMethod, PaymentTokens } from "@hotbag/services"
import { Effect, Layer, Option, Redacted, Schema } from "effect"
import { Database } from "./Database.ts"
import { makeSharedLookUp } from "./sharedLookUp.ts"

/** What orders are paid with: written with their placement, or attached once. */
export const postgresPaymentTokens: Layer.Layer<PaymentTokens, never, Database> = Layer.effect(
  PaymentTokens,
  Effect.gen(function* () {
    const { read, sql } = yield* Database
    const find = yield* makeSharedLookUp(
      (orderIds) =>
        Effect.map(
          read(sql`select order_id, method, token from payments
            where order_id in (select jsonb_array_elements_text(${orderIds}::jsonb)) and method is not null`),
          decodeFound
        ),
      (row) => row.order_id
    )
    return PaymentTokens.of({
      find: (orderId) => Effect.map(find(orderId), (row) => detailsOf(row === undefined ? [] : [row])),
      attach: (orderId, { method, token }) => {
        const named = token === null ? null : Redacted.value(token)
        // Of several at once the first has the row, and the others then find its token.
        return Effect.map(
          read(sql`update payments set method = case when token is null then ${method} else method end,
              token = coalesce(token, ${named}) where order_id = ${orderId} and method is not null
            returning method, token`),
          detailsOf
        )
      }
    })
  })
)

const Row = Schema.Struct({ method: PaymentMethod, token: Schema.NullOr(Schema.String) })
const decodeFound = Schema.decodeUnknownSync(
  Schema.Array(Schema.Struct({ order_id: Schema.String, ...Row.fields }))
)
const decodeRow = Schema.decodeUnknownSync(Row)

const detailsOf = ([row]: ReadonlyArray<unknown>) =>
  Option.map(Option.fromUndefinedOr(row), (found) => {
    const { method, token } = decodeRow(found)
    return { method, token: token === null ? null : Redacted.make(token) }
  })
