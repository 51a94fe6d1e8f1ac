import type { Caller } from "@hotbag/api"
import type { Reply } from "./Reply.ts"

/** A request that may be answered on the spot: its sender is known, its body has been read. */
export interface InstantRequest {
  readonly params: Readonly<Record<string, string>>
  readonly json: unknown
  readonly caller: Caller | null
  readonly nowMs: number
}

/**
 * Answers a request without a fiber, for what comes many thousand times a second; null when it has to go the usual way: because it does not fit, or
 * because something has to be looked up first. Whatever it answers, the usual way would have answered too.
 */
export type InstantHandler = (request: InstantRequest) => Reply | null
