import type { CourierId, OrderId } from "@hotbag/core"
import { Context, Effect, Layer } from "effect"
import type { Approach } from "../Approaches.ts"
import { Arrivals } from "../Arrivals.ts"
import { LiveEta } from "../LiveEta.ts"
import { PositionFeed } from "../PositionFeed.ts"
import { Tracker } from "../Tracker.ts"
import type { Sight } from "./CaseChannel.ts"
import type { Sighting } from "./HubMessage.ts"

/** What the hub hears of beside the cases. Everything is called from plain code and returns at once. */
export interface HubListener {
  readonly moved: (courierId: CourierId, sighting: Sighting) => void
  /** The time of arrival has changed by more than nothing. */
  readonly etaChanged: (orderId: OrderId) => void
  /** A courier is about to arrive, or has arrived, as seen from positions. */
  readonly approached: (approach: Approach) => void
}

/** Couriers' places and times of arrival, as the hub needs them. */
export class HubSight extends Context.Service<
  HubSight,
  Sight & {
    /** Tells the listener from now on; gives how to stop. */
    readonly follow: (listener: HubListener) => () => void
  }
>()("@hotbag/services/tracking/hub/HubSight") {
  /** What is tracked in this process. */
  static readonly layer: Layer.Layer<HubSight, never, Arrivals | LiveEta | PositionFeed | Tracker> =
    Layer.effect(
      HubSight,
      Effect.gen(function* () {
        const arrivals = yield* Arrivals
        const etas = yield* LiveEta
        const feed = yield* PositionFeed
        const tracker = yield* Tracker
        return HubSight.of({
          lastOf: (courierId) => tracker.last(courierId) ?? null,
          etaOf: ({ orderId }, _, nowMs) => etas.of(orderId, nowMs),
          follow: ({ approached, etaChanged, moved }) => {
            const stops = [
              feed.listen(({ position }) => moved(position.courierId, position)),
              etas.listen((orderId) => etaChanged(orderId)),
              arrivals.listen((approach) => approached(approach))
            ]
            return () => {
              for (const stop of stops) stop()
            }
          }
        })
      })
    )
}
