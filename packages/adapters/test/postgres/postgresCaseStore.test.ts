import { expect, layer } from "@effect/vitest"
import { noCase, OrderId, RegionId } from "@hotbag/core"
import { CaseStore } from "@hotbag/services"
import { Effect, Layer, Option, Result } from "effect"
import { Database, postgresCaseStore } from "../../src/index.ts"
import {
  accept, changeOf, commitOf, confirmed, newCommandId, newCourierId, newOfferId, newOrderId, newRestaurantId, offer, placement, receiptOf, send, soup
} from "./orders.ts"
import { TestDatabase } from "./TestDatabase.ts"

const Store = postgresCaseStore().pipe(Layer.provideMerge(TestDatabase))

/** Sends the same thing twice at once; answers the tags of both, in order. */
const race = <A, E extends { readonly _tag: string }, R>(both: ReadonlyArray<Effect.Effect<A, E, R>>) =>
  Effect.map(
    Effect.all(both.map((one) => Effect.result(one)), { concurrency: "unbounded" }),
    (results) => results.map((result) => (Result.isSuccess(result) ? "done" : result.failure._tag)).toSorted()
  )

layer(Store, { timeout: "60 seconds", excludeTestServices: true })("the store of cases in PostgreSQL", (it) => {
  it.effect("gives back what was committed, word by word", () =>
    Effect.gen(function* () {
      const store = yield* CaseStore
      const orderId = newOrderId()
      const key = newCommandId()
      const after = yield* send(orderId, placement(orderId), { receipt: receiptOf(key), commandId: key })
      expect(Option.getOrThrow(yield* store.load(orderId))).toEqual(after)
      expect(Option.getOrThrow(yield* store.receipt("ada POST /orders", key))).toEqual(receiptOf(key))
      expect(Option.getOrThrow(yield* store.orderOf(after.order.deliveryId))).toBe(orderId)
      expect(Option.getOrThrow(yield* store.details(orderId)).recipient).toBe("Ada")
      const [line] = yield* store.log(orderId)
      expect(line).toMatchObject({ commandId: key, actor: { subject: "ada" }, entry: { seq: 1, stream: "order", version: 1 } })
      const { sql } = yield* Database
      expect(yield* sql`select user_id, status, total_minor, currency, version, created_at from orders where order_id = ${orderId}`).toEqual([
        { user_id: after.order.customerId, status: "placed", total_minor: 1289n, currency: "EUR", version: 1, created_at: new Date(after.order.placedAtMs) }
      ])
    })
  )

  it.effect("of twins with one key, one happens (P2)", () =>
    Effect.gen(function* () {
      for (let i = 0; i < 20; i++) {
        const receipt = receiptOf(newCommandId())
        const [one, two] = [newOrderId(), newOrderId()]
        expect(yield* race([send(one, placement(one), { receipt }), send(two, placement(two), { receipt })])).toEqual(["ReceiptTaken", "done"])
      }
    })
  )

  it.effect("of two changes of one case, one is stale", () =>
    Effect.gen(function* () {
      const store = yield* CaseStore
      const orderId = yield* confirmed()
      const state = Option.getOrThrow(yield* store.load(orderId))
      const offers = [newOfferId(), newOfferId()].map((offerId) => changeOf(state, orderId, offer(offerId, newCourierId())))
      expect(yield* race(offers.map((change) => store.commit(commitOf([change]))))).toEqual(["StaleCase", "done"])
      expect(yield* race([send(orderId, placement(orderId))].concat(store.commit(commitOf([changeOf(noCase, orderId, placement(orderId))])).pipe(Effect.as(state))))).toContain("StaleCase")
    }).pipe(Effect.catchDefect(() => Effect.void))
  )
})
