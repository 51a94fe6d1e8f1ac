import { fromOutside, Limits } from "@hotbag/core"
import { Clock, Duration, Effect, Layer } from "effect"
import { systemActor } from "../Actor.ts"
import { Cases } from "./Cases.ts"
import { CaseStore, type DueCase } from "./CaseStore.ts"
import { Failpoint } from "./Failpoint.ts"

/**
 * Wakes sagas whose time has come, as long as the layer lives. Timers are fields of the saved sagas, so none is lost in a crash, and one that
 * fires twice, or in two processes, is known the second time.
 */
export const timers: Layer.Layer<never, never, Cases | CaseStore> = Layer.effectDiscard(
  Effect.gen(function* () {
    const cases = yield* Cases
    const store = yield* CaseStore
    const failpoint = yield* Failpoint
    const fire = ({ orderId, timer, dueAtMs }: DueCase) =>
      cases
        .advance({
          actor: systemActor,
          commandId: null,
          orderIds: [orderId],
          decide: () =>
            Effect.succeed([{ orderId, inputs: [fromOutside({ _tag: "TimerFired", timer, dueAtMs })] }])
        })
        .pipe(
          Effect.andThen(failpoint.hit("timer-fired")),
          // It stays due, so the next look finds it again.
          Effect.catchCause((cause) => Effect.logWarning("timer not fired", { orderId, timer }, cause))
        )
    yield* Effect.forkScoped(
      Effect.forever(
        Effect.gen(function* () {
          const due = yield* store.due(yield* Clock.currentTimeMillis, Limits.timersAtOnce)
          if (due.length > 0) yield* failpoint.hit("timer-due")
          yield* Effect.forEach(due, fire, { concurrency: Limits.timerLanes, discard: true })
        }).pipe(
          Effect.catchCause((cause) => Effect.logWarning("timers cannot be read", cause)),
          Effect.andThen(Effect.sleep(Duration.millis(Limits.timerPollMs)))
        )
      )
    )
  })
)
