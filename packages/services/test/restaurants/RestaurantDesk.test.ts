import { fromOutside, isSettled, Limits, PaymentId, RestaurantId } from "@hotbag/core"
import { type Actor, Orders, relay, RestaurantDesk } from "@hotbag/services"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import {
  ana,
  by,
  courier,
  customer,
  kitchen,
  operator,
  orderIdIn,
  restaurantId,
  saved,
  serverRoom,
  tell,
  willing,
  wish
} from "../cases/serverRoom.ts"

const pizzas: Actor = { role: "restaurant", subject: "pizzas" }

const tagOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.as("done"),
    Effect.catch((error) => Effect.succeed(error._tag))
  )

/** An order that waits for the restaurant's answer. */
const asked = Effect.gen(function* () {
  const orders = yield* Orders
  const orderId = orderIdIn(yield* orders.place(wish, by(customer)))
  yield* tell(
    orderId,
    fromOutside({ _tag: "AuthorisationGranted", paymentId: PaymentId.make(`pay-${orderId}`), funds: "held" })
  )
  return orderId
})

describe("S8, S9, S21: a restaurant", () => {
  it.effect("confirms, cooks and is ready; every step once", () =>
    Effect.gen(function* () {
      const desk = yield* RestaurantDesk
      const orderId = yield* asked
      const statusAfter = Effect.map(saved(orderId), ({ order }) => order.status)
      expect(yield* tagOf(desk.ready(orderId, by(kitchen)))).toBe("CaseRefused")
      yield* desk.confirm(orderId, null, by(kitchen))
      expect((yield* saved(orderId)).order).toMatchObject({ status: "confirmed", readyEstimateAtMs: 900_000 })
      yield* desk.preparing(orderId, by(kitchen))
      expect(yield* statusAfter).toBe("preparing")
      yield* desk.revise(orderId, 1_200_000, by(kitchen))
      expect((yield* saved(orderId)).order.readyEstimateAtMs).toBe(1_200_000)
      yield* desk.ready(orderId, by(kitchen))
      const { length } = yield* saved(orderId)
      yield* desk.confirm(orderId, null, by(kitchen))
      yield* desk.preparing(orderId, by(kitchen))
      yield* desk.ready(orderId, by(operator))
      expect([yield* statusAfter, (yield* saved(orderId)).length]).toEqual(["ready", length])
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("rejects, and the money goes back", () =>
    Effect.gen(function* () {
      yield* Layer.build(relay.pipe(Layer.provide(willing([]))))
      const desk = yield* RestaurantDesk
      const orderId = yield* asked
      yield* desk.reject(orderId, "out of soup", by(kitchen))
      yield* TestClock.adjust(0)
      const { order, saga } = yield* saved(orderId)
      expect([order.status, order.endReason, saga.payment]).toEqual(["rejected", "out of soup", "voided"])
      expect(isSettled(saga)).toBe(true)
      expect(yield* tagOf(desk.confirm(orderId, null, by(kitchen)))).toBe("CaseRefused")
    }).pipe(Effect.scoped, Effect.provide(serverRoom()))
  )

  it.effect("names a moment that can be", () =>
    Effect.gen(function* () {
      const desk = yield* RestaurantDesk
      yield* TestClock.adjust(10_000_000)
      const orderId = yield* asked
      for (const readyAtMs of [0, 10_000_000 + Limits.preparationLongestMs + 1, 1.5, Number.NaN]) {
        expect(yield* tagOf(desk.confirm(orderId, readyAtMs, by(kitchen)))).toBe("EstimateRefused")
      }
      expect((yield* saved(orderId)).order.status).toBe("payment-authorised")
      yield* desk.confirm(orderId, 10_000_000 - 1_000, by(kitchen))
    }).pipe(Effect.provide(serverRoom()))
  )

  it.effect("P9: sees and touches its own orders only", () =>
    Effect.gen(function* () {
      const desk = yield* RestaurantDesk
      const orderId = yield* asked
      const page = { cursor: null, limit: 10 }
      expect(yield* tagOf(desk.confirm(orderId, null, by(pizzas)))).toBe("NotFound")
      expect(yield* tagOf(desk.confirm(orderId, null, by(courier(ana))))).toBe("NotFound")
      expect(yield* tagOf(desk.confirm(orderId, null, by(customer)))).toBe("RoleRefused")
      expect(yield* tagOf(desk.incoming(pizzas, restaurantId, true, page))).toBe("NotFound")
      expect(yield* tagOf(desk.incoming(customer, restaurantId, true, page))).toBe("NotFound")
      const own = yield* desk.incoming(kitchen, restaurantId, true, page)
      expect(own.orders.map(({ order }) => order.orderId)).toEqual([orderId])
      expect((yield* desk.incoming(pizzas, RestaurantId.make("pizzas"), true, page)).orders).toEqual([])
      yield* desk.reject(orderId, "closed", by(kitchen))
      expect((yield* desk.incoming(kitchen, restaurantId, true, page)).orders).toEqual([])
      expect((yield* desk.incoming(operator, restaurantId, false, page)).orders).toHaveLength(1)
    }).pipe(Effect.provide(serverRoom()))
  )
})
