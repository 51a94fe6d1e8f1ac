import type { OrderId, Posting, TransferKind } from "@hotbag/core"
import { Context, type Effect } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** One line of the ledger as it was booked. */
export interface LedgerEntry extends Posting {
  readonly orderId: OrderId
  readonly kind: TransferKind
  readonly atMs: number
}

/** Reads the ledger (P5). It is written by the cases, in the transaction that moves the money. */
export class Ledger extends Context.Service<
  Ledger,
  {
    /** Every line of an order, in the order of booking; they sum to zero. */
    readonly entriesOf: (orderId: OrderId) => Effect.Effect<ReadonlyArray<LedgerEntry>, StoreUnavailable>
    /** What every kind of account holds over all orders, by currency, without owners; it sums to zero per currency. */
    readonly trialBalance: Effect.Effect<ReadonlyArray<Posting>, StoreUnavailable>
  }
>()("hotbag/services/payments/Ledger") {}
