import { Context, type Effect } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/**
 * Messages from outside that were dealt with, by consumer and id of the message, so that one that comes again is not dealt with again
 * (P7). A message is noted after its effect: a crash in between repeats it, so effects must bear to be repeated.
 */
export class Inbox extends Context.Service<
  Inbox,
  {
    readonly has: (consumer: string, messageId: string) => Effect.Effect<boolean, StoreUnavailable>
    readonly note: (
      consumer: string,
      messageId: string,
      atMs: number
    ) => Effect.Effect<void, StoreUnavailable>
    /** Forgets up to `limit` messages that are older than `beforeMs`; how many there were. */
    readonly forget: (beforeMs: number, limit: number) => Effect.Effect<number, StoreUnavailable>
  }
>()("hotbag/services/payments/Inbox") {}
