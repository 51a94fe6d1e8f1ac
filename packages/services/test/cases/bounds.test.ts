import { Limits, type OrderCase, OrderId, toDelivery, toOrder } from "@hotbag/core"
import { CaseFeed, type CaseCommitted, type FeedItem, Orders } from "@hotbag/services"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Stream } from "effect"
import fc from "fast-check"
import { CaseTurns } from "../../src/cases/CaseTurns.ts"
import { HotCases } from "../../src/cases/HotCases.ts"
import { ana, by, customer, offerTo, readyForCourier, saved, serverRoom, tell } from "./serverRoom.ts"

const withName = (
  { delivery, length, order, saga, updatedAtMs }: OrderCase,
  orderId: OrderId
): OrderCase => ({
  order: { ...order, orderId },
  delivery,
  saga,
  length,
  updatedAtMs
})

describe("P8: cases at hand", () => {
  it.effect("are the ones used last, and no more than the limit", () =>
    Effect.gen(function* () {
      const state = yield* readyForCourier("order-1")
      const named = (name: string) => withName(state, OrderId.make(name))
      const step = fc.record({
        name: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
        keep: fc.boolean()
      })
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step), (limit, steps) => {
          const hot = new HotCases(limit)
          let used: ReadonlyArray<string> = []
          for (const { name, keep } of steps) {
            const orderId = OrderId.make(name)
            const wasThere = used.includes(name)
            if (keep) hot.keep(named(name))
            else expect(hot.get(orderId)?.order.orderId).toBe(wasThere ? name : undefined)
            if (keep || wasThere) used = [name, ...used.filter((each) => each !== name)].slice(0, limit)
            expect(hot.size).toBe(used.length)
          }
        })
      )
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("are let go once nothing more happens to them", () =>
    Effect.gen(function* () {
      const orders = yield* Orders
      const hot = new HotCases()
      const state = yield* readyForCourier("order-1")
      hot.keep(state)
      expect(hot.size).toBe(1)
      yield* orders.cancel(state.order.orderId, "because", by(customer))
      const cancelled = yield* saved(state.order.orderId)
      hot.keep(cancelled)
      expect(hot.size, "its money is not back yet").toBe(1)
      const { delivery, length, order, saga, updatedAtMs } = cancelled
      hot.keep({ order, delivery, saga: { ...saga, payment: "voided" }, length, updatedAtMs })
      expect(hot.size).toBe(0)
    }).pipe(Effect.provide(serverRoom()))
  )
})

describe("P8: turns", () => {
  it.effect("are taken in the order of coming, by so many and no more", () =>
    Effect.gen(function* () {
      const turns = new CaseTurns()
      const orderId = OrderId.make("order-1")
      const open = yield* Deferred.make<void>()
      const taken: Array<number> = []
      const waiting = yield* Effect.forEach(
        Array.from({ length: Limits.caseWaiters }, (_, index) => index),
        (index) =>
          Effect.forkChild(
            turns.take(
              [orderId],
              Effect.andThen(
                Deferred.await(open),
                Effect.sync(() => taken.push(index))
              )
            ),
            { startImmediately: true }
          )
      )
      const refused = yield* Effect.flip(turns.take([orderId], Effect.void))
      expect(refused).toMatchObject({ _tag: "CaseBusy", retryAfterMs: Limits.busyRetryAfterMs })
      yield* turns.take([OrderId.make("another")], Effect.void)
      yield* Deferred.succeed(open, undefined)
      yield* Effect.forEach(waiting, Fiber.join)
      expect(taken).toEqual(Array.from({ length: Limits.caseWaiters }, (_, index) => index))
      yield* turns.take([orderId], Effect.void)
    })
  )

  it.effect("are given back by whoever is interrupted, waiting or not", () =>
    Effect.gen(function* () {
      const turns = new CaseTurns()
      const orderId = OrderId.make("order-1")
      const first = yield* Effect.forkChild(turns.take([orderId], Effect.never), { startImmediately: true })
      const second = yield* Effect.forkChild(turns.take([orderId], Effect.never), { startImmediately: true })
      yield* Fiber.interrupt(second)
      yield* Fiber.interrupt(first)
      expect(yield* turns.take([orderId], Effect.succeed("mine"))).toBe("mine")
    })
  )
})

describe("P7, P8: the feed", () => {
  it.effect("tells the changes of a case in the order of their saving", () =>
    Effect.gen(function* () {
      const feed = yield* CaseFeed
      const heard: Array<CaseCommitted> = []
      yield* Effect.forkScoped(
        Stream.runForEach(feed.changes, (item) =>
          Effect.sync(() => {
            if (item._tag === "CaseCommitted") heard.push(item.change)
          })
        ),
        { startImmediately: true }
      )
      const state = yield* readyForCourier("order-1")
      const { orderId } = state.order
      const offerId = yield* offerTo("offer-1", ana, state)
      yield* Effect.all(
        [
          tell(orderId, toDelivery({ _tag: "AcceptOffer", offerId, courierId: ana })),
          tell(orderId, toOrder({ _tag: "StartPreparing" })),
          tell(orderId, toOrder({ _tag: "MarkReady" }))
        ],
        { concurrency: "unbounded" }
      )
      while (heard.at(-1)?.after.length !== (yield* saved(orderId)).length) yield* Effect.yieldNow
      let length = 0
      for (const { after, entries, lengthBefore } of heard) {
        expect(lengthBefore).toBe(length)
        expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => length + 1 + index))
        length = after.length
      }
    }).pipe(Effect.scoped, Effect.provide(serverRoom()))
  )

  it.effect("never waits for a listener who is slow, and tells them what they missed", () =>
    Effect.gen(function* () {
      const feed = yield* CaseFeed
      const state = yield* readyForCourier("order-1")
      const { orderId } = state.order
      const open = yield* Deferred.make<void>()
      const heard: Array<FeedItem> = []
      const listener = yield* Effect.forkChild(
        feed.changes.pipe(
          Stream.tap(() => Deferred.await(open)),
          Stream.takeUntil((item) => item._tag === "CaseCommitted" && item.change.lengthBefore === -1),
          Stream.runForEach((item) => Effect.sync(() => void heard.push(item)))
        ),
        { startImmediately: true }
      )
      const publish = (lengthBefore: number) =>
        feed.publish({ orderId, lengthBefore, entries: [], after: state })
      const count = Limits.feedChanges * 2
      for (let i = 0; i < count; i++) yield* publish(i)
      yield* publish(-1)
      yield* Deferred.succeed(open, undefined)
      yield* Fiber.join(listener)
      const gaps = heard.flatMap((item) => (item._tag === "FeedGap" ? [item.missed] : []))
      expect(gaps.length).toBeGreaterThan(0)
      const missed = gaps.reduce((sum, each) => sum + each, 0)
      expect(heard.length - gaps.length + missed).toBe(count + 1)
    }).pipe(Effect.provide(serverRoom()))
  )
})
