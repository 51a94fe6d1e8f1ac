import type { CommandId, CustomerId } from "@hotbag/core"
import type { Actor } from "../Actor.ts"

/** Whose command it is, and which. */
export interface ReceiptKey {
  /** Whose key it is and for what: subject and route. The same key in another scope is another command. */
  readonly scope: string
  /** The `Idempotency-Key`. */
  readonly key: CommandId
  /** Digest of the request: the same key with another body is refused. */
  readonly bodyHash: string
}

/** What a command is answered. */
export interface Answer {
  /** HTTP status. */
  readonly status: number
  /** JSON text. */
  readonly answer: string
}

/**
 * Proof that a command was carried out, with the answer it got: written in the same commit, given again byte for byte, kept for at least
 * a day (S49, P2).
 */
export interface Receipt extends ReceiptKey, Answer {
  readonly atMs: number
}

/** One name for scope and key. */
export const receiptName = (scope: string, key: CommandId): string => `${key} ${scope}`

/** The scope of whoever sends a command to a route. */
export const receiptScope = ({ role, subject }: Actor, route: string): string => `${role} ${subject} ${route}`

/** Writes of customers whose answers say who they are or what they were about to order: these receipts go when the person is forgotten (P10). */
const PERSONAL_ROUTES = ["carts.replace", "carts.setQuantity", "customers.save"]

/** Scopes of all receipts of a customer with something personal in them. */
export const personalScopes = (customerId: CustomerId): ReadonlyArray<string> =>
  PERSONAL_ROUTES.map((route) => receiptScope({ role: "customer", subject: customerId }, route))
