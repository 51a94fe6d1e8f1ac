import { type Errand, Limits, type OrderId, toOrder } from "@hotbag/core"
import {
  Cases,
  CaseStore,
  ErrandFailed,
  Errands,
  MemoryTables,
  Orders,
  Outbox,
  receiptSweep,
  relay,
  timers
} from "@hotbag/services"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import {
  by,
  customer,
  keyed,
  orderIdIn,
  readyForCourier,
  saved,
  serverRoom,
  tell,
  willing,
  wish
} from "./serverRoom.ts"

type Run = (errand: Errand) => Effect.Effect<void, ErrandFailed>

const errandsOf = (run: Run): Layer.Layer<Errands> => Layer.succeed(Errands, { run })

/** Starts a layer and gives the switch that stops it. */
const started = Effect.fnUntraced(function* <R>(layer: Layer.Layer<never, never, R>) {
  const scope = yield* Scope.make()
  yield* Layer.buildWithScope(layer, scope)
  return { stop: Scope.close(scope, Exit.void) }
})

const place = Effect.fnUntraced(function* () {
  const orders = yield* Orders
  return orderIdIn(yield* orders.place(wish, by(customer)))
})

const backlog = Effect.flatMap(Outbox, (outbox) => outbox.backlog)

/** Goes on until nothing more happens at this moment of the clock. */
const settleDown = TestClock.adjust(0)

describe("P7: the relay", () => {
  it.effect("runs every errand once, those of an order in sequence", () =>
    Effect.gen(function* () {
      const heard: Array<Errand> = []
      yield* started(relay.pipe(Layer.provide(willing(heard))))
      const ids: Array<OrderId> = []
      for (let i = 0; i < 100; i++) ids.push(yield* place())
      yield* settleDown
      const store = yield* CaseStore
      for (const orderId of ids) {
        const tags = heard.filter((errand) => errand.orderId === orderId).map(({ _tag }) => _tag)
        expect(tags).toEqual(["RequestPayment", "AskRestaurant"])
        expect((yield* store.log(orderId)).at(-1)?.entry.fact._tag).toBe("PaymentAuthorised")
      }
      expect((yield* backlog).rows).toBe(0)
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect(
    "tries again what failed, later and later, keeps the order waiting, and sets it aside at last",
    () =>
      Effect.gen(function* () {
        const tried: Array<string> = []
        const run: Run = (errand) =>
          Effect.suspend(() => {
            tried.push(`${errand._tag} ${errand._tag === "Notify" ? errand.notice : ""}`.trim())
            return errand._tag === "RequestPayment"
              ? Effect.fail(new ErrandFailed({ why: "no answer" }))
              : Effect.void
          })
        yield* started(relay.pipe(Layer.provide(errandsOf(run))))
        const orderId = yield* place()
        yield* settleDown
        expect(tried).toEqual(["RequestPayment"])
        yield* tell(orderId, toOrder({ _tag: "CancelOrder", by: "customer", reason: "test" }))
        yield* settleDown
        expect(tried, "what comes behind waits").toEqual(["RequestPayment"])
        yield* TestClock.adjust(Limits.errandRetryMs * 0.4)
        expect(tried).toHaveLength(1)
        yield* TestClock.adjust(Limits.errandRetryMs * 1.2)
        expect(tried).toHaveLength(2)
        yield* TestClock.adjust(Limits.errandRetryLongestMs * Limits.errandAttempts)
        expect(tried.filter((each) => each === "RequestPayment")).toHaveLength(Limits.errandAttempts)
        expect(tried.at(-1)).toBe("Notify order-cancelled")
        const { setAside } = yield* MemoryTables
        expect(setAside).toMatchObject([{ orderId, why: "no answer" }])
        expect((yield* backlog).rows).toBe(0)
      }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("is not held up by one that hangs or breaks, and gives it up after a while", () =>
    Effect.gen(function* () {
      const done: Array<OrderId> = []
      const first = yield* place()
      const second = yield* place()
      const third = yield* place()
      const run: Run = (errand) =>
        Effect.suspend(() => {
          if (errand.orderId === first) return Effect.never
          if (errand.orderId === second) return Effect.die(new Error("broken"))
          done.push(errand.orderId)
          return Effect.void
        })
      yield* started(relay.pipe(Layer.provide(errandsOf(run))))
      yield* settleDown
      expect(done).toEqual([third])
      yield* TestClock.adjust(Limits.errandMs)
      const { lanes } = yield* MemoryTables
      expect(lanes.get(first)?.rows[0]?.attempts).toBe(1)
      expect(lanes.get(second)?.rows[0]?.attempts).toBeGreaterThan(0)
      expect(lanes.has(third)).toBe(false)
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("ends cleanly: what was done is settled, the rest is found by the next", () =>
    Effect.gen(function* () {
      const reached = yield* Deferred.make<void>()
      const heard: Array<string> = []
      const state = yield* readyForCourier("order-1")
      const run: Run = (errand) =>
        Effect.suspend(() => {
          heard.push(errand._tag)
          return heard.length === 1
            ? Effect.void
            : Effect.andThen(Deferred.succeed(reached, undefined), Effect.never)
        })
      const { stop } = yield* started(relay.pipe(Layer.provide(errandsOf(run))))
      yield* Deferred.await(reached)
      yield* stop
      const { lanes } = yield* MemoryTables
      expect(lanes.get(state.order.orderId)?.rows.map(({ errand }) => errand._tag)).toEqual(["Notify"])
      const later: Array<Errand> = []
      yield* started(relay.pipe(Layer.provide(willing(later))))
      yield* settleDown
      expect(later.map(({ _tag }) => _tag)).toEqual(["Notify"])
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("never runs more orders side by side than it may", () =>
    Effect.gen(function* () {
      let running = 0
      let most = 0
      for (let i = 0; i < Limits.relayLanes * 3; i++) yield* place()
      const run: Run = () =>
        Effect.acquireUseRelease(
          Effect.sync(() => {
            running += 1
            most = Math.max(most, running)
          }),
          () => Effect.sleep(100),
          () => Effect.sync(() => void (running -= 1))
        )
      yield* started(relay.pipe(Layer.provide(errandsOf(run))))
      yield* TestClock.adjust(5_000)
      expect(most).toBe(Limits.relayLanes)
      expect((yield* backlog).rows).toBe(0)
    }).pipe(Effect.provide(serverRoom()))
  )
})

describe("P6: timers", () => {
  it.effect("fire when they are due, in whichever process looks first", () =>
    Effect.gen(function* () {
      const heard: Array<Errand> = []
      yield* started(relay.pipe(Layer.provide(willing(heard))))
      yield* started(timers)
      yield* started(Layer.fresh(timers))
      const orderId = yield* place()
      yield* settleDown
      expect((yield* saved(orderId)).order.status).toBe("payment-authorised")
      yield* TestClock.adjust(Limits.restaurantAnswerMs - 1_000)
      expect((yield* saved(orderId)).order.status).toBe("payment-authorised")
      yield* TestClock.adjust(2_000)
      // Nobody answered: the order is rejected, its money goes back, and it is settled.
      const { order, saga } = yield* saved(orderId)
      expect([order.status, saga.payment]).toEqual(["rejected", "voided"])
      const cases = yield* CaseStore
      expect(
        (yield* cases.log(orderId)).filter(({ entry }) => entry.fact._tag === "TimerFired")
      ).toHaveLength(1)
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("P5: are fired faster than they come due, after an outage of the gateway", () =>
    Effect.gen(function* () {
      const count = Limits.timersAtOnce * 3
      for (let i = 0; i < count; i++) yield* place()
      yield* TestClock.adjust(Limits.paymentAnswerMs)
      yield* started(timers)
      const { cases } = yield* MemoryTables
      const asked = () => [...cases.values()].filter(({ saga }) => saga.paymentAttempts === 1).length
      // The clock stands still meanwhile.
      for (let turn = 0; turn < 100_000 && asked() < count; turn++) yield* Effect.yieldNow
      expect(asked()).toBe(count)
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("go on when the store was away", () =>
    Effect.gen(function* () {
      const store = yield* CaseStore
      const cases = yield* Cases
      const orderId = yield* place()
      let isAway = true
      const flaky = Layer.succeed(CaseStore, {
        ...store,
        due: (atMs, limit) => (isAway ? Effect.die("away") : store.due(atMs, limit))
      })
      yield* started(timers.pipe(Layer.provide(Layer.merge(flaky, Layer.succeed(Cases, cases)))))
      yield* TestClock.adjust(60_000)
      expect((yield* saved(orderId)).saga.paymentAttempts).toBe(0)
      isAway = false
      yield* TestClock.adjust(Limits.timerPollMs)
      expect((yield* saved(orderId)).saga.paymentAttempts).toBe(1)
    }).pipe(Effect.provide(serverRoom()))
  )
})

describe("P8: receipts", () => {
  it.effect("are kept for two days and then forgotten", () =>
    Effect.gen(function* () {
      const orders = yield* Orders
      const { cases, receipts } = yield* MemoryTables
      yield* started(receiptSweep)
      for (let i = 0; i < 10; i++) yield* orders.place(wish, keyed(customer, `key-${i}`))
      yield* TestClock.adjust(Limits.receiptsKeptMs)
      expect(receipts.size).toBe(10)
      expect((yield* orders.place(wish, keyed(customer, "key-1"))).replayed).toBe(true)
      yield* TestClock.adjust(Limits.receiptSweepMs + 1)
      expect([receipts.size, cases.size]).toEqual([0, 10])
    }).pipe(Effect.provide(serverRoom()))
  )
})
