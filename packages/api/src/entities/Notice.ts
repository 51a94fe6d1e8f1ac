import { OrderId } from "@hotbag/core"
import { Schema } from "effect"
import { Instant } from "../wire/Instant.ts"

/** Something that a person is told about an order (S18, S20). */
export const Notice = Schema.Struct({
  key: Schema.String.annotate({
    description: "The same for the same news: whoever has seen it has seen it."
  }),
  orderId: OrderId,
  notice: Schema.String.annotate({ examples: ["order-confirmed"] }),
  at: Instant
}).annotate({ identifier: "Notice" })

/** The latest notices of whoever asks, newest first. */
export const NoticeList = Schema.Struct({ notices: Schema.Array(Notice) }).annotate({ identifier: "Notices" })

/** Something that a person at the platform has to look at (S12). */
export const Alert = Schema.Struct({
  orderId: OrderId,
  why: Schema.String.annotate({ examples: ["no-courier"] }),
  since: Instant,
  at: Instant
}).annotate({ identifier: "Alert" })

/** The latest alerts, newest first. */
export const AlertList = Schema.Struct({ alerts: Schema.Array(Alert) }).annotate({ identifier: "Alerts" })
