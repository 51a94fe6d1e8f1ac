import { expect, layer } from "@effect/vitest"
import { toDelivery } from "@hotbag/core"
import { CaseStore } from "@hotbag/services"
import { Effect, Layer, Option } from "effect"
import { Database, postgresCaseStore, rebuild } from "../../src/index.ts"
import { accept, confirmed, newCourierId, newOfferId, newOrderId, offer, placement, send } from "./orders.ts"
import { TestDatabase } from "./TestDatabase.ts"

const Store = postgresCaseStore().pipe(Layer.provideMerge(TestDatabase))

/** An order whose courier gave it back, and which another one then delivered. */
const delivered = Effect.gen(function* () {
  const orderId = yield* confirmed()
  for (const isLast of [false, true]) {
    const courierId = newCourierId()
    const offerId = newOfferId()
    yield* send(orderId, offer(offerId, courierId))
    yield* send(orderId, accept(offerId, courierId))
    if (!isLast) {
      yield* send(
        orderId,
        toDelivery({ _tag: "ReassignDelivery", courierId, epoch: 1, reason: "operations" })
      )
      continue
    }
    yield* send(orderId, toDelivery({ _tag: "PickUp", courierId }))
    yield* send(orderId, toDelivery({ _tag: "CompleteDelivery", courierId }))
  }
  return orderId
})

layer(Store, { timeout: "5 minutes", excludeTestServices: true })(
  "S64: the tables built anew from the log",
  (it) => {
    it.effect("are the tables as they stand, and every planted difference is found", () =>
      Effect.gen(function* () {
        const { sql } = yield* Database
        const ids = [yield* delivered, yield* delivered, yield* confirmed(), newOrderId()]
        const [first, second, third, placed] = ids
        if (placed === undefined || third === undefined) throw new Error("four orders were expected")
        yield* send(placed, placement(placed))
        const clean = yield* rebuild()
        expect(clean).toMatchObject({ cases: 4, found: 0, differences: [] })
        const log = yield* Effect.flatMap(CaseStore, (store) =>
          Effect.forEach(ids, (orderId) => store.log(orderId))
        )
        expect(clean.entries).toBe(log.flat().length)

        yield* sql`update orders set state = jsonb_set(state, '{total,amountMinor}', '1') where order_id = ${first}`
        yield* sql`update deliveries set state = jsonb_set(state, '{attempts}', '9') where order_id = ${second}`
        yield* sql`update sagas set case_is_open = false where order_id = ${third}`
        yield* sql`delete from order_items where order_id = ${first} and line = 2`
        yield* sql`insert into assignments values (${placed}, 7, 'nobody', now(), null)`
        yield* sql`alter table assignments disable trigger user`
        yield* sql`update assignments set driver_id = 'somebody else' where order_id = ${second} and released_at is not null`
        yield* sql`alter table assignments enable trigger user`
        const found = yield* rebuild()
        const planted = [
          { table: "orders", orderId: first, what: "different" },
          { table: "order_items", orderId: first, what: "missing" },
          { table: "deliveries", orderId: second, what: "different" },
          { table: "assignments", orderId: second, what: "different" },
          { table: "assignments", orderId: second, what: "different" },
          { table: "sagas", orderId: third, what: "different" },
          { table: "assignments", orderId: placed, what: "unfounded" }
        ]
        expect(found.found).toBe(planted.length)
        expect(found.differences).toEqual(expect.arrayContaining(planted))

        // A log that somebody tampered with, past its own rules.
        yield* sql`alter table case_log disable trigger user`
        yield* sql`delete from case_log where order_id = ${third} and seq = 2`
        yield* sql`alter table case_log enable trigger user`
        expect((yield* rebuild()).differences[0]).toEqual({
          table: "case_log",
          orderId: third,
          what: "unreadable"
        })
        expect(Option.isSome(yield* Effect.flatMap(CaseStore, (store) => store.load(third)))).toBe(true)
      })
    )
  }
)
