import { Limits, toOrder } from "@hotbag/core"
import { CaseFeed, Cases, casesLayer, CaseStore, type FeedItem, StoreUnavailable } from "@hotbag/services"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { readyForCourier, saved, serverRoom, tell } from "./serverRoom.ts"

describe("P7: a commit of which nobody knows whether it happened", () => {
  it.effect.each(["happened", "did not happen"] as const)("is found out and told, if it %s", (what) =>
    Effect.gen(function* () {
      const store = yield* CaseStore
      const { length, order } = yield* readyForCourier("order-1")
      const { orderId } = order
      let isAway = false
      const lost = Effect.fail(new StoreUnavailable({ retryAfterMs: 1 }))
      const flaky = Layer.succeed(CaseStore, {
        ...store,
        load: (id) => (isAway ? lost : store.load(id)),
        commit: (commit) => {
          isAway = true
          return what === "happened" ? Effect.andThen(store.commit(commit), lost) : lost
        }
      })
      const feed = yield* CaseFeed
      const heard: Array<FeedItem> = []
      yield* Effect.forkScoped(
        Stream.runForEach(feed.changes, (item) => Effect.sync(() => void heard.push(item))),
        { startImmediately: true }
      )
      const engine = yield* Layer.build(casesLayer.pipe(Layer.fresh, Layer.provide(flaky)))
      const sent = tell(orderId, toOrder({ _tag: "StartPreparing" })).pipe(Effect.provide(engine))
      expect(yield* Effect.flip(sent)).toMatchObject({ _tag: "StoreUnavailable" })
      yield* TestClock.adjust(Limits.untilPollMs * 3)
      expect(heard).toEqual([])
      isAway = false
      yield* TestClock.adjust(Limits.untilPollMs)
      const after = yield* saved(orderId)
      expect(after.length).toBe(what === "happened" ? length + 1 : length)
      if (what === "did not happen") expect(heard).toEqual([])
      else {
        expect(heard).toMatchObject([
          {
            change: {
              orderId,
              lengthBefore: length,
              entries: [{ fact: { _tag: "PreparationStarted" } }],
              after
            }
          }
        ])
      }
      // Once is enough.
      yield* TestClock.adjust(60_000)
      expect(heard.length).toBeLessThanOrEqual(1)
      yield* Effect.provide(Cases, engine)
    }).pipe(Effect.scoped, Effect.provide(serverRoom()))
  )
})
