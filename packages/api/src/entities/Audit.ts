import { Schema } from "effect"
import { OrderId } from "@hotbag/core"
import { Instant } from "../wire/Instant.ts"

/** One line of an order's log: what happened, when, and who asked for it (S134). */
export const LogEntry = Schema.Struct({
  seq: Schema.Int,
  stream: Schema.Literals(["order", "delivery", "outside"]),
  version: Schema.NullOr(Schema.Int),
  at: Instant,
  fact: Schema.String.annotate({ description: "Name of what happened.", examples: ["OrderConfirmed"] }),
  by: Schema.Struct({ role: Schema.String, subject: Schema.String }),
  commandId: Schema.NullOr(Schema.String)
}).annotate({ identifier: "LogEntry" })

/** Everything that happened to an order, oldest first. */
export const OrderLog = Schema.Struct({ orderId: OrderId, entries: Schema.Array(LogEntry) }).annotate({
  identifier: "OrderLog"
})
export type OrderLog = typeof OrderLog.Type
