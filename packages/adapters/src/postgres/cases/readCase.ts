import { OrderCase } from "@hotbag/core"
import { Schema } from "effect"

/** A case as the tables hold it. */
export interface CaseRow {
  readonly length: number
  readonly updated_at_ms: bigint
  readonly order_state: unknown
  readonly delivery_state: unknown
  readonly saga_state: unknown
}

const noDelivery = { status: "none", version: 0 }
const decode = Schema.decodeUnknownSync(OrderCase)

/** The case of a row. What the database holds was written by us; if it does not decode, that is a defect. */
export const caseOf = (row: CaseRow): OrderCase =>
  decode({
    order: row.order_state,
    delivery: row.delivery_state ?? noDelivery,
    saga: row.saga_state,
    length: row.length,
    updatedAtMs: Number(row.updated_at_ms)
  })
