import { Schema } from "effect"
import { CourierId, DeliveryId, OfferId, OrderId } from "@hotbag/core"
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

/** Why a delivery was offered to whom it was: one entry for each offer, oldest first. */
export const DispatchReasons = Schema.Struct({
  orderId: OrderId,
  deliveryId: DeliveryId,
  offers: Schema.Array(
    Schema.Struct({
      offerId: OfferId,
      at: Instant,
      policy: Schema.String,
      chosen: Schema.NullOr(CourierId),
      considered: Schema.Int,
      searchedM: Schema.Finite,
      candidates: Schema.Array(Candidate),
      words: Schema.NullOr(Schema.String)
    })
  )
}).annotate({ identifier: "DispatchReasons" })
export type DispatchReasons = typeof DispatchReasons.Type
