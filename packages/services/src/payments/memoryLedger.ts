import { balances } from "@hotbag/core"
import { Effect, Layer } from "effect"
import { Ledger, type LedgerEntry } from "./Ledger.ts"

/** Reads a list of ledger lines that somebody else appends to. */
export const memoryLedger = (entries: ReadonlyArray<LedgerEntry>): Layer.Layer<Ledger> =>
  Layer.succeed(Ledger, {
    entriesOf: (orderId) => Effect.sync(() => entries.filter((entry) => entry.orderId === orderId)),
    trialBalance: Effect.sync(() =>
      balances(
        entries.map(({ account, amount }) => ({ account: { kind: account.kind, ownerId: null }, amount }))
      )
    )
  })
