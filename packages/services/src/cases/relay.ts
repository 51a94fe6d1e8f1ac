import { Limits, type OrderId } from "@hotbag/core"
import { Clock, Effect, FiberSet, Latch, Layer } from "effect"
import { CaseFeed } from "./CaseFeed.ts"
import { Errands } from "./Errands.ts"
import { Failpoint } from "./Failpoint.ts"
import { Outbox, type OutboxRow } from "./Outbox.ts"
import { type Relay, runLane } from "./runLane.ts"

/**
 * Runs the errands of the outbox as long as the layer lives: those of one order one after the other and in sequence, those of different
 * orders side by side. Woken by commits in this process; looks by itself for what a crash or another process left. At the
 * end it stops taking, interrupts what runs, and settles what was done.
 */
export const relay: Layer.Layer<never, never, Outbox | Errands | CaseFeed> = Layer.effectDiscard(
  Effect.gen(function* () {
    const feed = yield* CaseFeed
    const room: Relay = {
      outbox: yield* Outbox,
      errands: yield* Errands,
      failpoint: yield* Failpoint
    }
    const lanes = yield* FiberSet.make()
    const freed = yield* Latch.make()
    yield* Effect.forkScoped(
      Effect.forever(
        Effect.gen(function* () {
          const running = yield* FiberSet.size(lanes)
          if (running >= Limits.relayLanes) return yield* heard(freed)
          const nowMs = yield* Clock.currentTimeMillis
          const free = Limits.relayLanes - running
          const rows = yield* room.outbox.take(nowMs, nowMs + Limits.relayHoldMs, free)
          if (rows.length > 0) yield* room.failpoint.hit("errands-taken")
          for (const [orderId, lane] of lanesOf(rows)) {
            const work = Effect.ensuring(
              runLane(room, orderId, lane, nowMs + Limits.relayHoldMs),
              Effect.sync(() => Latch.openUnsafe(freed))
            )
            yield* FiberSet.run(lanes, work)
          }
          if (rows.length > 0) return
          yield* Effect.timeoutOption(Effect.raceFirst(feed.errands, heard(freed)), Limits.relayPollMs)
        }).pipe(
          Effect.catchCause((cause) =>
            Effect.logWarning("the outbox cannot be read", cause).pipe(
              Effect.andThen(Effect.sleep(Limits.relayPollMs))
            )
          )
        )
      )
    )
  })
)

/** Waits for the latch and closes it again. */
const heard = (latch: Latch.Latch): Effect.Effect<void> =>
  Effect.map(latch.await, () => {
    Latch.closeUnsafe(latch)
  })

const lanesOf = (rows: ReadonlyArray<OutboxRow>): ReadonlyMap<OrderId, ReadonlyArray<OutboxRow>> => {
  const lanes = new Map<OrderId, Array<OutboxRow>>()
  for (const row of rows) {
    const lane = lanes.get(row.orderId)
    if (lane === undefined) lanes.set(row.orderId, [row])
    else lane.push(row)
  }
  return lanes
}
