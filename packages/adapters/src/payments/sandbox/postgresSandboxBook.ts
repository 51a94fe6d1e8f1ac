import { GatewayUnavailable, type SandboxBook, SandboxPayment } from "@hotbag/services"
import { Effect, Schema } from "effect"
import type { Database } from "../../postgres/Database.ts"

/**
 * The sandbox's book in a table of its own: no transaction of an order ever touches it, so that a crash between the two leaves what a
 * crash between a shop and its gateway leaves.
 */
export const postgresSandboxBook = ({ read, sql }: Database["Service"]): SandboxBook => {
  const ask = <A>(call: Effect.Effect<A, unknown>) =>
    Effect.mapError(call, () => new GatewayUnavailable({ why: "sandbox-store" }))
  return {
    find: (orderId) =>
      ask(
        Effect.map(read(sql`select payment from sandbox_payments where order_id = ${orderId}`), ([row]) =>
          row === undefined ? null : decodeRow(row).payment
        )
      ),
    write: (payment, before) => {
      const { asked, orderId } = payment
      const text = JSON.stringify(payment)
      const written =
        before === null
          ? sql`insert into sandbox_payments (order_id, asked, payment)
              values (${orderId}, ${asked}, ${text}::jsonb) on conflict do nothing returning 1`
          : sql`update sandbox_payments set asked = ${asked}, payment = ${text}::jsonb
              where order_id = ${orderId} and asked = ${before.asked} returning 1`
      return ask(Effect.map(read(written), (rows) => rows.length > 0))
    }
  }
}

const decodeRow = Schema.decodeUnknownSync(Schema.Struct({ payment: SandboxPayment }))
