import type { CourierId, OrderCase } from "@hotbag/core"
import { type Region, tell } from "./Region.ts"

/** What a dispatcher that takes over knows beyond the case. */
export interface KnownBefore {
  /** Couriers who let an offer lapse; who declined stands in the case. */
  readonly declined: ReadonlyArray<CourierId>
  readonly isEscalated: boolean
}

/** Tells the dispatcher of a delivery that waits for a courier, or is to be resumed by one. */
export const tellWanted = (
  region: Region,
  { delivery, order, saga }: OrderCase,
  known: KnownBefore
): void => {
  if (delivery.status === "none") return
  const { dropoff, orderId, pickup, placedAtMs, promisedAtMs, readyAtMs, readyEstimateAtMs } = order
  const declined = new Set([...delivery.declinedBy, ...known.declined])
  tell(region, {
    _tag: "DeliveryWanted",
    atMs: region.nowMs,
    delivery: region.orders.handleOf(orderId),
    pickup,
    dropoff,
    placedAtMs,
    readyAtMs: readyAtMs ?? readyEstimateAtMs,
    promisedAtMs,
    sofar: {
      wantedAtMs: Math.min(region.nowMs, saga.searchingSinceMs ?? delivery.requestedAtMs),
      declined: [...declined].map((courierId) => region.couriers.handleOf(courierId)),
      isReady: readyAtMs !== null,
      isEscalated: known.isEscalated
    }
  })
}
