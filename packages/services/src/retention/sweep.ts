import { Clock, Effect } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** What is forgotten, when and how. */
export interface Sweep {
  /** For the log. */
  readonly what: string
  readonly keptMs: number
  readonly everyMs: number
  readonly atOnce: number
  /** Forgets up to `limit` rows that are older than `beforeMs`; how many there were. */
  readonly forget: (beforeMs: number, limit: number) => Effect.Effect<number, StoreUnavailable>
}

/** Forgets what is too old, a piece at a time, again and again; a store that is away is asked the next time. */
export const sweep = ({ atOnce, everyMs, forget, keptMs, what }: Sweep): Effect.Effect<never> => {
  const once = Effect.gen(function* () {
    const beforeMs = (yield* Clock.currentTimeMillis) - keptMs
    let forgotten = atOnce
    while (forgotten >= atOnce) forgotten = yield* forget(beforeMs, atOnce)
  })
  return Effect.forever(
    once.pipe(
      Effect.catchCause((cause) => Effect.logWarning(`old ${what} are kept for now`, cause)),
      Effect.andThen(Effect.sleep(everyMs))
    )
  )
}
