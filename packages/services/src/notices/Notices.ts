import { AtMs, Notice, OrderId, Recipient } from "@hotbag/core"
import { Context, type Effect, Schema } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** Something that a person is told about an order (S14, S18, S20). */
export const ToldNotice = Schema.Struct({
  /** The same whenever the same is due to the same person for the same event: it is told once. */
  key: Schema.String,
  orderId: OrderId,
  to: Recipient,
  /** Whom: id of the customer, restaurant or courier. */
  recipientId: Schema.String,
  /** `order-asked`: the restaurant is asked whether it takes the order; `courier-arrived`: seen from positions; the other words are the saga's. */
  notice: Schema.Union([Notice, Schema.Literals(["order-asked", "courier-arrived"])]),
  atMs: AtMs
})
export interface ToldNotice extends Schema.Schema.Type<typeof ToldNotice> {}

/** Where people's notices are kept until they read them, by whatever channel. */
export class Notices extends Context.Service<
  Notices,
  {
    /** Keeps the notice, unless one with its key is kept already; whether it is new. */
    readonly tell: (notice: ToldNotice) => Effect.Effect<boolean, StoreUnavailable>
    /** The latest notices of one recipient, newest first, at most `Limits.noticesPerPage`. */
    readonly of: (
      to: Recipient,
      recipientId: string
    ) => Effect.Effect<ReadonlyArray<ToldNotice>, StoreUnavailable>
    /** Forgets up to `limit` notices that are older than `beforeMs`; how many there were. */
    readonly forget: (beforeMs: number, limit: number) => Effect.Effect<number, StoreUnavailable>
  }
>()("@hotbag/services/notices/Notices") {}
