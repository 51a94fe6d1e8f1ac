import { Limits } from "@hotbag/core"
import { Alert, Alerts } from "@hotbag/services"
import { Effect, Layer, Schema } from "effect"
import { Database } from "./Database.ts"
import { forgetOld } from "./forgetOld.ts"

/** Alerts in PostgreSQL. */
export const postgresAlerts: Layer.Layer<Alerts, never, Database> = Layer.effect(
  Alerts,
  Effect.map(Database, (database) => {
    const { read, sql } = database
    return Alerts.of({
      raise: ({ atMs, orderId, sinceMs, why }) =>
        Effect.asVoid(
          read(
            sql`insert into alerts (order_id, why, since_ms, at_ms)
              values (${orderId}, ${why}, ${BigInt(sinceMs)}, ${BigInt(atMs)}) on conflict do nothing`.raw
          )
        ),
      latest: Effect.map(
        read(sql`select order_id as "orderId", why, since_ms::float8 as "sinceMs", at_ms::float8 as "atMs"
          from alerts order by at_ms desc, id desc limit ${Limits.alertsPerPage}`),
        decodeAlerts
      ),
      forget: (beforeMs, limit) => forgetOld(database, "alerts", sql`at_ms < ${BigInt(beforeMs)}`, limit)
    })
  })
)

const decodeAlerts = Schema.decodeUnknownSync(Schema.Array(Alert))
