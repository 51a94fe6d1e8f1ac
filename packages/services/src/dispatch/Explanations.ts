import type { OfferId, OrderId } from "@hotbag/core"
import { Context, type Effect, type Option } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { DispatchNote, OfferRecord } from "./OfferRecord.ts"

/** What was decided about an order, oldest first. */
export interface DispatchHistory {
  readonly offers: ReadonlyArray<OfferRecord>
  readonly notes: ReadonlyArray<DispatchNote>
}

/** Why orders were offered to whom they were. Written before each offer, so that no offer is without its reasons. */
export class Explanations extends Context.Service<
  Explanations,
  {
    /** Keeps an offer and its reasons; the same id again changes nothing. */
    readonly keep: (offer: OfferRecord) => Effect.Effect<void, StoreUnavailable>
    readonly note: (orderId: OrderId, note: DispatchNote) => Effect.Effect<void, StoreUnavailable>
    /** The offer, if it is known. */
    readonly offer: (offerId: OfferId) => Effect.Effect<Option.Option<OfferRecord>, StoreUnavailable>
    /** Of an order: the latest `Limits.dispatchHistory` offers and as many notes. */
    readonly of: (orderId: OrderId) => Effect.Effect<DispatchHistory, StoreUnavailable>
    /** Forgets up to `limit` offers and as many notes that are older than `beforeMs`; how many there were of both. */
    readonly forget: (beforeMs: number, limit: number) => Effect.Effect<number, StoreUnavailable>
  }
>()("@hotbag/services/dispatch/Explanations") {}
