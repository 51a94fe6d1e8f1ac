import type { Errand, OrderId } from "@hotbag/core"
import { Context, type Effect } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** An errand waiting to be run. */
export interface OutboxRow {
  /** Rises with each row of an order; the errands of one order are run in this sequence (P7). */
  readonly id: number
  readonly orderId: OrderId
  readonly errand: Errand
  /** Times it was tried and failed. */
  readonly attempts: number
}

/**
 * Errands of committed cases that are still to be run. They form one lane per order: whoever takes a lane has it alone until it is
 * settled or the hold expires, and gets its rows in sequence. So every errand is run at least once, and those of one order
 * in order, however many processes relay.
 */
export class Outbox extends Context.Service<
  Outbox,
  {
    /**
     * Takes up to `limit` rows of lanes that are free at `atMs` and whose first row is not waiting for its next try, the oldest lanes
     * first and each lane from its beginning; holds the lanes until `heldUntilMs`.
     */
    readonly take: (
      atMs: number,
      heldUntilMs: number,
      limit: number
    ) => Effect.Effect<ReadonlyArray<OutboxRow>, StoreUnavailable>
    /**
     * Ends a hold: the rows `done` are gone, or set aside with the reason when they were tried too often. If `retry` names the row
     * that failed, the lane waits until `notBeforeMs`; otherwise it is free.
     */
    readonly settle: (settlement: Settlement) => Effect.Effect<void, StoreUnavailable>
    /** Rows that wait, and since when the oldest does: for health and alerts. Rows set aside do not count. */
    readonly backlog: Effect.Effect<Backlog, StoreUnavailable>
    /** Forgets up to `limit` rows set aside that were committed before `beforeMs`; how many there were. */
    readonly forgetSetAside: (beforeMs: number, limit: number) => Effect.Effect<number, StoreUnavailable>
  }
>()("@hotbag/services/cases/Outbox") {}

/** What became of the rows of one lane. */
export interface Settlement {
  readonly orderId: OrderId
  readonly done: ReadonlyArray<number>
  readonly setAside: ReadonlyArray<{ readonly id: number; readonly why: string }>
  readonly retry: { readonly id: number; readonly notBeforeMs: number } | null
}

/** How much waits in the outbox. */
export interface Backlog {
  readonly rows: number
  readonly oldestAtMs: number | null
}
