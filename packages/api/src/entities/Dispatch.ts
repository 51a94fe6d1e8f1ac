import { CourierId, DeliveryId, OfferId, OrderId } from "@hotbag/core"
import { Schema } from "effect"
import { Instant } from "../wire/Instant.ts"

/** A courier who was considered, and what spoke for or against them. */
export const Candidate = Schema.Struct({
  driverId: CourierId,
  cost: Schema.Finite.annotate({
    description: "Sum of the terms, in minutes of delay or an equivalent; less is better."
  }),
  terms: Schema.Record(Schema.String, Schema.Finite),
  verdict: Schema.String
}).annotate({ identifier: "Candidate" })

/** Why an order was offered to whom it was. */
export const OfferReason = Schema.Struct({
  offerId: OfferId,
  at: Instant,
  chosen: CourierId,
  bundle: Schema.Array(OrderId).annotate({ description: "Orders of the offer, in drop-off sequence." }),
  policy: Schema.String,
  considered: Schema.Int,
  searchedM: Schema.Finite,
  candidates: Schema.Array(Candidate),
  words: Schema.String
}).annotate({ identifier: "OfferReason" })

/** Something else that dispatch has to say. */
export const DispatchNote = Schema.Struct({
  at: Instant,
  what: Schema.String.annotate({ examples: ["Widened"] }),
  words: Schema.String
}).annotate({ identifier: "DispatchNote" })

/** Everything that dispatch decided about an order, oldest first. */
export const DispatchReasons = Schema.Struct({
  orderId: OrderId,
  deliveryId: DeliveryId,
  offers: Schema.Array(OfferReason),
  notes: Schema.Array(DispatchNote)
}).annotate({ identifier: "DispatchReasons" })
export type DispatchReasons = typeof DispatchReasons.Type
