import { AccountKind, Currency, OrderId, type Posting, TransferKind } from "@hotbag/core"
import { Ledger, type LedgerEntry } from "@hotbag/services"
import { Effect, Layer, Schema } from "effect"
import { Database } from "./Database.ts"

/** Reads of the ledger; commits of cases write it. */
export const postgresLedger: Layer.Layer<Ledger, never, Database> = Layer.effect(
  Ledger,
  Effect.map(Database, ({ read, sql }) =>
    Ledger.of({
      entriesOf: (orderId) =>
        Effect.map(
          read(sql`select order_id as "orderId", kind, account, owner_id as "ownerId", amount_minor::float8 as minor, currency,
            (extract(epoch from booked_at) * 1000)::float8 as "atMs"
            from ledger_entries where order_id = ${orderId} order by id`),
          (rows) => rows.map((row) => entryOf(decodeEntry(row)))
        ),
      trialBalance: Effect.map(
        read(sql`select account, null as "ownerId", sum(amount_minor)::float8 as minor, currency
          from ledger_entries group by account, currency having sum(amount_minor) <> 0 order by min(id)`),
        (rows) => rows.map((row) => postingOf(decodePosting(row)))
      )
    })
  )
)

const posting = {
  account: AccountKind,
  ownerId: Schema.NullOr(Schema.String),
  minor: Schema.Int,
  currency: Currency
}
const PostingRow = Schema.Struct(posting)
const EntryRow = Schema.Struct({ ...posting, orderId: OrderId, kind: TransferKind, atMs: Schema.Int })
const decodePosting = Schema.decodeUnknownSync(PostingRow)
const decodeEntry = Schema.decodeUnknownSync(EntryRow)

const postingOf = ({ account, ownerId, minor, currency }: typeof PostingRow.Type): Posting => ({
  account: { kind: account, ownerId },
  amount: { amountMinor: minor, currency }
})

const entryOf = (row: typeof EntryRow.Type): LedgerEntry => {
  const { orderId, kind, atMs } = row
  return { ...postingOf(row), orderId, kind, atMs }
}
