import type { OrderId, RegionId } from "@hotbag/core"
import { Context, Effect, Layer } from "effect"
import { Alerts } from "../notices/Alerts.ts"
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
  defaultValue: () => ({ raise: warn })
})

/** Alerts about orders also stand where operations look for those of the sagas; the same one is told once. */
export const dispatchAlertsLayer: Layer.Layer<never, never, Alerts> = Layer.effect(
  DispatchAlerts,
  Effect.map(Alerts, (alerts) => ({
    raise: (alert) => Effect.andThen(warn(alert), keep(alerts, alert))
  }))
)

const warn = (alert: DispatchAlert): Effect.Effect<void> =>
  Effect.logWarning("operations should look at this").pipe(Effect.annotateLogs({ alert }))

/** Dispatch goes on whether or not the alert can be kept: it stands in the log and among the reasons of the order. */
const keep = (alerts: Alerts["Service"], alert: DispatchAlert): Effect.Effect<void> => {
  if (alert._tag !== "NoCourier") return Effect.void
  const { note, orderId } = alert
  const { atMs, waitedMs } = note
  return Effect.ignore(alerts.raise({ orderId, why: "no-courier", sinceMs: atMs - waitedMs, atMs }))
}
