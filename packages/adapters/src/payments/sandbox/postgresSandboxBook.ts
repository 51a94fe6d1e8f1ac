import { GatewayUnavailable, type SandboxBook, SandboxPayment } from "@hotbag/services"
import { Effect, Schema } from "effect"
import type { Database } from "../../postgres/Database.ts"
import { makeSharedLookUp } from "../../postgres/sharedLookUp.ts"
import { makeWriteQueue } from "../../postgres/WriteQueue.ts"

/**
 * The sandbox's book in a table of its own: no transaction of an order ever touches it, so that a crash between the two leaves what a
 * crash between a shop and its gateway leaves. Payments that are asked for or begun at the same time share a statement.
 */
export const postgresSandboxBook = Effect.fnUntraced(function* ({ read, sql }: Database["Service"]) {
  const ask = <A>(call: Effect.Effect<A, unknown>) =>
    Effect.mapError(call, () => new GatewayUnavailable({ why: "sandbox-store" }))
  const find = yield* makeSharedLookUp(
    (orderIds) =>
      Effect.map(
        read(sql`select payment from sandbox_payments
          where order_id in (select jsonb_array_elements_text(${orderIds}::jsonb))`),
        (rows) => rows.map((row) => decodeRow(row).payment)
      ),
    ({ orderId }) => orderId
  )
  const begin = yield* makeWriteQueue((begun: ReadonlyArray<Begun>) =>
    Effect.map(
      read(sql`insert into sandbox_payments (order_id, asked, payment)
        select p ->> 'orderId', (p -> 'asked')::integer, p
        from jsonb_array_elements(${JSON.stringify(begun.map(({ payment }) => payment))}::jsonb) as p
        on conflict do nothing returning order_id`),
      (rows) => {
        const written = new Set(rows.map((row) => decodeId(row).order_id))
        // Of two that begin the same payment together one has written it.
        for (const one of begun) one.isWritten = written.delete(one.payment.orderId)
      }
    )
  )
  const book: SandboxBook = {
    find: (orderId) => ask(Effect.map(find(orderId), (payment) => payment ?? null)),
    write: (payment, before) => {
      if (before === null) {
        const begun: Begun = { payment, isWritten: false }
        return ask(Effect.map(begin(begun), () => begun.isWritten))
      }
      const { asked, orderId } = payment
      const updated = sql`update sandbox_payments set asked = ${asked}, payment = ${JSON.stringify(payment)}::jsonb
        where order_id = ${orderId} and asked = ${before.asked} returning 1`
      return ask(Effect.map(read(updated), (rows) => rows.length > 0))
    }
  }
  return book
})

interface Begun {
  readonly payment: SandboxPayment
  isWritten: boolean
}

const decodeRow = Schema.decodeUnknownSync(Schema.Struct({ payment: SandboxPayment }))
const decodeId = Schema.decodeUnknownSync(Schema.Struct({ order_id: Schema.String }))
