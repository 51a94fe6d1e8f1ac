import { AtMs, EscalationReason, OrderId } from "@hotbag/core"
import { Context, type Effect, Schema } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** Something about an order that a person at the platform has to look at (S12). */
export const Alert = Schema.Struct({
  orderId: OrderId,
  why: EscalationReason,
  /** Since when it has been so. */
  sinceMs: AtMs,
  /** When operations were told. */
  atMs: AtMs
})
export interface Alert extends Schema.Schema.Type<typeof Alert> {}

/** Where operations find what they have to look at. */
export class Alerts extends Context.Service<
  Alerts,
  {
    /** Keeps the alert, unless the same order was reported for the same reason since the same moment. */
    readonly raise: (alert: Alert) => Effect.Effect<void, StoreUnavailable>
    /** The latest alerts, newest first, at most `Limits.alertsPerPage`. */
    readonly latest: Effect.Effect<ReadonlyArray<Alert>, StoreUnavailable>
    /** Forgets up to `limit` alerts that are older than `beforeMs`; how many there were. */
    readonly forget: (beforeMs: number, limit: number) => Effect.Effect<number, StoreUnavailable>
  }
>()("@hotbag/services/notices/Alerts") {}
