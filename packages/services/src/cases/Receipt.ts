import type { CommandId } from "@hotbag/core"

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
