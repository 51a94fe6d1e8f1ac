import { type CourierId, invariant, Limits, type OrderId, postingsOf } from "@hotbag/core"
import { Effect } from "effect"
import { type AssignmentMove, assignmentMovesOf } from "./assignmentMoves.ts"
import type { CaseChange, Commit, CommitError } from "./CaseStore.ts"
import { CourierFull, OutOfStock, ReceiptTaken, StaleCase, StaleEpoch } from "./errors.ts"
import { type MemoryTables, stockName } from "./MemoryTables.ts"
import { receiptName } from "./Receipt.ts"

type Tables = MemoryTables["Service"]

/** Checks everything, then writes everything; nothing comes in between, so nobody sees half of it. O(entries). */
export const memoryCommit = (tables: Tables, commit: Commit): Effect.Effect<void, CommitError> => {
  const error =
    receiptTaken(tables, commit) ??
    staleEpoch(tables, commit) ??
    staleCase(tables, commit) ??
    outOfStock(tables, commit) ??
    courierFull(tables, commit)
  if (error !== null) return Effect.fail(error)
  for (const change of commit.changes) write(tables, commit, change)
  for (const { restaurantId, itemId, by } of commit.stock) {
    const name = stockName(restaurantId, itemId)
    const left = tables.stock.get(name)
    if (left !== undefined) tables.stock.set(name, left + by)
  }
  const { receipt } = commit
  if (receipt !== null) tables.receipts.set(receiptName(receipt.scope, receipt.key), receipt)
  return Effect.void
}

const receiptTaken = (tables: Tables, { receipt }: Commit): ReceiptTaken | null =>
  receipt !== null && tables.receipts.has(receiptName(receipt.scope, receipt.key))
    ? new ReceiptTaken({ scope: receipt.scope, key: receipt.key })
    : null

const staleEpoch = (tables: Tables, { fence }: Commit): StaleEpoch | null => {
  if (fence === null) return null
  const seen = tables.epochs.get(fence.regionId) ?? 0
  if (seen <= fence.epoch) return null
  return new StaleEpoch({ regionId: fence.regionId, given: fence.epoch, seen })
}

const staleCase = (tables: Tables, { changes }: Commit): StaleCase | null => {
  const changed = new Set<OrderId>()
  for (const { before, step } of changes) {
    const { orderId, length } = before
    invariant(!changed.has(orderId), "a commit changes a case once")
    invariant(step.after.order.orderId === orderId, "a change is about its own case")
    invariant(step.after.length === length + step.entries.length, "a step writes down what it does")
    changed.add(orderId)
    if ((tables.cases.get(orderId)?.length ?? 0) !== length) return new StaleCase({ orderId })
  }
  return null
}

const outOfStock = (tables: Tables, { stock }: Commit): OutOfStock | null => {
  const left = new Map<string, number>()
  for (const { restaurantId, itemId, by } of stock) {
    const name = stockName(restaurantId, itemId)
    const before = left.get(name) ?? tables.stock.get(name)
    if (before === undefined) continue
    if (before + by < 0) return new OutOfStock({ itemId, left: before })
    left.set(name, before + by)
  }
  return null
}

const courierFull = (tables: Tables, { changes }: Commit): CourierFull | null => {
  const loads = new Map<CourierId, Set<OrderId>>()
  for (const { before, step } of changes) {
    for (const move of assignmentMovesOf(step)) {
      const { courierId } = move
      const load = loads.get(courierId) ?? new Set(tables.loads.get(courierId))
      loads.set(courierId, load)
      if (move._tag === "Released") load.delete(before.orderId)
      else load.add(before.orderId)
      const capacity = tables.capacities.get(courierId) ?? Limits.courierLoad
      if (load.size > capacity && move._tag === "Taken") return new CourierFull({ courierId, capacity })
    }
  }
  return null
}

const write = (tables: Tables, commit: Commit, change: CaseChange): void => {
  const { step } = change
  const { after } = step
  const { orderId, deliveryId } = after.order
  const log = tables.logs.get(orderId) ?? []
  tables.logs.set(orderId, log)
  for (const entry of step.entries) {
    const { actor, commandId } = commit
    log.push({ orderId, entry, actor, commandId })
    const { fact } = entry
    if (fact._tag !== "DeliveryOffered") continue
    const offered = tables.offers.get(fact.offerId) ?? new Set()
    tables.offers.set(fact.offerId, offered.add(orderId))
  }
  tables.cases.set(orderId, after)
  tables.orders.set(deliveryId, orderId)
  for (const move of assignmentMovesOf(step)) assign(tables, orderId, move)
  for (const transfer of change.transfers) {
    const { kind } = transfer
    for (const posting of postingsOf(transfer)) {
      tables.ledger.push({ ...posting, orderId, kind, atMs: after.updatedAtMs })
    }
  }
  if (change.payment !== null) tables.payments.set(orderId, change.payment)
  if (change.details !== null) tables.details.set(orderId, change.details)
  const lane = tables.lanes.get(orderId) ?? { heldUntilMs: 0, rows: [] }
  for (const errand of step.errands) {
    const id = ++tables.errandsSoFar
    lane.rows.push({ id, orderId, errand, committedAtMs: commit.atMs, attempts: 0, notBeforeMs: 0 })
  }
  if (lane.rows.length > 0) tables.lanes.set(orderId, lane)
}

const assign = (tables: Tables, orderId: OrderId, move: AssignmentMove): void => {
  const { courierId } = move
  const load = tables.loads.get(courierId) ?? new Set()
  tables.loads.set(courierId, load)
  if (move._tag === "Taken") {
    invariant(!tables.assignments.has(orderId), "P3: an order has one courier at a time", { orderId })
    tables.assignments.set(orderId, courierId)
    load.add(orderId)
  } else if (tables.assignments.get(orderId) === courierId) {
    tables.assignments.delete(orderId)
    load.delete(orderId)
  }
}
