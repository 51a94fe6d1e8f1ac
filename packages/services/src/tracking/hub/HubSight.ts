import type { CourierId, OrderId } from "@hotbag/core"
import { Context } from "effect"
import type { Sight } from "./CaseChannel.ts"
import type { Sighting } from "./HubMessage.ts"

/** What the hub hears of beside the cases. Everything is called from plain code and returns at once. */
export interface HubListener {
  readonly moved: (courierId: CourierId, sighting: Sighting) => void
  /** The time of arrival has changed by more than nothing. */
  readonly etaChanged: (orderId: OrderId) => void
  /** Something that stands in no log, such as `driver-arriving`. */
  readonly notice: (orderId: OrderId, event: string) => void
}

/** Couriers' places and times of arrival, as the hub needs them. */
export class HubSight extends Context.Service<
  HubSight,
  Sight & {
    /** Tells the listener from now on; gives how to stop. */
    readonly follow: (listener: HubListener) => () => void
  }
>()("@hotbag/services/tracking/hub/HubSight") {}
