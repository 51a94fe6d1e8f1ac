import { Effect, Layer, Option } from "effect"
import { MemoryTables } from "../cases/MemoryTables.ts"
import { receiptName } from "../cases/Receipt.ts"
import { ReceiptStore } from "./ReceiptStore.ts"

/** Receipts of {@link MemoryTables}. */
export const memoryReceiptStore: Layer.Layer<ReceiptStore, never, MemoryTables> = Layer.effect(
  ReceiptStore,
  Effect.map(MemoryTables, ({ receipts }) =>
    ReceiptStore.of({
      find: (scope, key) => Effect.sync(() => Option.fromUndefinedOr(receipts.get(receiptName(scope, key)))),
      keep: (receipt) =>
        Effect.sync(() => {
          const name = receiptName(receipt.scope, receipt.key)
          const known = receipts.get(name)
          if (known === undefined) receipts.set(name, receipt)
          return known ?? receipt
        })
    })
  )
)
