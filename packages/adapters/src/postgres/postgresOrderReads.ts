import { OrderReads, type OrdersOf } from "@hotbag/services"
import { Effect, Layer } from "effect"
import { caseOf } from "./cases/readCase.ts"
import { Database } from "./Database.ts"
import { casesWhere } from "./postgresCaseStore.ts"

type Sql = Database["Service"]["sql"]

/** Lists of orders, each page one walk along an index. */
export const postgresOrderReads: Layer.Layer<OrderReads, never, Database> = Layer.effect(
  OrderReads,
  Effect.map(Database, ({ read, sql }) =>
    OrderReads.of({
      list: (of, after, limit) => {
        const { table, whose } = scopeOf(sql, of)
        const column = sql.literal(table)
        const beyond =
          after === null
            ? sql``
            : sql`and (${column}.created_at, ${column}.order_id)
                < (to_timestamp(${after.placedAtMs}::float8 / 1000), ${after.orderId})`
        const newestFirst = sql`order by ${column}.created_at desc, ${column}.order_id desc limit ${limit}`
        return Effect.map(read(casesWhere(sql, sql`${whose} ${beyond} ${newestFirst}`)), (rows) =>
          rows.map((row) => caseOf(row))
        )
      }
    })
  )
)

/** Which rows, and by which table's index they are found: open ones have an index of their own. */
const scopeOf = (sql: Sql, of: OrdersOf) => {
  switch (of._tag) {
    case "OfCustomer":
      return { table: "o", whose: sql`o.user_id = ${of.customerId}` }
    case "OfRestaurant":
      return of.open
        ? { table: "s", whose: sql`s.rest_id = ${of.restaurantId} and s.order_is_open` }
        : { table: "o", whose: sql`o.rest_id = ${of.restaurantId}` }
    case "InRegion":
      return of.open
        ? { table: "s", whose: sql`s.region_id = ${of.regionId} and s.order_is_open` }
        : { table: "o", whose: sql`o.region_id = ${of.regionId}` }
  }
}
