import type { CommandId } from "@hotbag/core"

/** Proof that a command was carried out, with the answer it got: written in the same commit, kept for at least a day (S49, P2). */
export interface Receipt {
  /** Whose key it is and for what: subject and route. The same key in another scope is another command. */
  readonly scope: string
  readonly key: CommandId
  /** Digest of the request: the same key with another body is refused. */
  readonly bodyHash: string
  /** HTTP status of the answer. */
  readonly status: number
  /** The answer as JSON text, given again byte for byte. */
  readonly answer: string
  readonly atMs: number
}
