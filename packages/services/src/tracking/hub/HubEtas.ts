import type { OrderId } from "@hotbag/core"
import { Context } from "effect"
import type { Sight } from "./CaseChannel.ts"

/**
 * Times of arrival for watchers. Where nobody estimates them, what was promised is told. Plain functions: they run for each message.
 */
export const HubEtas = Context.Reference<{
  readonly etaOf: Sight["etaOf"]
  /** Hears which order's time has changed by more than nothing, until the answer is called. */
  readonly listen: (listener: (orderId: OrderId) => void) => () => void
}>("@hotbag/services/tracking/hub/HubEtas", {
  defaultValue: () => ({ etaOf: () => null, listen: () => () => {} })
})
