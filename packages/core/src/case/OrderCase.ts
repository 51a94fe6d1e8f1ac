import { Schema } from "effect"
import { AtMs, Version } from "../Decider.ts"
import { Delivery, initialDelivery } from "../delivery/Delivery.ts"
import { DeliveryEvent } from "../delivery/events.ts"
import { OrderEvent } from "../order/events.ts"
import { initialOrder, Order } from "../order/Order.ts"
import { OutsideFact } from "../saga/facts.ts"
import { initialSaga, OrderSaga } from "../saga/OrderSaga.ts"

/** A delivery, or none as long as the order is not confirmed. */
export const CaseDelivery = Schema.Union([
  Schema.Struct({ status: Schema.Literal("none"), version: Schema.Literal(0) }),
  Delivery
])

/**
 * An order, its delivery and the saga that leads both: one unit that changes as a whole. Whatever happens to it is one
 * list of entries, its log; the log replayed gives the case again.
 */
export const OrderCase = Schema.Struct({
  order: Order,
  delivery: CaseDelivery,
  saga: OrderSaga,
  /** Entries of the log. Whoever saves a case says how long the log was: if it grew meanwhile, nothing is saved. */
  length: Schema.Int.check(Schema.isGreaterThanOrEqualTo(1)),
  /** Time of the latest entry; never runs backwards, even if clocks do. */
  updatedAtMs: AtMs
})
export interface OrderCase extends Schema.Schema.Type<typeof OrderCase> {}

/** Before the order was placed. */
export const noCase = {
  order: initialOrder,
  delivery: initialDelivery,
  saga: initialSaga,
  length: 0,
  updatedAtMs: 0
} as const
/** The state before a case begins. */
export type NoCase = typeof noCase

/** A case, or what it is before it begins. */
export type CaseState = NoCase | OrderCase

/** Whether there is a case at all. */
export const isCase = (state: CaseState): state is OrderCase => state.length > 0

/** Where an entry comes from: one of the two aggregates, or the world outside. */
export const CaseStream = Schema.Literals(["order", "delivery", "outside"])
export type CaseStream = typeof CaseStream.Type

/** Everything that can stand in the log of a case. */
export const CaseFact = Schema.Union([OrderEvent, DeliveryEvent, OutsideFact])

/** One line of the log of a case. */
export const CaseEntry = Schema.Struct({
  /** 1..n without gaps, per case (P4). */
  seq: Version,
  stream: CaseStream,
  /** Version of the aggregate that the event belongs to; null for facts from outside. */
  version: Schema.NullOr(Version),
  /** When the case heard it; never before the entry above. */
  atMs: AtMs,
  fact: CaseFact
})
export interface CaseEntry extends Schema.Schema.Type<typeof CaseEntry> {}
