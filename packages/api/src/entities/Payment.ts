import { Schema } from "effect"
import { OrderId, PaymentId } from "@hotbag/core"
import { PaymentMethod } from "../orders/PlaceOrderRequest.ts"
import { CurrencyCode, Decimal } from "../wire/Decimal.ts"
import { Instant } from "../wire/Instant.ts"

/** Where the money of an order is. */
export const PaymentStatusField = Schema.Literals([
  "AUTHORISING",
  "DECLINED",
  "AUTHORISED",
  "CHARGED",
  "CAPTURING",
  "CAPTURED",
  "VOIDING",
  "VOIDED",
  "REFUNDING",
  "REFUNDED"
]).annotate({ identifier: "PaymentStatus" })
export type PaymentStatusField = typeof PaymentStatusField.Type

/** The payment of an order (S60): an amount and the gateway's token, never card data (S132). */
export const Payment = Schema.Struct({
  paymentId: Schema.NullOr(PaymentId),
  orderId: OrderId,
  amount: Decimal,
  currency: CurrencyCode,
  paymentMethod: PaymentMethod,
  status: PaymentStatusField
}).annotate({ identifier: "Payment", description: "The payment of an order." })
export type Payment = typeof Payment.Type

/** One posting of the ledger. All those of an order sum up to nothing (P5). */
export const LedgerEntry = Schema.Struct({
  kind: Schema.String.annotate({ description: "What moved the money.", examples: ["capture"] }),
  account: Schema.String,
  ownerId: Schema.NullOr(Schema.String),
  amount: Decimal,
  currency: CurrencyCode,
  at: Instant
}).annotate({ identifier: "LedgerEntry" })

/** All postings of an order, oldest first. */
export const Ledger = Schema.Struct({
  orderId: OrderId,
  entries: Schema.Array(LedgerEntry),
  balanceMinor: Schema.Int.annotate({ description: "Sum of all entries in minor units: always 0." })
}).annotate({ identifier: "Ledger" })
export type Ledger = typeof Ledger.Type
