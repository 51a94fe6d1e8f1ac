import { CourierId, type Posting } from "@hotbag/core"
import { Ledger } from "@hotbag/services"
import { Effect, Layer, Schema } from "effect"
import { caseStoreCases, StoreWorld } from "../../../services/test/cases/caseStoreCases.ts"
import { outboxCases } from "../../../services/test/cases/outboxCases.ts"
import {
  Database,
  postgresCaseStore,
  postgresLedger,
  postgresOrderReads,
  postgresOutbox
} from "../../src/index.ts"
import { TestDatabase } from "./TestDatabase.ts"

const world = Layer.effect(
  StoreWorld,
  Effect.gen(function* () {
    const { read, sql } = yield* Database
    const ledger = yield* Ledger
    const decodeCarrier = Schema.decodeUnknownSync(Schema.Struct({ driver_id: CourierId }))
    return StoreWorld.of({
      prepare: ({ ana, bo, restaurantId, soup }, capacity, left) =>
        Effect.orDie(
          Effect.gen(function* () {
            for (const courierId of [ana, bo]) {
              yield* read(sql`insert into couriers (driver_id, capacity) values (${courierId}, ${capacity})`)
            }
            yield* read(sql`insert into item_stock values (${restaurantId}, ${soup}, ${left})`)
          })
        ),
      left: ({ restaurantId, soup }) =>
        Effect.orDie(
          Effect.map(
            read(
              sql<{
                n: number
              }>`select pieces_left as n from item_stock where rest_id = ${restaurantId} and item_id = ${soup}`
            ),
            ([row]) => row?.n ?? 0
          )
        ),
      carriers: (orderId) =>
        Effect.orDie(
          Effect.map(
            read(sql`select driver_id from assignments where order_id = ${orderId} and released_at is null`),
            (rows) => rows.map((row) => decodeCarrier(row).driver_id)
          )
        ),
      takeOver: (regionId, epoch) =>
        Effect.asVoid(
          Effect.orDie(
            read(sql`insert into regions (region_id, epoch) values (${regionId}, ${BigInt(epoch)})
              on conflict (region_id) do update set epoch = excluded.epoch`)
          )
        ),
      ledger: (orderId) =>
        Effect.orDie(ledger.entriesOf(orderId)).pipe(
          Effect.map((entries): ReadonlyArray<Posting> =>
            entries.map(({ account, amount }) => ({ account, amount }))
          )
        )
    })
  })
)

const room = Layer.mergeAll(postgresCaseStore(), postgresOutbox, postgresOrderReads, world).pipe(
  Layer.provideMerge(postgresLedger),
  Layer.provide(TestDatabase)
)

caseStoreCases("PostgreSQL", room)
outboxCases("PostgreSQL", room)
