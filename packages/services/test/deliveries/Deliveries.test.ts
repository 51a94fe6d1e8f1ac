import { CourierId, DeliveryId, type Errand, isSettled, OfferId, toDelivery } from "@hotbag/core"
import { type Actor, CaseStore, Deliveries, Failpoint, MemoryTables, Orders, relay } from "@hotbag/services"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import {
  ana,
  bo,
  by,
  courier,
  customer,
  keyed,
  kitchen,
  offerTo,
  operator,
  readyForCourier,
  saved,
  serverRoom,
  tell,
  willing,
  wish
} from "../cases/serverRoom.ts"

const tagOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.as("done"),
    Effect.catch((error) => Effect.succeed(error._tag))
  )

/** Lets everybody else on before each step of saving. */
const giveWay = Layer.succeed(Failpoint, { hit: () => Effect.yieldNow })

const room = serverRoom().pipe(Layer.provide(giveWay))

describe("S42: an offer", () => {
  it.effect("is taken by whom it was made to, and by nobody else", () =>
    Effect.gen(function* () {
      const deliveries = yield* Deliveries
      const state = yield* readyForCourier("order-1")
      const { deliveryId, orderId } = state.order
      yield* offerTo("offer-1", ana, state)
      const others: ReadonlyArray<Actor> = [courier(bo), { role: "customer", subject: "eve" }]
      for (const actor of others) {
        expect(yield* tagOf(deliveries.accept(deliveryId, null, by(actor)))).toBe("NotFound")
      }
      for (const actor of [customer, kitchen]) {
        expect(yield* tagOf(deliveries.accept(deliveryId, null, by(actor)))).toBe("RoleRefused")
      }
      const unknown = DeliveryId.make("no-such-delivery")
      expect(yield* tagOf(deliveries.accept(unknown, null, by(courier(ana))))).toBe("NotFound")
      const { answer } = yield* deliveries.accept(deliveryId, null, by(courier(ana)))
      expect(answer).toContain('"delivery":"accepted"')
      const { delivery, order } = yield* saved(orderId)
      expect([delivery.status, order.courierId]).toEqual(["accepted", ana])
      expect((yield* MemoryTables).assignments.get(orderId)).toBe(ana)
    }).pipe(Effect.provide(room))
  )

  it.effect("P3: of 200 who take it at once has one owner, and is taken once", () =>
    Effect.gen(function* () {
      const deliveries = yield* Deliveries
      const state = yield* readyForCourier("order-1")
      const { deliveryId, orderId } = state.order
      // Fifty couriers were asked before and let it lapse; now all press the button, Ana on four phones at once.
      const late = Array.from({ length: 49 }, (_, index) => CourierId.make(`courier-${index}`))
      for (const [index, each] of late.entries()) {
        const offerId = yield* offerTo(`offer-${index}`, each, yield* saved(orderId))
        yield* tell(orderId, toDelivery({ _tag: "WithdrawOffer", offerId, epoch: 1, reason: "better plan" }))
      }
      yield* offerTo("offer-last", ana, yield* saved(orderId))
      const all = [...late, ana]
      const outcomes = yield* Effect.forEach(
        Array.from({ length: 200 }, (_, index) => all[index % all.length] ?? ana),
        (each, index) => tagOf(deliveries.accept(deliveryId, null, keyed(courier(each), `key-${index}`))),
        { concurrency: "unbounded" }
      )
      expect(outcomes.filter((tag) => tag === "done")).toHaveLength(4)
      expect(outcomes.filter((tag) => tag === "CaseRefused")).toHaveLength(196)
      const store = yield* CaseStore
      const accepted = (yield* store.log(orderId)).filter(({ entry }) => entry.fact._tag === "OfferAccepted")
      expect(accepted).toHaveLength(1)
      expect((yield* saved(orderId)).delivery).toMatchObject({ courierId: ana })
      expect([...(yield* MemoryTables).assignments]).toEqual([[orderId, ana]])
    }).pipe(Effect.provide(room))
  )

  it.effect("S11: once declined is never made to the same courier again", () =>
    Effect.gen(function* () {
      const deliveries = yield* Deliveries
      const state = yield* readyForCourier("order-1")
      const { deliveryId, orderId } = state.order
      yield* offerTo("offer-1", ana, state)
      yield* deliveries.reject(deliveryId, null, by(courier(ana)))
      expect((yield* saved(orderId)).delivery.status).toBe("requested")
      yield* deliveries.reject(deliveryId, null, by(courier(ana)))
      expect(yield* tagOf(offerTo("offer-2", ana, yield* saved(orderId)))).toBe("CaseRefused")
      const late = yield* Effect.flip(deliveries.accept(deliveryId, null, by(courier(ana))))
      expect(late).toMatchObject({ _tag: "CaseRefused" })
      yield* offerTo("offer-3", bo, yield* saved(orderId))
      yield* deliveries.accept(deliveryId, OfferId.make("offer-3"), by(courier(bo)))
      expect((yield* saved(orderId)).order.courierId).toBe(bo)
    }).pipe(Effect.provide(room))
  )

  it.effect("of a bundle is taken or declined as a whole, without what is gone from it", () =>
    Effect.gen(function* () {
      const deliveries = yield* Deliveries
      const orders = yield* Orders
      const names = ["order-1", "order-2", "order-3"]
      const bundle = yield* Effect.forEach(names, readyForCourier)
      const [first, second, third] = bundle
      if (first === undefined || second === undefined || third === undefined) throw new Error("no bundle")
      yield* offerTo("offer-1", ana, ...bundle)
      yield* orders.cancel(third.order.orderId, "because", by(customer))
      yield* deliveries.accept(second.order.deliveryId, null, by(courier(ana)))
      const statuses = yield* Effect.forEach(bundle, ({ order }) =>
        Effect.map(saved(order.orderId), ({ delivery }) => delivery.status)
      )
      expect(statuses).toEqual(["accepted", "accepted", "cancelled"])
      const others = yield* Effect.forEach(["order-4", "order-5"], readyForCourier)
      yield* offerTo("offer-2", bo, ...others)
      const [fourth] = others
      if (fourth === undefined) throw new Error("no bundle")
      yield* deliveries.reject(fourth.order.deliveryId, null, by(courier(bo)))
      for (const { order } of others) {
        expect((yield* saved(order.orderId)).delivery).toMatchObject({
          status: "requested",
          declinedBy: [bo]
        })
      }
    }).pipe(Effect.provide(room))
  )

  it.effect("P3: of more than fits is refused as a whole", () =>
    Effect.gen(function* () {
      const deliveries = yield* Deliveries
      const { assignments, capacities } = yield* MemoryTables
      capacities.set(ana, 1)
      const bundle = yield* Effect.forEach(["order-1", "order-2"], readyForCourier)
      yield* offerTo("offer-1", ana, ...bundle)
      const [first] = bundle
      if (first === undefined) throw new Error("no bundle")
      expect(yield* tagOf(deliveries.accept(first.order.deliveryId, null, by(courier(ana))))).toBe(
        "CourierFull"
      )
      expect(assignments.size).toBe(0)
    }).pipe(Effect.provide(room))
  )

  it.effect("is too late to take when it has expired", () =>
    Effect.gen(function* () {
      const deliveries = yield* Deliveries
      const state = yield* readyForCourier("order-1")
      yield* offerTo("offer-1", ana, state)
      yield* TestClock.adjust(30_000)
      const late = yield* Effect.flip(deliveries.accept(state.order.deliveryId, null, by(courier(ana))))
      expect(late).toMatchObject({ _tag: "CaseRefused", rejection: { _tag: "OfferExpired" } })
    }).pipe(Effect.provide(room))
  )
})

describe("S43: a delivery", () => {
  const carried = Effect.fnUntraced(function* (name: string) {
    const deliveries = yield* Deliveries
    const state = yield* readyForCourier(name)
    yield* offerTo(`offer-of-${name}`, ana, state)
    yield* deliveries.accept(state.order.deliveryId, null, by(courier(ana)))
    return state.order
  })

  it.effect("is reported by its courier alone, step by step, and the money is captured", () =>
    Effect.gen(function* () {
      const heard: Array<Errand> = []
      yield* Layer.build(relay.pipe(Layer.provide(willing(heard))))
      const deliveries = yield* Deliveries
      const orders = yield* Orders
      const { deliveryId, orderId } = yield* carried("order-1")
      const { assignments, details } = yield* MemoryTables
      details.set(orderId, wish.details)
      expect(yield* orders.details(courier(ana), orderId)).toEqual(wish.details)
      for (const step of ["arrivedAtRestaurant", "pickedUp", "arrivedAtCustomer", "complete"] as const) {
        expect(yield* tagOf(deliveries[step](deliveryId, by(courier(bo))))).toBe("NotFound")
        expect(yield* tagOf(deliveries[step](deliveryId, by(customer)))).toBe("RoleRefused")
        yield* deliveries[step](deliveryId, by(courier(ana)))
        const { version } = (yield* saved(orderId)).delivery
        yield* deliveries[step](deliveryId, by(courier(ana)))
        expect((yield* saved(orderId)).delivery.version, "a repeat changes nothing").toBe(version)
      }
      yield* TestClock.adjust(0)
      const { order, saga } = yield* saved(orderId)
      expect([order.status, saga.payment, isSettled(saga)]).toEqual(["delivered", "captured", true])
      expect(assignments.size).toBe(0)
      expect(yield* tagOf(orders.details(courier(ana), orderId)), "P10: no longer than needed").toBe(
        "NotFound"
      )
      expect(yield* orders.details(customer, orderId)).toEqual(wish.details)
    }).pipe(Effect.scoped, Effect.provide(room))
  )

  it.effect("given up before the pickup goes to somebody else, and fails only afterwards", () =>
    Effect.gen(function* () {
      const deliveries = yield* Deliveries
      const before = yield* carried("order-1")
      yield* deliveries.fail(before.deliveryId, "flat tyre", by(courier(ana)))
      const state = yield* saved(before.orderId)
      expect(state.delivery).toMatchObject({ status: "requested", courierId: null, declinedBy: [ana] })
      expect(state.order.status).toBe("confirmed")
      const after = yield* carried("order-2")
      yield* deliveries.pickedUp(after.deliveryId, by(courier(ana)))
      expect(yield* tagOf(deliveries.fail(after.deliveryId, "accident", by(courier(bo))))).toBe("NotFound")
      yield* deliveries.fail(after.deliveryId, "accident", by(courier(ana)))
      const failed = yield* saved(after.orderId)
      expect([failed.order.status, failed.saga.payment]).toEqual(["failed", "voiding"])
    }).pipe(Effect.provide(room))
  )

  it.effect("can be reported by operations for its courier", () =>
    Effect.gen(function* () {
      const deliveries = yield* Deliveries
      const { deliveryId, orderId } = yield* carried("order-1")
      expect((yield* deliveries.get(operator, deliveryId)).order.orderId).toBe(orderId)
      yield* deliveries.pickedUp(deliveryId, by(operator))
      yield* deliveries.complete(deliveryId, by(operator))
      const { delivery } = yield* saved(orderId)
      expect(delivery).toMatchObject({ status: "delivered", courierId: ana })
    }).pipe(Effect.provide(room))
  )
})
