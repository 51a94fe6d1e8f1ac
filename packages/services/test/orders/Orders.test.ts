import { CustomerId, type Errand, isSettled, Limits, OrderId, RestaurantId } from "@hotbag/core"
import {
  type Actor,
  Audit,
  CaseStore,
  MemoryTables,
  type OrderPage,
  Orders,
  QuoteRefused,
  relay
} from "@hotbag/services"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import {
  ana,
  by,
  courier,
  customer,
  customerId,
  keyed,
  Kitchen,
  kitchen,
  leave,
  offerTo,
  operator,
  orderIdIn,
  readyForCourier,
  regionId,
  restaurantId,
  saved,
  serverRoom,
  soup,
  soupLeft,
  willing,
  wish
} from "../cases/serverRoom.ts"

const eve: Actor = { role: "customer", subject: "eve" }

const tagOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.as("done"),
    Effect.catch((error) => Effect.succeed(error._tag))
  )

const place = (actor: Actor = customer, more: Partial<typeof wish> = {}) =>
  Effect.flatMap(Orders, (orders) => orders.place({ ...wish, ...more }, by(actor)))

describe("S34–S36: placing an order", () => {
  it.effect("writes down what was quoted, how it is paid, and what is personal apart", () =>
    Effect.gen(function* () {
      const { details, payments } = yield* MemoryTables
      const store = yield* CaseStore
      const orderId = orderIdIn(yield* place())
      const { order } = yield* saved(orderId)
      expect(order).toMatchObject({
        customerId,
        restaurantId,
        regionId,
        items: [{ itemId: soup, quantity: 2, unitPrice: { amountMinor: 650, currency: "EUR" } }],
        total: { amountMinor: 1_499, currency: "EUR" },
        promisedAtMs: 2_400_000,
        status: "placed",
        courierId: null
      })
      expect(payments.get(orderId)).toEqual(wish.payment)
      expect(details.get(orderId)).toEqual(wish.details)
      expect(JSON.stringify(yield* store.log(orderId)), "P10: nothing personal in the log").not.toMatch(
        /Elm|Ada|floor/
      )
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("S7: takes from the stock, never more than there is, and gives back what was not cooked", () =>
    Effect.gen(function* () {
      const orders = yield* Orders
      yield* leave(5)
      const outcomes = yield* Effect.all(
        Array.from({ length: 50 }, () => tagOf(place())),
        { concurrency: "unbounded" }
      )
      expect(outcomes.filter((tag) => tag === "done")).toHaveLength(2)
      expect(outcomes.filter((tag) => tag === "OutOfStock")).toHaveLength(48)
      expect(yield* soupLeft).toBe(1)
      const { cases } = yield* MemoryTables
      const [first] = cases.keys()
      if (first === undefined) throw new Error("no order")
      yield* orders.cancel(first, "changed my mind", by(customer))
      expect(yield* soupLeft).toBe(3)
      yield* orders.cancel(first, "again", by(customer))
      expect(yield* soupLeft).toBe(3)
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("refuses what the restaurant does not sell now, without a trace", () => {
    const house = new Kitchen()
    const message = "closed"
    house.refusal = new QuoteRefused({
      rejection: { _tag: "RestaurantClosed", opensAtMs: null, message }
    })
    return Effect.gen(function* () {
      const { cases } = yield* MemoryTables
      expect(yield* tagOf(place())).toBe("QuoteRefused")
      expect(yield* tagOf(place(customer, { restaurantId: RestaurantId.make("none") }))).toBe("NotFound")
      expect(cases.size).toBe(0)
    }).pipe(Effect.provide(serverRoom(house)))
  })

  it.effect("repeats its answer even when the menu has changed since", () => {
    const house = new Kitchen()
    return Effect.gen(function* () {
      const orders = yield* Orders
      const first = yield* orders.place(wish, keyed(customer, "key-1"))
      const message = "closed"
      house.refusal = new QuoteRefused({ rejection: { _tag: "RestaurantClosed", opensAtMs: null, message } })
      expect(yield* orders.place(wish, keyed(customer, "key-1"))).toEqual({ ...first, replayed: true })
      expect(yield* tagOf(orders.place(wish, keyed(customer, "key-2")))).toBe("QuoteRefused")
    }).pipe(Effect.provide(serverRoom(house)))
  })

  it.effect("is for oneself; operations order for others", () =>
    Effect.gen(function* () {
      expect(yield* tagOf(place(eve, { customerId }))).toBe("RoleRefused")
      expect(yield* tagOf(place(courier(ana)))).toBe("RoleRefused")
      expect(yield* tagOf(place(kitchen, { customerId }))).toBe("RoleRefused")
      expect(yield* tagOf(place(operator))).toBe("RoleRefused")
      const { order } = yield* saved(orderIdIn(yield* place(operator, { customerId })))
      expect(order.customerId).toBe(customerId)
    }).pipe(Effect.provide(serverRoom()))
  )
})

describe("C16: an answer that waits for the payment", () => {
  it.effect("C5: is confirmed where the restaurant takes every order, and is repeated as it was", () => {
    const house = new Kitchen()
    house.autoAccept = true
    return Effect.gen(function* () {
      yield* Layer.build(relay.pipe(Layer.provide(willing([]))))
      const orders = yield* Orders
      const waiting = yield* Effect.forkChild(
        orders.place({ ...wish, waitMs: 5_000 }, keyed(customer, "key-1")),
        { startImmediately: true }
      )
      yield* TestClock.adjust(0)
      const first = yield* Fiber.join(waiting)
      expect(first.answer).toContain('"status":"confirmed"')
      expect(yield* orders.place({ ...wish, waitMs: 5_000 }, keyed(customer, "key-1"))).toEqual({
        ...first,
        replayed: true
      })
      expect((yield* MemoryTables).cases.size).toBe(1)
    }).pipe(Effect.scoped, Effect.provide(serverRoom(house)))
  })

  it.effect("does not wait for ever", () =>
    Effect.gen(function* () {
      const orders = yield* Orders
      const waiting = yield* Effect.forkChild(orders.place({ ...wish, waitMs: 3_600_000 }, by(customer)), {
        startImmediately: true
      })
      yield* TestClock.adjust(Limits.placementWaitMs)
      expect((yield* Fiber.join(waiting)).answer).toContain('"status":"placed"')
    }).pipe(Effect.provide(serverRoom()))
  )
})

describe("P9: an order", () => {
  it.effect("is seen by those whose business it is, and does not exist for anybody else", () =>
    Effect.gen(function* () {
      const orders = yield* Orders
      const state = yield* readyForCourier("order-1")
      const { orderId } = state.order
      const missing = OrderId.make("no-such-order")
      for (const actor of [customer, kitchen, operator]) {
        expect((yield* orders.get(actor, orderId)).order.orderId).toBe(orderId)
      }
      const strangers: ReadonlyArray<Actor> = [
        eve,
        courier(ana),
        { role: "restaurant", subject: "pizzas" },
        { role: "courier", subject: customerId },
        { role: "restaurant", subject: customerId }
      ]
      const unknown = yield* Effect.flip(orders.get(customer, missing))
      for (const actor of strangers) {
        expect(yield* Effect.flip(orders.get(actor, orderId))).toEqual(unknown)
        expect(yield* Effect.flip(orders.cancel(orderId, "because", by(actor)))).toEqual(unknown)
        expect(yield* tagOf(orders.details(actor, orderId))).toBe("NotFound")
      }
      yield* offerTo("offer-1", ana, state)
      expect((yield* orders.get(courier(ana), orderId)).delivery.status).toBe("offered")
      expect(yield* tagOf(orders.details(courier(ana), orderId)), "not before it is theirs").toBe("NotFound")
      expect(yield* tagOf(orders.cancel(orderId, "because", by(courier(ana))))).toBe("RoleRefused")
      expect(yield* tagOf((yield* Audit).log(customer, orderId))).toBe("NotFound")
    }).pipe(Effect.provide(serverRoom()))
  )
})

describe("S24: the history of orders", () => {
  it.effect("comes newest first, page by page, and is one's own", () =>
    Effect.gen(function* () {
      const orders = yield* Orders
      const placed: Array<OrderId> = []
      for (let i = 0; i < 7; i++) {
        placed.unshift(orderIdIn(yield* place()))
        yield* TestClock.adjust(1_000)
      }
      yield* place(eve)
      const seen: Array<OrderId> = []
      let cursor: string | null = null
      do {
        const page: OrderPage = yield* orders.history(customer, { _tag: "Own" }, { cursor, limit: 3 })
        seen.push(...page.orders.map(({ order }) => order.orderId))
        cursor = page.nextCursor
      } while (cursor !== null)
      expect(seen).toEqual(placed)
      const own = { cursor: null, limit: 1_000 }
      expect((yield* orders.history(kitchen, { _tag: "Own" }, own)).orders).toHaveLength(8)
      expect((yield* orders.history(operator, { _tag: "Customer", customerId }, own)).orders).toHaveLength(7)
      expect(
        (yield* orders.history(operator, { _tag: "Region", regionId, open: true }, own)).orders
      ).toHaveLength(8)
      expect(yield* tagOf(orders.history(eve, { _tag: "Customer", customerId }, own))).toBe("NotFound")
      expect(yield* tagOf(orders.history(customer, { _tag: "Region", regionId, open: true }, own))).toBe(
        "NotFound"
      )
      expect(yield* tagOf(orders.history(courier(ana), { _tag: "Own" }, own))).toBe("NotFound")
      const forged = { cursor: "forged", limit: 3 }
      expect(yield* tagOf(orders.history(customer, { _tag: "Own" }, forged))).toBe("MalformedCursor")
      const nobody: Actor = { role: "customer", subject: CustomerId.make("nobody") }
      expect(yield* orders.history(nobody, { _tag: "Own" }, own)).toEqual({ orders: [], nextCursor: null })
    }).pipe(Effect.provide(serverRoom()))
  )
})

describe("S25, S26: a cancellation", () => {
  it.effect("gives the money back, whoever cancels while the table lets them", () =>
    Effect.gen(function* () {
      const heard: Array<Errand> = []
      yield* Layer.build(relay.pipe(Layer.provide(willing(heard))))
      const orders = yield* Orders
      for (const actor of [customer, kitchen, operator]) {
        const { order } = yield* readyForCourier(`order-of-${actor.role}`)
        yield* orders.cancel(order.orderId, "because", by(actor))
        yield* TestClock.adjust(0)
        const state = yield* saved(order.orderId)
        expect([state.order.status, state.order.endedBy]).toEqual([
          "cancelled",
          actor.role === "operator" ? "platform" : actor.role
        ])
        expect([state.saga.payment, isSettled(state.saga)]).toEqual(["voided", true])
        expect(state.delivery.status).toBe("cancelled")
      }
      const { ledger } = yield* MemoryTables
      expect(ledger.filter(({ kind }) => kind === "void")).toHaveLength(6)
      expect(ledger.reduce((sum, { amount }) => sum + amount.amountMinor, 0)).toBe(0)
    }).pipe(Effect.scoped, Effect.provide(serverRoom()))
  )

  it.effect("S134: stands in the log with its actor, its command and its time", () =>
    Effect.gen(function* () {
      const orders = yield* Orders
      const { order } = yield* readyForCourier("order-1")
      yield* TestClock.adjust(42_000)
      yield* orders.cancel(order.orderId, "because", keyed(customer, "key-7"))
      const log = yield* (yield* Audit).log(operator, order.orderId)
      const line = log.find(({ entry }) => entry.fact._tag === "OrderCancelled")
      expect(line).toMatchObject({ actor: customer, commandId: "key-7", entry: { atMs: 42_000 } })
    }).pipe(Effect.provide(serverRoom()))
  )
})
