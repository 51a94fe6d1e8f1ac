import { instantOrNull, instantText, liveEtaOf, type TrackingLinksGroup } from "@hotbag/api"
import { isFresh } from "@hotbag/core"
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
        const { courier, eta, hasEnded } = tracked
        return {
          deliveryId: order.deliveryId,
          orderStatus: orderStatusField(order.status),
          deliveryStatus: delivery.status === "none" ? null : deliveryStatusField(delivery.status),
          restaurantName: tracked.restaurantName,
          pickup: hasEnded ? null : order.pickup,
          dropoff: hasEnded ? null : order.dropoff,
          readyEstimateAt: instantText(order.readyEstimateAtMs),
          ...liveEtaOf(order.promisedAtMs, eta, hasEnded ? order.promisedAtMs : atMs),
          driverId: tracked.courierId,
          driver: courier === null ? null : courier.at,
          positionAt: courier === null ? null : instantText(courier.atMs),
          stale: courier === null || !isFresh(courier.atMs, atMs),
          placedAt: instantText(order.placedAtMs),
          endedAt: instantOrNull(order.endedAtMs),
          expiresAt: instantText(tracked.expiresAtMs)
        }
      })
    )
}))
