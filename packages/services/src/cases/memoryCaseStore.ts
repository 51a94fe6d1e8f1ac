import {
  Limits,
  nextTimer,
  type OrderCase,
  type OrderId,
  TERMINAL_DELIVERY_STATUSES,
  TERMINAL_ORDER_STATUSES
} from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import { CaseStore, type DueCase } from "./CaseStore.ts"
import { Failpoint } from "./Failpoint.ts"
import { memoryCommit } from "./memoryCommit.ts"
import { MemoryTables } from "./MemoryTables.ts"
import { receiptName } from "./Receipt.ts"

/** Cases in {@link MemoryTables}, with the guarantees of the database. Reads of many cases are O(cases). */
export const memoryCaseStore: Layer.Layer<CaseStore, never, MemoryTables> = Layer.effect(
  CaseStore,
  Effect.gen(function* () {
    const tables = yield* MemoryTables
    const failpoint = yield* Failpoint
    return CaseStore.of({
      load: (orderId) => Effect.sync(() => Option.fromUndefinedOr(tables.cases.get(orderId))),
      orderOf: (deliveryId) => Effect.sync(() => Option.fromUndefinedOr(tables.orders.get(deliveryId))),
      offeredAs: (offerId) => Effect.sync(() => [...(tables.offers.get(offerId) ?? [])].sort(byText)),
      openIn: (regionId, after) =>
        Effect.sync(() =>
          [...tables.cases.values()]
            .filter((each) => each.order.regionId === regionId && isOpen(each))
            .filter((each) => after === null || each.order.orderId > after)
            .sort((left, right) => byText(left.order.orderId, right.order.orderId))
            .slice(0, Limits.casesPerPage)
        ),
      commit: (commit) =>
        failpoint
          .hit("commit-begun")
          .pipe(Effect.andThen(Effect.suspend(() => memoryCommit(tables, commit)))),
      receipt: (scope, key) =>
        Effect.sync(() => Option.fromUndefinedOr(tables.receipts.get(receiptName(scope, key)))),
      amendReceipt: (receipt) =>
        Effect.sync(() => {
          const name = receiptName(receipt.scope, receipt.key)
          if (tables.receipts.has(name)) tables.receipts.set(name, receipt)
        }),
      forgetReceipts: (beforeMs, limit) =>
        Effect.sync(() => {
          const old = [...tables.receipts].filter(([, { atMs }]) => atMs < beforeMs).slice(0, limit)
          for (const [name] of old) tables.receipts.delete(name)
          return old.length
        }),
      due: (atMs, limit) => Effect.sync(() => dueAt(tables.cases.values(), atMs).slice(0, limit)),
      log: (orderId) => Effect.sync(() => [...(tables.logs.get(orderId) ?? [])]),
      details: (orderId) => Effect.sync(() => Option.fromUndefinedOr(tables.details.get(orderId)))
    })
  })
)

/** Whether something is still to happen with the order or its delivery. */
const isOpen = ({ order, delivery }: OrderCase): boolean =>
  !TERMINAL_ORDER_STATUSES.has(order.status) ||
  (delivery.status !== "none" && !TERMINAL_DELIVERY_STATUSES.has(delivery.status))

const dueAt = (cases: Iterable<OrderCase>, atMs: number): ReadonlyArray<DueCase> => {
  const due: Array<DueCase> = []
  for (const each of cases) {
    const next = nextTimer(each)
    if (next !== null && next.dueAtMs <= atMs) due.push({ orderId: each.order.orderId, ...next })
  }
  return due.sort((left, right) => left.dueAtMs - right.dueAtMs || byText(left.orderId, right.orderId))
}

/** By code units, the same on every machine. */
const byText = (left: OrderId, right: OrderId): number => (left < right ? -1 : left > right ? 1 : 0)
