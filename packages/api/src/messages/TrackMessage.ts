import { Schema } from "effect"
import { DeliveryStatusField } from "../entities/Delivery.ts"
import { Instant } from "../wire/Instant.ts"

const degrees = Schema.NullOr(Schema.Finite)

/** One message on `/ws/track` (S40, C6, C9): as bare as it can be. Comes whenever something has changed, and at least every half minute. */
export const TrackMessage = Schema.Struct({
  lat: degrees.annotate({ description: "Where the courier is; null when nobody has the delivery in hand." }),
  lon: degrees,
  eta: Schema.NullOr(Schema.Int).annotate({
    description: "Minutes until the customer has the food, rounded up."
  }),
  etaSeconds: Schema.NullOr(Schema.Int),
  etaEarly: Schema.NullOr(Instant),
  etaLate: Schema.NullOr(Instant),
  status: Schema.String.annotate({
    description: "Of the delivery once a courier has it (`ACCEPTED` …), before that of the order."
  }),
  orderStatus: Schema.String,
  deliveryStatus: Schema.NullOr(DeliveryStatusField),
  at: Schema.NullOr(Instant).annotate({ description: "When the courier was there." }),
  stale: Schema.Boolean,
  event: Schema.String,
  seq: Schema.Int,
  prev: Schema.Int,
  cursor: Schema.String,
  intervalMs: Schema.Int
}).annotate({ identifier: "TrackMessage" })
export type TrackMessage = typeof TrackMessage.Type
