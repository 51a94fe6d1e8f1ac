import type { CommandId } from "@hotbag/core"
import { Context, type Effect, type Option } from "effect"
import type { Receipt } from "../cases/Receipt.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** Receipts of writes outside the cases, in the same place as those that cases keep in their commits, and forgotten with them. */
export class ReceiptStore extends Context.Service<
  ReceiptStore,
  {
    /** The receipt of a command, if it was carried out. */
    readonly find: (scope: string, key: CommandId) => Effect.Effect<Option.Option<Receipt>, StoreUnavailable>
    /** Keeps the receipt, unless there is one of its scope and key; gives the one that is kept. */
    readonly keep: (receipt: Receipt) => Effect.Effect<Receipt, StoreUnavailable>
  }
>()("@hotbag/services/receipts/ReceiptStore") {}
