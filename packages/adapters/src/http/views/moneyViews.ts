import { instantText, type Ledger, type Payment, type PaymentStatusField } from "@hotbag/api"
import { decimalNumber, type OrderId, type PaymentStage } from "@hotbag/core"
import type { LedgerEntry, PaymentView } from "@hotbag/services"

/** A payment on the wire (S60). */
export const paymentView = ({ orderId, paymentId, amount, method, stage }: PaymentView): Payment => ({
  paymentId,
  orderId,
  amount: decimalNumber(amount),
  currency: amount.currency,
  paymentMethod: method,
  status: FIELDS[stage]
})

/** All postings of an order on the wire, with their sum, which is 0 (P5). */
export const ledgerView = (orderId: OrderId, entries: ReadonlyArray<LedgerEntry>): Ledger => ({
  orderId,
  entries: entries.map(({ kind, account, amount, atMs }) => ({
    kind,
    account: account.kind,
    ownerId: account.ownerId,
    amount: decimalNumber(amount),
    currency: amount.currency,
    at: instantText(atMs)
  })),
  balanceMinor: entries.reduce((sum, { amount }) => sum + amount.amountMinor, 0)
})

const FIELDS: Readonly<Record<PaymentStage, PaymentStatusField>> = {
  authorising: "AUTHORISING",
  refused: "DECLINED",
  held: "AUTHORISED",
  taken: "CHARGED",
  capturing: "CAPTURING",
  captured: "CAPTURED",
  voiding: "VOIDING",
  voided: "VOIDED",
  refunding: "REFUNDING",
  refunded: "REFUNDED"
}
