import { OrderId } from "@hotbag/core"
import { StoreUnavailable } from "@hotbag/services"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { CaseTurns } from "../../src/cases/CaseTurns.ts"

const orderId = OrderId.make("o-1")

describe("P8: commands that take turns with a case", () => {
  it.effect("while the store is silent do not wait for it one after the other", () =>
    Effect.gen(function* () {
      const turns = new CaseTurns()
      const silence = yield* Deferred.make<void, StoreUnavailable>()
      const asked: Array<string> = []
      const ask = (who: string) =>
        turns.take(
          [orderId],
          Effect.andThen(
            Effect.sync(() => asked.push(who)),
            Deferred.await(silence)
          )
        )
      const fibers = yield* Effect.forEach(["first", "second", "third"], (who) =>
        Effect.forkChild(Effect.result(ask(who)), { startImmediately: true })
      )
      yield* Deferred.fail(silence, new StoreUnavailable({ retryAfterMs: 1_000 }))
      for (const fiber of fibers) {
        expect(yield* Fiber.join(fiber)).toMatchObject({ failure: { _tag: "StoreUnavailable" } })
      }
      expect(asked).toEqual(["first"])
      yield* turns.take(
        [orderId],
        Effect.sync(() => asked.push("later"))
      )
      expect(asked).toEqual(["first", "later"])
    })
  )
})
