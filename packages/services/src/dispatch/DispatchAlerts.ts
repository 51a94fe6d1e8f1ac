import type { OrderId, RegionId } from "@hotbag/core"
import { Context, Effect } from "effect"
import type { DispatchNote } from "./OfferRecord.ts"

/** Something that operations should know of at once. */
export type DispatchAlert =
  | {
      readonly _tag: "NoCourier"
      readonly regionId: RegionId
      readonly orderId: OrderId
      readonly note: Extract<DispatchNote, { readonly _tag: "Escalated" }>
    }
  /** A round took too long; the next ones are played by the simplest policy. */
  | { readonly _tag: "SlowRound"; readonly regionId: RegionId; readonly tookMs: number }
  /** Another dispatcher took the region over. */
  | { readonly _tag: "RegionLost"; readonly regionId: RegionId; readonly epoch: number }

/** Who alerts operations (S12). Writes a warning to the log unless told otherwise. */
export const DispatchAlerts = Context.Reference<{
  readonly raise: (alert: DispatchAlert) => Effect.Effect<void>
}>("@hotbag/services/dispatch/DispatchAlerts", {
  defaultValue: () => ({
    raise: (alert) => Effect.logWarning("operations should look at this").pipe(Effect.annotateLogs({ alert }))
  })
})
