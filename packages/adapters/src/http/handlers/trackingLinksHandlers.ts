import { etaOf, instantOrNull, instantText, type TrackingLinksGroup } from "@hotbag/api"
import { TrackingLinks } from "@hotbag/services"
import { Clock, Effect } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { deliveryStatusField } from "../views/deliveryView.ts"
import { orderStatusField } from "../views/orderView.ts"
import { asRead } from "./problemFor.ts"

/** What tracking links open. */
export const trackingLinksHandlers: Effect.Effect<
  HandlersOf<typeof TrackingLinksGroup>,
  never,
  TrackingLinks
> = Effect.map(TrackingLinks, (links) => ({
  open: ({ params: { token } }) =>
    asRead(
      Effect.zipWith(links.open(token), Clock.currentTimeMillis, (tracked, atMs) => {
        const { delivery, order } = tracked.case
        return {
          deliveryId: order.deliveryId,
          orderStatus: orderStatusField(order.status),
          deliveryStatus: delivery.status === "none" ? null : deliveryStatusField(delivery.status),
          restaurantName: tracked.restaurantName,
          pickup: tracked.hasEnded ? null : order.pickup,
          dropoff: tracked.hasEnded ? null : order.dropoff,
          readyEstimateAt: instantText(order.readyEstimateAtMs),
          ...etaOf(order.promisedAtMs, tracked.hasEnded ? order.promisedAtMs : atMs),
          placedAt: instantText(order.placedAtMs),
          endedAt: instantOrNull(order.endedAtMs),
          expiresAt: instantText(tracked.expiresAtMs)
        }
      })
    )
}))
