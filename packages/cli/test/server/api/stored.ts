import { Database, EmbeddedPostgres } from "@hotbag/adapters"
import { Effect, Layer, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { hotbag } from "../../hotbag.ts"
import type { Site } from "./Site.ts"

/** Columns that the documents give each entity, by the table that keeps it; a moment's name is ours where they differ. */
const columns: ReadonlyArray<readonly [string, string, ReadonlyArray<string>]> = [
  ["S53", "users", ["user_id", "name"]],
  ["S54", "restaurants", ["rest_id", "name"]],
  ["S55", "menus", ["rest_id", "version"]],
  [
    "S56",
    "orders",
    [
      "order_id",
      "user_id",
      "rest_id",
      "total_minor",
      "currency",
      "status",
      "payment_id",
      "assigned_driver_id",
      "created_at",
      "confirmed_at",
      "picked_at",
      "eta",
      "updated_at"
    ]
  ],
  ["S57", "order_items", ["order_id", "item_id", "quantity"]],
  ["S58", "couriers", ["driver_id", "name", "vehicle", "rating"]],
  [
    "S59 S61",
    "deliveries",
    ["delivery_id", "order_id", "driver_id", "status", "route_polyline", "eta", "updated_at"]
  ],
  ["S60", "payments", ["payment_id", "order_id", "amount_minor", "status", "token"]]
]

const Columns = Schema.Array(Schema.Struct({ table: Schema.String, column: Schema.String }))

/** What the database holds when all is over. */
export const stored = (site: () => Site): void => {
  describe("what is stored", () => {
    it("S47: the server ends when asked, with nothing lost", async () => {
      expect(await site().stop()).toBe(0)
    })

    it("S64: the tables that are read can be built anew from the log, and are the same", async () => {
      const { code, stdout } = await hotbag(["rebuild", "--json", "--data", site().data], {
        DATABASE_URL: "",
        COURIER_ALERT_MS: "2000"
      })
      expect(code, stdout).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ found: 0, cases: expect.any(Number) })
    })

    it(`S62 S63 ${columns.map(([id]) => id).join(" ")}: every entity has its table and its columns`, async () => {
      const layer = Database.layerEmbedded().pipe(
        Layer.provide(EmbeddedPostgres.layer({ dataFolder: site().data }))
      )
      const rows = await Effect.runPromise(
        Effect.gen(function* () {
          const { read, sql } = yield* Database
          return yield* read(
            sql`select table_name as "table", column_name as "column" from information_schema.columns where table_schema = 'public'`
          )
        }).pipe(Effect.provide(layer))
      )
      const known = Schema.decodeUnknownSync(Columns)(rows)
      for (const [id, table, names] of columns) {
        const found = known.filter((row) => row.table === table).map(({ column }) => column)
        expect(found, `${id} ${table}`).toEqual(expect.arrayContaining([...names]))
      }
    })
  })
}
