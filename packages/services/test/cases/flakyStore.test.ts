import { Limits, type OrderId, replayCase } from "@hotbag/core"
import {
  type Answered,
  type CaseCommitted,
  caseFeed,
  CaseFeed,
  CaseStore,
  type CommandError,
  MemoryTables,
  Orders,
  StoreUnavailable
} from "@hotbag/services"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { customer, foundations, keyed, orderIdIn, useCases, wish } from "./serverRoom.ts"

/** A store that sometimes does not answer: before it did what was asked, or after. */
const flaky = (seed: number) =>
  Layer.effect(
    CaseStore,
    Effect.map(CaseStore, (store) => {
      let state = seed
      /** 0..5, from the upper bits of a linear congruence (Numerical Recipes). */
      const next = () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
        return Math.floor((state / 2 ** 32) * 6)
      }
      const lost = Effect.fail(new StoreUnavailable({ retryAfterMs: 1 }))
      const often =
        <Args extends ReadonlyArray<unknown>, A, E>(ask: (...args: Args) => Effect.Effect<A, E>) =>
        (...args: Args): Effect.Effect<A, E | StoreUnavailable> =>
          Effect.suspend(() => {
            const chance = next()
            if (chance === 0) return Effect.andThen(Effect.yieldNow, lost)
            if (chance === 1) return Effect.andThen(ask(...args), lost)
            return Effect.andThen(Effect.yieldNow, ask(...args))
          })
      return CaseStore.of({
        ...store,
        load: often(store.load),
        commit: often(store.commit),
        receipt: often(store.receipt),
        log: often(store.log)
      })
    })
  )

/** Sends a command again under its key until it is answered. */
const insist = <E extends CommandError | { readonly _tag: string }, R>(
  command: Effect.Effect<Answered, E, R>
) =>
  Effect.gen(function* () {
    for (let tries = 0; tries < 5_000; tries++) {
      const result = yield* Effect.result(command)
      if (result._tag === "Success") return result.success
      if (result.failure._tag !== "StoreUnavailable" && result.failure._tag !== "CommandInFlight") {
        return yield* Effect.die(result.failure)
      }
      yield* Effect.yieldNow
    }
    return yield* Effect.die("never answered")
  })

describe("P1, P2, P4, P7: on a store that fails at random", () => {
  it.effect(
    "every command that is repeated until it is answered happens once, and everything is told in order",
    () =>
      Effect.forEach(
        Array.from({ length: 60 }, (_, index) => index + 1),
        (seed) => {
          const room = useCases.pipe(
            Layer.provideMerge(flaky(seed)),
            Layer.provideMerge(caseFeed),
            Layer.provideMerge(foundations()),
            Layer.fresh
          )
          return oneRun(seed).pipe(Effect.scoped, Effect.provide(room))
        },
        { discard: true }
      )
  )

  const oneRun = Effect.fnUntraced(function* (seed: number) {
    const orders = yield* Orders
    const feed = yield* CaseFeed
    const heard = new Map<OrderId, Array<CaseCommitted>>()
    yield* Effect.forkScoped(
      Stream.runForEach(feed.changes, (item) =>
        Effect.sync(() => {
          if (item._tag === "FeedGap") throw new Error("nobody was slow")
          const { orderId } = item.change
          heard.set(orderId, [...(heard.get(orderId) ?? []), item.change])
        })
      ),
      { startImmediately: true }
    )
    const answers = yield* Effect.forEach(
      Array.from({ length: 12 }, (_, index) => index),
      Effect.fnUntraced(function* (index) {
        const place = insist(orders.place(wish, keyed(customer, `place-${index}`)))
        const [first, twin] = yield* Effect.all([place, place], { concurrency: "unbounded" })
        expect(twin.answer).toBe(first.answer)
        const orderId = orderIdIn(first)
        yield* insist(orders.cancel(orderId, "because", keyed(customer, `cancel-${index}`)))
        return orderId
      }),
      { concurrency: "unbounded" }
    )
    yield* TestClock.adjust(Limits.untilPollMs * 100)
    const { cases, logs, receipts } = yield* MemoryTables
    expect(new Set(cases.keys())).toEqual(new Set(answers))
    expect(receipts.size, `seed ${seed}`).toBe(24)
    for (const [orderId, state] of cases) {
      const log = (logs.get(orderId) ?? []).map(({ entry }) => entry)
      expect(log.map(({ fact }) => fact._tag)).toEqual(["OrderPlaced", "OrderCancelled"])
      expect(replayCase(log)).toEqual(state)
      const changes = heard.get(orderId) ?? []
      expect(
        changes.flatMap(({ entries }) => entries),
        `seed ${seed}`
      ).toEqual(log)
    }
  })
})
