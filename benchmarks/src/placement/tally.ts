import { Schema } from "effect"
import { setTimeout as wait } from "node:timers/promises"
import type { Marketplace } from "./marketplace.ts"

/** What the database holds. */
export interface Tally {
  readonly orders: number
  readonly receipts: number
  /** Orders whose payment is held. */
  readonly paid: number
  /** Errands that wait, in lanes or set aside. */
  readonly errands: number
  /** Orders whose log has a gap, whose ledger does not sum to zero, or that a customer has twice. */
  readonly wrong: number
  /** Transactions since the beginning. */
  readonly transactions: number
}

/** Counts. */
export const tally = async ({ ask }: Marketplace): Promise<Tally> =>
  decode(
    (
      await ask(
        (sql) => sql`select (select count(*) from orders)::float8 as orders,
          (select count(*) from receipts where scope like '%orders.place%')::float8 as receipts,
          (select count(*) from orders where status <> 'placed')::float8 as paid,
          ((select count(*) from outbox) + (select count(*) from outbox_set_aside))::float8 as errands,
          ((select count(*) from (select from ledger_entries group by order_id, currency having sum(amount_minor) <> 0) a)
            + (select count(*) from (select from case_log group by order_id having count(*) <> max(seq)) b)
            + (select count(*) from (select from orders group by user_id having count(*) > 1) c))::float8 as wrong,
          (select xact_commit from pg_stat_database where datname = current_database())::float8 as transactions`
      )
    )[0]
  )

/** Counts again and again until no errand waits; how long that took, in ms. @throws Error when it takes too long. */
export const untilDrained = async (marketplace: Marketplace, longestMs: number): Promise<number> => {
  const startMs = performance.now()
  while (performance.now() - startMs < longestMs) {
    const [row] = await marketplace.ask((sql) => sql`select count(*)::float8 as errands from outbox`)
    if (decodeErrands(row).errands === 0) return performance.now() - startMs
    await wait(50)
  }
  throw new Error(`errands still wait after ${longestMs} ms`)
}

const decode = Schema.decodeUnknownSync(
  Schema.Struct({
    orders: Schema.Int,
    receipts: Schema.Int,
    paid: Schema.Int,
    errands: Schema.Int,
    wrong: Schema.Int,
    transactions: Schema.Int
  })
)
const decodeErrands = Schema.decodeUnknownSync(Schema.Struct({ errands: Schema.Int }))
