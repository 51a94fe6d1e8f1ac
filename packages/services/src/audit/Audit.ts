import type { OrderId } from "@hotbag/core"
import { Context, Effect, Layer } from "effect"
import type { Actor } from "../Actor.ts"
import { CaseStore, type LoggedEntry } from "../cases/CaseStore.ts"
import { NotFound } from "../NotFound.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** What happened to an order, who caused it, by which command, and when (S134). For operations. */
export class Audit extends Context.Service<
  Audit,
  {
    /** The log from its beginning, without gaps (P4). */
    readonly log: (
      actor: Actor,
      orderId: OrderId
    ) => Effect.Effect<ReadonlyArray<LoggedEntry>, NotFound | StoreUnavailable>
  }
>()("@hotbag/services/audit/Audit") {
  static readonly layer: Layer.Layer<Audit, never, CaseStore> = Layer.effect(
    Audit,
    Effect.map(CaseStore, (store) =>
      Audit.of({
        log: Effect.fn("Audit.log")(function* ({ role }, orderId) {
          const entries = role === "operator" || role === "system" ? yield* store.log(orderId) : []
          return entries.length === 0 ? yield* new NotFound() : entries
        })
      })
    )
  )
}
