import { expect, layer } from "@effect/vitest"
import { noCase, type OrderId } from "@hotbag/core"
import { CaseStore } from "@hotbag/services"
import { Context, Effect, Layer, Option, Result, Schedule } from "effect"
import { Database, EmbeddedPostgres, postgresCaseStore } from "../../src/index.ts"
import {
  accept,
  changeOf,
  commitOf,
  confirmed,
  newCommandId,
  newCourierId,
  newOfferId,
  newOrderId,
  newRestaurantId,
  NOW_MS,
  offer,
  placement,
  receiptOf,
  send,
  soup
} from "./orders.ts"
import { TestDatabase } from "./TestDatabase.ts"

const Store = postgresCaseStore().pipe(Layer.provideMerge(TestDatabase))

/** Does all at once; how each ended, in order. */
const outcomes = <A, E extends { readonly _tag: string }, R>(all: ReadonlyArray<Effect.Effect<A, E, R>>) =>
  Effect.map(
    Effect.all(
      all.map((one) => Effect.result(one)),
      { concurrency: "unbounded" }
    ),
    (results) => results.map((result) => (Result.isSuccess(result) ? "done" : result.failure._tag))
  )

const stateOf = (orderId: OrderId) =>
  Effect.flatMap(CaseStore, (store) =>
    Effect.map(store.load(orderId), (found) => Option.getOrElse(found, () => noCase))
  )

layer(Store, { timeout: "5 minutes", excludeTestServices: true })("cases in PostgreSQL", (it) => {
  it.effect("S56, C28, C29: stand in columns that people ask by", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const orderId = newOrderId()
      const { order } = yield* send(orderId, placement(orderId))
      expect(
        yield* sql`select user_id, rest_id, status, total_minor, currency, version, created_at, confirmed_at, eta
          from orders where order_id = ${orderId}`
      ).toEqual([
        {
          user_id: order.customerId,
          rest_id: order.restaurantId,
          status: "placed",
          total_minor: 1289n,
          currency: "EUR",
          version: 1,
          created_at: new Date(NOW_MS),
          confirmed_at: null,
          eta: new Date(order.promisedAtMs)
        }
      ])
      expect(
        yield* sql`select line, item_id, quantity, unit_price_minor from order_items where order_id = ${orderId}`
      ).toEqual([
        { line: 1, item_id: "soup", quantity: 1, unit_price_minor: 650n },
        { line: 2, item_id: "bread", quantity: 2, unit_price_minor: 220n }
      ])
      expect(yield* sql`select status, method from payments where order_id = ${orderId}`).toEqual([
        { status: "authorising", method: "credit_card" }
      ])
    })
  )

  it.effect("P2: of twins with one key, one happens", () =>
    Effect.gen(function* () {
      for (let i = 0; i < 20; i++) {
        const receipt = receiptOf(newCommandId())
        const twins = [newOrderId(), newOrderId()].map((id) => send(id, placement(id), { receipt }))
        expect((yield* outcomes(twins)).toSorted()).toEqual(["ReceiptTaken", "done"])
      }
    })
  )

  it.effect("of many that go together, those that cannot happen leave the others alone", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const store = yield* CaseStore
      const restaurantId = newRestaurantId()
      yield* sql`insert into item_stock values (${restaurantId}, ${soup}, 5)`
      const taken = receiptOf(newCommandId())
      const known = newOrderId()
      yield* send(known, placement(known), { receipt: taken })
      const sell = (by: number) => ({ stock: [{ restaurantId, itemId: soup, by }] })
      const place = (more: object) => {
        const orderId = newOrderId()
        return store.commit(commitOf([changeOf(noCase, orderId, placement(orderId))], more))
      }
      const good = Array.from({ length: 40 }, () => place({ receipt: receiptOf(newCommandId()) }))
      const bad = [
        place({ receipt: taken }),
        store.commit(commitOf([changeOf(noCase, known, placement(known))])),
        place(sell(-6))
      ]
      const all = yield* outcomes([...good, ...bad, place(sell(-5))])
      expect(all.slice(0, 40)).toEqual(good.map(() => "done"))
      expect(all.slice(40)).toEqual(["ReceiptTaken", "StaleCase", "OutOfStock", "done"])
      expect(yield* sql`select pieces_left from item_stock where rest_id = ${restaurantId}`).toEqual([
        { pieces_left: 0 }
      ])
    })
  )

  it.effect("a bundle is accepted as a whole or not at all", () =>
    Effect.gen(function* () {
      const store = yield* CaseStore
      const ids = [yield* confirmed(), yield* confirmed()].toSorted()
      const offerId = newOfferId()
      const courierId = newCourierId()
      for (const orderId of ids) yield* send(orderId, offer(offerId, courierId))
      expect(yield* store.offeredAs(offerId)).toEqual(ids)
      const changes = yield* Effect.forEach(ids, (orderId) =>
        Effect.map(stateOf(orderId), (state) => changeOf(state, orderId, accept(offerId, courierId)))
      )
      const stale = changes.map((change, index) =>
        index === 0 ? change : { ...change, before: { ...change.before, length: change.before.length + 1 } }
      )
      expect(yield* Effect.exit(store.commit(commitOf(stale)))).toMatchObject({ _tag: "Failure" })
      expect((yield* stateOf(ids[0] ?? newOrderId())).delivery.status).toBe("offered")
      const both = [store.commit(commitOf(changes)), store.commit(commitOf(changes))]
      expect((yield* outcomes(both)).toSorted()).toEqual(["StaleCase", "done"])
      for (const orderId of ids) expect((yield* stateOf(orderId)).delivery.status).toBe("accepted")
    })
  )

  it.effect("P3: of many who give one courier work at once, as many succeed as fit", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const courierId = newCourierId()
      yield* sql`insert into couriers (driver_id, capacity) values (${courierId}, 3)`
      const accepting = yield* Effect.forEach(Array.from({ length: 10 }), () =>
        Effect.gen(function* () {
          const orderId = yield* confirmed()
          const offerId = newOfferId()
          yield* send(orderId, offer(offerId, courierId))
          return send(orderId, accept(offerId, courierId))
        })
      )
      const ended = (yield* outcomes(accepting)).toSorted()
      expect(ended).toEqual([...Array.from({ length: 7 }, () => "CourierFull"), "done", "done", "done"])
    })
  )

  it.effect("text that the database does not know is kept all the same", () =>
    Effect.gen(function* () {
      const store = yield* CaseStore
      const orderId = newOrderId()
      const change = changeOf(noCase, orderId, placement(orderId))
      const note = "a\u0000b \ud800 \\u0000 😀"
      yield* store.commit(
        commitOf([{ ...change, details: { address: null, recipient: null, instructions: null, note } }])
      )
      expect(Option.getOrThrow(yield* store.details(orderId)).note).toBe("a\uFFFDb \uFFFD \\u0000 😀")
    })
  )

  it.effect("F5, P2: everybody is answered while the server is frozen; sent again, it happens once", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const server = yield* EmbeddedPostgres
      const room = postgresCaseStore().pipe(Layer.provide(Database.layerEmbedded({ answerMs: 300 })))
      const hasty = Context.get(yield* Layer.build(Layer.fresh(room)), CaseStore)
      const commits = Array.from({ length: 200 }, () => {
        const orderId = newOrderId()
        const receipt = receiptOf(newCommandId())
        return commitOf([changeOf(noCase, orderId, placement(orderId))], { receipt })
      })
      // Connected, however slow the machine.
      yield* Effect.retry(hasty.load(newOrderId()), Schedule.spaced("50 millis"))
      const sessions = yield* sql<{ pid: number }>`select pid from pg_stat_activity`
      const pids = [yield* server.pid, ...sessions.map(({ pid }) => pid)]
      for (const pid of pids) process.kill(pid, "SIGSTOP")
      const answers = yield* outcomes(commits.map((commit) => hasty.commit(commit))).pipe(
        Effect.timeout("1 minute"),
        Effect.ensuring(Effect.sync(() => pids.forEach((pid) => process.kill(pid, "SIGCONT"))))
      )
      expect(new Set(answers)).toEqual(new Set(["StoreUnavailable"]))
      const store = yield* CaseStore
      yield* Effect.retry(store.load(newOrderId()), Schedule.spaced("50 millis"))
      const again = yield* outcomes(commits.map((commit) => store.commit(commit)))
      expect(again.every((tag) => tag === "done" || tag === "ReceiptTaken")).toBe(true)
      const ids = commits.flatMap(({ changes }) => changes.map(({ before }) => before.orderId))
      const [row] = yield* sql`select count(*)::int as n from case_log where order_id = any(${ids})`
      expect(row).toEqual({ n: 200 })
    }).pipe(Effect.scoped)
  )

  it.effect(
    "P1: what was acknowledged is there after the server was killed amid commits, and nothing is there twice",
    () =>
      Effect.gen(function* () {
        const store = yield* CaseStore
        const server = yield* EmbeddedPostgres
        const acked: Array<OrderId> = []
        const unknown: Array<OrderId> = []
        for (let round = 0; round < 3; round++) {
          const place = Effect.gen(function* () {
            const orderId = newOrderId()
            const result = yield* Effect.result(
              store.commit(commitOf([changeOf(noCase, orderId, placement(orderId))]))
            )
            if (Result.isSuccess(result)) acked.push(orderId)
            else {
              expect(result.failure._tag).toBe("StoreUnavailable")
              unknown.push(orderId)
            }
          })
          const pid = yield* server.pid
          const writing = Effect.forEach(Array.from({ length: 150 }), () => place, {
            concurrency: 20,
            discard: true
          })
          const killing = Effect.suspend(() => Effect.sync(() => acked.length)).pipe(
            Effect.repeat({ until: (n) => n > round * 20, schedule: Schedule.spaced("1 millis") }),
            Effect.andThen(Effect.sync(() => process.kill(pid, "SIGKILL")))
          )
          yield* Effect.all([writing, killing], { concurrency: 2 })
          yield* Effect.repeat(server.pid, {
            until: (now) => now !== pid,
            schedule: Schedule.spaced("20 millis")
          })
          yield* Effect.retry(store.load(newOrderId()), Schedule.spaced("50 millis"))
        }
        expect(acked.length).toBeGreaterThan(0)
        expect(unknown.length).toBeGreaterThan(0)
        for (const orderId of acked) expect((yield* stateOf(orderId)).length).toBe(1)
        for (const orderId of unknown) expect((yield* store.log(orderId)).length).toBeLessThanOrEqual(1)
      })
  )
})
