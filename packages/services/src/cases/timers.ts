import { fromOutside, Limits } from "@hotbag/core"
import { Clock, Effect, Layer } from "effect"
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
          Effect.as(true),
          // It stays due, so the next look finds it again.
          Effect.catchCause((cause) =>
            Effect.as(Effect.logWarning("timer not fired", { orderId, timer }, cause), false)
          )
        )
    /** Fires what is due; whether there may be more of it. */
    const look = Effect.gen(function* () {
      const due = yield* store.due(yield* Clock.currentTimeMillis, Limits.timersAtOnce)
      if (due.length > 0) yield* failpoint.hit("timer-due")
      const fired = yield* Effect.forEach(due, fire, { concurrency: Limits.timerLanes })
      return due.length === Limits.timersAtOnce && fired.includes(true)
    })
    yield* Effect.forkScoped(
      Effect.forever(
        look.pipe(
          Effect.catchCause((cause) => Effect.as(Effect.logWarning("timers cannot be read", cause), false)),
          Effect.flatMap((isMore) => (isMore ? Effect.yieldNow : Effect.sleep(Limits.timerPollMs)))
        )
      )
    )
  })
)
