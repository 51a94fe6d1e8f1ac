import { expect, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { ConstraintViolated, Database, postgresCaseStore } from "../../src/index.ts"
import {
  accept,
  confirmed,
  newCourierId,
  newOfferId,
  offer,
  placement,
  newOrderId,
  receiptOf,
  newCommandId,
  send
} from "./orders.ts"
import { TestDatabase } from "./TestDatabase.ts"

const Store = postgresCaseStore().pipe(Layer.provideMerge(TestDatabase))

/** The name of the rule by which the database refuses what another program asks of it. */
const refusalOf = (statement: (sql: Database["Service"]["sql"]) => Effect.Effect<unknown, unknown>) =>
  Effect.gen(function* () {
    const { ask, sql } = yield* Database
    const refused = yield* Effect.flip(ask(statement(sql)))
    return refused instanceof ConstraintViolated ? refused.constraint : refused
  })

layer(Store, { timeout: "5 minutes", excludeTestServices: true })(
  "whoever writes to the database, it refuses",
  (it) => {
    it.effect("P2: a second receipt for one command", () =>
      Effect.gen(function* () {
        const orderId = newOrderId()
        const receipt = receiptOf(newCommandId())
        yield* send(orderId, placement(orderId), { receipt })
        const again = refusalOf(
          (sql) =>
            sql`insert into receipts values (${receipt.scope}, ${receipt.key}, 'other', 201, '{}', now())`
        )
        expect(yield* again).toBe("receipts_pkey")
      })
    )

    it.effect(
      "P3: a second courier for an order, more work than fits, and taking back what was released",
      () =>
        Effect.gen(function* () {
          const orderId = yield* confirmed()
          const courierId = newCourierId()
          const offerId = newOfferId()
          yield* send(orderId, offer(offerId, courierId))
          yield* send(orderId, accept(offerId, courierId))
          const assign = (to: string, driver: string) => (sql: Database["Service"]["sql"]) =>
            sql`insert into assignments (order_id, seq, driver_id, taken_at) values (${to}, 99, ${driver}, now())`
          expect(yield* refusalOf(assign(orderId, newCourierId()))).toBe("assignments_one_courier")
          const { sql } = yield* Database
          for (let load = 1; load < 8; load++) yield* assign(`other-${load}`, courierId)(sql)
          expect(yield* refusalOf(assign("one-too-many", courierId))).toBe("assignments_courier_load")
          yield* sql`update assignments set released_at = now() where order_id = 'other-1'`
          yield* assign("fits-again", courierId)(sql)
          const back = refusalOf(
            (sql) => sql`update assignments set released_at = null where order_id = 'other-1'`
          )
          expect(yield* back).toBe("assignments_stay_released")
        })
    )

    it.effect(
      "P4: gaps, repeats and changes in the log; a status after the end; versions and epochs that fall",
      () =>
        Effect.gen(function* () {
          const { sql } = yield* Database
          const orderId = yield* confirmed()
          const append = (seq: number, version: number) => (sql: Database["Service"]["sql"]) =>
            sql`insert into case_log (order_id, seq, stream, version, at, actor_role, actor_subject, fact)
          values (${orderId}, ${seq}, 'order', ${version}, now(), 'system', 'x', '{}')`
          expect(yield* refusalOf(append(99, 99))).toBe("case_log_dense")
          expect(yield* refusalOf(append(1, 99))).toBe("case_log_pkey")
          const [row] = yield* sql<{
            next: number
          }>`select max(seq) + 1 as next from case_log where order_id = ${orderId}`
          expect(yield* refusalOf(append(row?.next ?? 0, 1))).toBe("case_log_version_once")
          for (const change of [
            (sql: Database["Service"]["sql"]) =>
              sql`update case_log set fact = '{}' where order_id = ${orderId}`,
            (sql: Database["Service"]["sql"]) => sql`delete from case_log where order_id = ${orderId}`,
            (sql: Database["Service"]["sql"]) => sql`truncate case_log`
          ]) {
            expect(yield* refusalOf(change)).toBe("case_log_append_only")
          }
          expect(
            yield* refusalOf(
              (sql) =>
                sql`update orders set state = jsonb_set(state, '{version}', '1') where order_id = ${orderId}`
            )
          ).toBe("orders_version_rises")
          yield* sql`update orders set state = state || '{"status": "cancelled", "endedAtMs": 1764000000500}' where order_id = ${orderId}`
          expect(
            yield* refusalOf(
              (sql) =>
                sql`update orders set state = state || '{"status": "ready"}' where order_id = ${orderId}`
            )
          ).toBe("orders_end_once")
          yield* sql`insert into regions (region_id, epoch) values ('falling', 3)`
          expect(
            yield* refusalOf((sql) => sql`update regions set epoch = 2 where region_id = 'falling'`)
          ).toBe("regions_epoch_rises")
          expect(
            yield* refusalOf((sql) => sql`update sagas set length = 1 where order_id = ${orderId}`)
          ).toBe("sagas_length_rises")
        })
    )

    it.effect("P5: a booking that does not sum to zero, and any change of what was booked", () =>
      Effect.gen(function* () {
        const orderId = yield* confirmed()
        const book = (amountMinor: number, currency: string) => (sql: Database["Service"]["sql"]) =>
          sql`insert into ledger_entries (order_id, kind, line, account, amount_minor, currency, booked_at) values
          (${orderId}, 'refund', 0, 'hold', ${BigInt(-100)}, 'EUR', now()),
          (${orderId}, 'refund', 1, 'customer', ${BigInt(amountMinor)}, ${currency}, now())`
        expect(yield* refusalOf(book(99, "EUR"))).toBe("ledger_sums_to_zero")
        expect(yield* refusalOf(book(100, "USD"))).toBe("ledger_sums_to_zero")
        expect(
          yield* refusalOf(
            (sql) => sql`update ledger_entries set amount_minor = 1 where order_id = ${orderId}`
          )
        ).toBe("ledger_append_only")
        expect(yield* refusalOf((sql) => sql`delete from ledger_entries where order_id = ${orderId}`)).toBe(
          "ledger_append_only"
        )
      })
    )

    it.effect("S7, P7: less than nothing in stock, a message noted twice", () =>
      Effect.gen(function* () {
        const { sql } = yield* Database
        yield* sql`insert into item_stock values ('r', 'soup', 0)`
        expect(
          yield* refusalOf(
            (sql) => sql`update item_stock set pieces_left = pieces_left - 1 where rest_id = 'r'`
          )
        ).toBe("item_stock_not_negative")
        yield* sql`insert into inbox values ('payments', 'evt-1', now())`
        expect(yield* refusalOf((sql) => sql`insert into inbox values ('payments', 'evt-1', now())`)).toBe(
          "inbox_pkey"
        )
      })
    )
  }
)
