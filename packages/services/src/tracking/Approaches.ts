import {
  type CourierId,
  type DeliveryId,
  Geofence,
  haversineM,
  TERMINAL_DELIVERY_STATUSES
} from "@hotbag/core"
import type { CourierPosition } from "./CourierPosition.ts"
import type { LiveDelivery, LiveStop } from "./LiveDelivery.ts"

/** A courier has come near a stop, or has been there for a while: seen from positions, not said by the courier. */
export interface Approach {
  readonly delivery: LiveDelivery
  readonly courierId: CourierId
  readonly stop: "restaurant" | "customer"
  readonly zone: "near" | "at"
  /** When the position that shows it was measured, by our clock. */
  readonly atMs: number
}

interface Fence {
  readonly courierId: CourierId
  readonly kind: LiveStop["kind"]
  readonly fence: Geofence
}

/** Circles around the next stop of every courier with work. A position costs a distance for each delivery in hand. */
export class Approaches {
  readonly #fences = new Map<DeliveryId, Fence>()

  /** Deliveries whose next stop is watched. */
  get size(): number {
    return this.#fences.size
  }

  /** The courier is there; gives what that shows, mostly nothing. */
  see({ at, atMs, courierId }: CourierPosition, work: ReadonlyArray<LiveDelivery>): ReadonlyArray<Approach> {
    let seen: Array<Approach> | null = null
    for (const delivery of work) {
      const [next] = delivery.stops
      // Passing a customer's door on the way to somebody else is no arrival.
      if (next === undefined || !next.orders.includes(delivery.orderId) || isThere(delivery, next)) continue
      const zone = this.#fenceOf(delivery, courierId, next.kind).see(haversineM(next.at, at), atMs)
      if (zone !== "near" && zone !== "at") continue
      const stop = next.kind === "pickup" ? "restaurant" : "customer"
      seen ??= []
      seen.push({ delivery, courierId, stop, zone, atMs })
    }
    return seen ?? NOTHING
  }

  /** A delivery has changed: nothing is watched of one that has ended. */
  follow(delivery: LiveDelivery): void {
    if (TERMINAL_DELIVERY_STATUSES.has(delivery.status)) this.#fences.delete(delivery.deliveryId)
  }

  #fenceOf({ deliveryId }: LiveDelivery, courierId: CourierId, kind: LiveStop["kind"]): Geofence {
    const known = this.#fences.get(deliveryId)
    if (known !== undefined && known.kind === kind && known.courierId === courierId) return known.fence
    const fence = new Geofence()
    this.#fences.set(deliveryId, { courierId, kind, fence })
    return fence
  }
}

const NOTHING: ReadonlyArray<Approach> = []

/** The courier has said so. */
const isThere = ({ status }: LiveDelivery, { kind }: LiveStop): boolean =>
  kind === "pickup" ? status === "at-restaurant" : status === "at-customer"
