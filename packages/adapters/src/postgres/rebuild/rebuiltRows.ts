import { type CaseEntry, type CaseOptions, replayCase } from "@hotbag/core"
import { assignmentMovesOf } from "@hotbag/services"
import { sagaRow } from "../cases/CommitRows.ts"

/** Rows of one case as its log tells them, under the names of the tables' columns. */
export interface RebuiltCase {
  readonly order: object
  readonly delivery: object | null
  readonly saga: object
  readonly items: ReadonlyArray<object>
  readonly assignments: ReadonlyArray<object>
}

interface Assignment {
  readonly order_id: string
  readonly seq: number
  readonly driver_id: string
  readonly taken_at: number
  released_at: number | null
}

/**
 * What the tables hold of a case if nothing but its log is believed. O(entries).
 *
 * @throws InvariantViolation when the log has a gap or contradicts itself.
 */
export const rebuiltRows = (entries: ReadonlyArray<CaseEntry>, options: CaseOptions): RebuiltCase => {
  const after = replayCase(entries, options)
  const { order, delivery } = after
  const order_id = order.orderId
  return {
    order: { order_id, state: order },
    delivery: delivery.status === "none" ? null : { order_id, state: delivery },
    saga: sagaRow(after),
    items: order.items.map(({ itemId, quantity, unitPrice }, index) => ({
      order_id,
      line: index + 1,
      item_id: itemId,
      quantity,
      unit_price_minor: unitPrice.amountMinor,
      currency: unitPrice.currency
    })),
    assignments: assignmentsOf(order_id, entries)
  }
}

const assignmentsOf = (order_id: string, entries: ReadonlyArray<CaseEntry>): ReadonlyArray<Assignment> => {
  const assignments: Array<Assignment> = []
  for (const entry of entries) {
    for (const { _tag, courierId, atMs } of assignmentMovesOf({ entries: [entry] })) {
      const last = assignments.at(-1)
      if (_tag === "Taken") {
        const { seq } = entry
        assignments.push({ order_id, seq, driver_id: courierId, taken_at: atMs, released_at: null })
      } else if (last?.driver_id === courierId && last.released_at === null) last.released_at = atMs
    }
  }
  return assignments
}
