import { CommandId, fromOutside, OrderId, PaymentId, replayCase, toDelivery, toOrder } from "@hotbag/core"
import {
  type Actor,
  CaseFeed,
  Cases,
  casesLayer,
  CaseStore,
  Failpoint,
  MemoryTables,
  Orders
} from "@hotbag/services"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Layer, Stream } from "effect"
import {
  ana,
  by,
  customer,
  keyed,
  leave,
  offerTo,
  operator,
  orderIdIn,
  readyForCourier,
  saved,
  serverRoom,
  shown,
  soupLeft,
  tell,
  wish
} from "./serverRoom.ts"

const tagOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.as("done"),
    Effect.catch((error) => Effect.succeed(error._tag))
  )

/** Everything of the outcome but whether it was given before. */
const place = (key: string, actor: Actor = customer, body?: string) =>
  Effect.flatMap(Orders, (orders) => orders.place(wish, keyed(actor, key, body)))

/** Lets everybody else on before each step of saving. */
const giveWay = Layer.succeed(Failpoint, { hit: () => Effect.yieldNow })

describe("P2: a command with a key", () => {
  it.effect("that is done is answered for a thousand who repeat it at once, byte for byte", () =>
    Effect.gen(function* () {
      const first = yield* place("key-1")
      const again = yield* Effect.all(
        Array.from({ length: 1_000 }, () => place("key-1")),
        { concurrency: "unbounded" }
      )
      expect(again).toEqual(Array.from({ length: 1_000 }, () => ({ ...first, replayed: true })))
    }).pipe(Effect.provide(serverRoom().pipe(Layer.provide(giveWay))))
  )

  it.effect("a thousand times at once places one order, and everybody hears of it or is told to wait", () =>
    Effect.gen(function* () {
      const outcomes = yield* Effect.all(
        Array.from({ length: 1_000 }, () =>
          place("key-1").pipe(
            Effect.map(({ answer }) => answer),
            Effect.catch((error) => Effect.succeed(error._tag))
          )
        ),
        { concurrency: "unbounded" }
      )
      const { cases, receipts } = yield* MemoryTables
      expect(cases.size).toBe(1)
      expect(receipts.size).toBe(1)
      const [answer = ""] = outcomes.filter((outcome) => outcome.startsWith("{"))
      expect(new Set(outcomes)).toEqual(new Set([answer, "CommandInFlight"]))
      const again = yield* place("key-1")
      expect(again).toEqual({ status: 200, answer, replayed: true })
    }).pipe(Effect.provide(serverRoom().pipe(Layer.provide(giveWay))))
  )

  it.effect("is answered byte for byte ever after, whatever became of the order", () =>
    Effect.gen(function* () {
      const orders = yield* Orders
      const first = yield* place("key-1")
      yield* orders.cancel(orderIdIn(first), "changed my mind", by(customer))
      expect(yield* place("key-1")).toEqual({ ...first, replayed: true })
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("is refused with another body, and is another command for somebody else", () =>
    Effect.gen(function* () {
      const { cases } = yield* MemoryTables
      yield* place("key-1")
      expect(yield* tagOf(place("key-1", customer, "other"))).toBe("CommandConflict")
      expect(cases.size).toBe(1)
      yield* place("key-1", { role: "customer", subject: "eve" })
      expect(cases.size).toBe(2)
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("leaves no trace when it is refused, and may be sent again", () =>
    Effect.gen(function* () {
      const tables = yield* MemoryTables
      yield* leave(1)
      expect(yield* tagOf(place("key-1"))).toBe("OutOfStock")
      expect([tables.cases.size, tables.receipts.size, tables.lanes.size]).toEqual([0, 0, 0])
      yield* leave(2)
      yield* place("key-1")
      expect(yield* soupLeft).toBe(0)
    }).pipe(Effect.provide(serverRoom()))
  )
})

describe("P4: cases in several processes", () => {
  /** Another process on the same database: its own memory of cases, its own turns. */
  const anotherProcess = Effect.map(Layer.build(Layer.fresh(casesLayer)), (services) => services)

  it.effect("are never refused on old knowledge", () =>
    Effect.gen(function* () {
      const { order } = yield* readyForCourier("order-1")
      const other = yield* anotherProcess
      const offerId = yield* offerTo("offer-1", ana, yield* saved(order.orderId)).pipe(Effect.provide(other))
      // This process still has the case at hand without the offer.
      const accept = toDelivery({ _tag: "AcceptOffer", offerId, courierId: ana })
      expect((yield* tell(order.orderId, accept)).delivery.status).toBe("accepted")
      const again = yield* tell(order.orderId, accept).pipe(Effect.provide(other))
      expect(again.delivery.status).toBe("accepted")
    }).pipe(Effect.scoped, Effect.provide(serverRoom()))
  )

  it.effect("take a hundred commands at once without losing or doubling one", () =>
    Effect.gen(function* () {
      const { order } = yield* readyForCourier("order-1")
      const { orderId } = order
      const [left, right] = [yield* anotherProcess, yield* anotherProcess]
      const store = yield* CaseStore
      const before = (yield* saved(orderId)).length
      yield* Effect.forEach(
        Array.from({ length: 100 }, (_, index) => index),
        (index) =>
          tell(orderId, toOrder({ _tag: "RevisePreparation", readyEstimateAtMs: 1_000 + index })).pipe(
            Effect.provide(index % 2 === 0 ? left : right)
          ),
        { concurrency: "unbounded" }
      )
      const log = (yield* store.log(orderId)).map(({ entry }) => entry)
      expect(log.length).toBe(before + 100)
      expect(replayCase(log)).toEqual(yield* saved(orderId))
    }).pipe(Effect.scoped, Effect.provide(serverRoom()))
  )

  it.effect("answer a repeated command wherever it comes in", () =>
    Effect.gen(function* () {
      const first = yield* place("key-1")
      const other = yield* anotherProcess
      const cases = yield* Effect.provide(Cases, other)
      const orderId = OrderId.make("order-2")
      const { receipt } = keyed(customer, "key-1")
      if (receipt === null) throw new Error("no receipt")
      const again = yield* cases.answer({
        actor: customer,
        commandId: receipt.key,
        orderIds: [orderId],
        receipt,
        respond: () => ({ status: 200, answer: "another" }),
        decide: () => Effect.succeed([])
      })
      expect(again).toEqual({ ...first, replayed: true })
    }).pipe(Effect.scoped, Effect.provide(serverRoom()))
  )
})

describe("P1: a client that hangs up", () => {
  /** Stops the engine at a failpoint until it is let go on. */
  const gate = Effect.gen(function* () {
    const reached = yield* Deferred.make<void>()
    const open = yield* Deferred.make<void>()
    const layer = Layer.succeed(Failpoint, {
      hit: (name) =>
        name === "before-commit"
          ? Effect.andThen(Deferred.succeed(reached, undefined), Deferred.await(open))
          : Effect.void
    })
    return { reached, open, layer }
  })

  it.effect("while its order is saved has ordered all the same, once", () =>
    Effect.gen(function* () {
      const { layer, open, reached } = yield* gate
      yield* Effect.gen(function* () {
        const { cases, lanes, logs } = yield* MemoryTables
        const feed = yield* CaseFeed
        const told = yield* Effect.forkChild(Stream.runHead(feed.changes), { startImmediately: true })
        const request = yield* Effect.forkChild(place("key-1"), { startImmediately: true })
        yield* Deferred.await(reached)
        expect(yield* tagOf(place("key-1"))).toBe("CommandInFlight")
        const hangUp = yield* Effect.forkChild(Fiber.interrupt(request), { startImmediately: true })
        expect(yield* tagOf(place("key-1")), "it is still being saved").toBe("CommandInFlight")
        yield* Deferred.succeed(open, undefined)
        yield* Fiber.join(hangUp)
        expect(cases.size).toBe(1)
        expect(lanes.size).toBe(1)
        expect([...logs.values()].map((log) => log.length)).toEqual([1])
        expect((yield* Fiber.join(told))._tag).toBe("Some")
        expect((yield* place("key-1")).replayed).toBe(true)
        expect(cases.size).toBe(1)
      }).pipe(Effect.provide(serverRoom().pipe(Layer.provide(layer))))
    })
  )

  it.effect("before its order is saved has ordered nothing, and its key is free", () =>
    Effect.gen(function* () {
      const cases = yield* Cases
      const tables = yield* MemoryTables
      const { receipt } = keyed(customer, "key-1")
      if (receipt === null) throw new Error("no receipt")
      const request = yield* Effect.forkChild(
        cases.answer({
          actor: customer,
          commandId: CommandId.make("key-1"),
          orderIds: [OrderId.make("order-1")],
          receipt,
          respond: ([first]) => (first === undefined ? { status: 204, answer: "" } : shown(first)),
          decide: () => Effect.never
        }),
        { startImmediately: true }
      )
      yield* Fiber.interrupt(request)
      expect(Exit.isFailure(yield* Fiber.await(request))).toBe(true)
      expect([tables.cases.size, tables.receipts.size]).toEqual([0, 0])
      yield* place("key-1")
    }).pipe(Effect.provide(serverRoom()))
  )
})

describe("several cases in one change", () => {
  it.effect("change together or not at all", () =>
    Effect.gen(function* () {
      const cases = yield* Cases
      const first = (yield* readyForCourier("order-1")).order.orderId
      const second = (yield* readyForCourier("order-2")).order.orderId
      const both = (...tags: ReadonlyArray<"StartPreparing" | "MarkReady">) =>
        cases.advance({
          actor: operator,
          commandId: null,
          orderIds: [second, first],
          decide: () =>
            Effect.succeed(
              [first, second].map((orderId, index) => ({
                orderId,
                inputs:
                  index === 0
                    ? tags.map((_tag) => toOrder({ _tag }))
                    : [toOrder({ _tag: "RejectOrder" as const, reason: "too late" })]
              }))
            )
        })
      expect(yield* tagOf(both("StartPreparing", "MarkReady"))).toBe("CaseRefused")
      expect((yield* saved(first)).order.status).toBe("confirmed")
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("never wait for each other, in whatever order they are named", () =>
    Effect.gen(function* () {
      const cases = yield* Cases
      const ids = [yield* readyForCourier("a"), yield* readyForCourier("b"), yield* readyForCourier("c")].map(
        ({ order }) => order.orderId
      )
      yield* Effect.forEach(
        Array.from({ length: 60 }, (_, index) => index),
        (index) =>
          cases.advance({
            actor: operator,
            commandId: null,
            orderIds: [...ids.slice(index % 3), ...ids.slice(0, index % 3)],
            decide: (_, atMs) =>
              Effect.as(
                Effect.yieldNow,
                ids.map((orderId) => ({
                  orderId,
                  inputs: [toOrder({ _tag: "RevisePreparation" as const, readyEstimateAtMs: atMs + index })]
                }))
              )
          }),
        { concurrency: "unbounded" }
      )
      for (const orderId of ids) expect((yield* saved(orderId)).order.version).toBeGreaterThan(60)
    }).pipe(Effect.provide(serverRoom()))
  )
})

describe("waiting for a case", () => {
  it.effect("ends when it is as wished, or when the time is over", () =>
    Effect.gen(function* () {
      const cases = yield* Cases
      const first = yield* place("key-1")
      const orderId = orderIdIn(first)
      const waiting = yield* Effect.forkChild(
        cases.until(orderId, ({ order }) => order.status !== "placed", 5_000),
        { startImmediately: true }
      )
      yield* tell(
        orderId,
        fromOutside({ _tag: "AuthorisationGranted", paymentId: PaymentId.make("pay-1"), funds: "held" })
      )
      const found = yield* Fiber.join(waiting)
      expect(found).toMatchObject({ value: { order: { status: "payment-authorised" } } })
      expect(yield* cases.until(orderId, () => false, 0)).toMatchObject({ _tag: "Some" })
      expect(yield* cases.until(OrderId.make("none"), () => false, 5_000)).toMatchObject({ _tag: "None" })
    }).pipe(Effect.provide(serverRoom()))
  )
})
