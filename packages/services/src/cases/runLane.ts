import { Limits, type OrderId } from "@hotbag/core"
import { Cause, Clock, Effect, Exit, Random, Schedule } from "effect"
import type { Errands } from "./Errands.ts"
import type { Failpoint } from "./Failpoint.ts"
import type { Outbox, OutboxRow, Settlement } from "./Outbox.ts"

/** What the relay works with. */
export interface Relay {
  readonly outbox: Outbox["Service"]
  readonly errands: Errands["Service"]
  readonly failpoint: (typeof Failpoint)["Service"]
}

/**
 * Runs the errands of one order in sequence until one fails, all are done, or the hold is about to end; then settles, interrupted or not.
 * An errand that failed waits and keeps those behind it waiting; one that failed too often is set aside, and they go on.
 */
export const runLane = (
  { errands, failpoint, outbox }: Relay,
  orderId: OrderId,
  rows: ReadonlyArray<OutboxRow>,
  heldUntilMs: number
): Effect.Effect<void> => {
  const done: Array<number> = []
  const setAside: Array<{ readonly id: number; readonly why: string }> = []
  let retry: Settlement["retry"] = null
  const work = Effect.gen(function* () {
    for (const row of rows) {
      if ((yield* Clock.currentTimeMillis) + Limits.errandMs > heldUntilMs) return
      const exit = yield* errands.run(row.errand).pipe(Effect.timeout(Limits.errandMs), Effect.exit)
      if (Exit.isSuccess(exit)) {
        done.push(row.id)
        yield* failpoint.hit("errand-run")
        continue
      }
      const why = whyOf(exit.cause)
      const { attempts, errand, id } = row
      if (attempts + 1 >= Limits.errandAttempts) {
        yield* Effect.logError("errand set aside", { orderId, errand: errand._tag, why })
        setAside.push({ id, why })
        continue
      }
      yield* Effect.logInfo("errand failed", { orderId, errand: errand._tag, attempts, why })
      retry = { id, notBeforeMs: (yield* Clock.currentTimeMillis) + (yield* waitMs(attempts)) }
      return
    }
  })
  const settle = Effect.suspend(() => outbox.settle({ orderId, done, setAside, retry })).pipe(
    // Unsettled errands are run again when the hold ends; better to say once more what was done.
    Effect.retry({ schedule: Schedule.exponential(200), times: 3 }),
    Effect.catch((error) => Effect.logWarning("errands not settled", { orderId, error })),
    Effect.andThen(failpoint.hit("errands-settled"))
  )
  return Effect.ensuring(work, settle)
}

/** Doubles each time, and half of it is chance, so that what failed together is not tried together (S106). */
const waitMs = (attempts: number): Effect.Effect<number> =>
  Effect.map(Random.next, (chance) => {
    const longest = Math.min(Limits.errandRetryMs * 2 ** attempts, Limits.errandRetryLongestMs)
    return Math.round(longest * (0.5 + 0.5 * chance))
  })

const whyOf = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  if (typeof error === "object" && error !== null && "why" in error && typeof error.why === "string") {
    return error.why
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : "unknown"
}
