import { AtMs, CourierId, Limits, OfferId, OrderId, RegionId } from "@hotbag/core"
import { Schema } from "effect"

/** A courier who was considered for a delivery. */
export const Candidate = Schema.Struct({
  courierId: CourierId,
  /** Named parts of the cost, in minutes of delay or an equivalent; they add up to `cost`. */
  terms: Schema.Record(Schema.String, Schema.Finite),
  cost: Schema.Finite,
  /** `chosen`, or why not, in words. */
  verdict: Schema.String
})
export type Candidate = typeof Candidate.Type

/** Why one order was offered to whom it was: the best candidates first. */
export const OfferReason = Schema.Struct({
  orderId: OrderId,
  policy: Schema.String,
  candidates: Schema.Array(Candidate).check(Schema.isMaxLength(Limits.explainedCandidates)),
  /** How many couriers were considered in all, and how far the search reached, in metres. */
  considered: Schema.Int,
  searchedM: Schema.Finite,
  /** What differs from the plan of the round before, of policies that remember. */
  change: Schema.NullOr(Schema.String)
})
export type OfferReason = typeof OfferReason.Type

/** An offer as the dispatcher meant it: what the log of the orders does not say. */
export const OfferRecord = Schema.Struct({
  offerId: OfferId,
  regionId: RegionId,
  epoch: Schema.Int,
  courierId: CourierId,
  /** Orders in drop-off sequence. */
  orders: Schema.Array(OrderId),
  /** The same by restaurant, in the sequence of the visits. */
  visits: Schema.Array(Schema.Array(OrderId)),
  atMs: AtMs,
  expiresAtMs: AtMs,
  /** One for each order, in the sequence of `orders`. */
  reasons: Schema.Array(OfferReason)
})
export type OfferRecord = typeof OfferRecord.Type

/** What else the dispatcher has to say of an order. */
export const DispatchNote = Schema.Union([
  /** The search reached further (S13). */
  Schema.TaggedStruct("Widened", { atMs: AtMs, fromM: Schema.Finite, toM: Schema.Finite }),
  /** Nobody carries it, and operations were told (S12). */
  Schema.TaggedStruct("Escalated", {
    atMs: AtMs,
    why: Schema.Literals(["no-courier-in-reach", "everybody-declined", "all-couriers-busy"]),
    waitedMs: Schema.Int,
    searchedM: Schema.Finite
  }),
  /** The offer could not be made, or was taken back. */
  Schema.TaggedStruct("Undone", { atMs: AtMs, offerId: OfferId, why: Schema.String }),
  /** Operations stepped in. */
  Schema.TaggedStruct("Intervened", { atMs: AtMs, by: Schema.String, what: Schema.String })
])
export type DispatchNote = typeof DispatchNote.Type
