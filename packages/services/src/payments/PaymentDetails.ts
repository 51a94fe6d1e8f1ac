import { Schema } from "effect"
import type { Redacted } from "effect"

/** How a customer pays; `card` on the wire is `credit_card` (C7). */
export const PaymentMethod = Schema.Literals(["credit_card", "paypal", "apple_pay"])
export type PaymentMethod = typeof PaymentMethod.Type

/**
 * What a customer pays an order with: the gateway's token for the method, never card data (S132). Null: named later by `POST /payments` (S39),
 * or what the gateway has on file.
 */
export interface PaymentDetails {
  readonly method: PaymentMethod
  readonly token: Redacted.Redacted | null
}
