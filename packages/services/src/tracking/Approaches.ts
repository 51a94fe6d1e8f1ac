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
  /** Near by metres, and not told yet: the door is told by time as well. */
  isWaiting: boolean
}

/** Circles around the next stop of every courier with work. A position costs a distance for each delivery in hand. */
export class Approaches {
  readonly #fences = new Map<DeliveryId, Fence>()

  /** Deliveries whose next stop is watched. */
  get size(): number {
    return this.#fences.size
  }

  /** The courier is there; gives what that shows, mostly nothing. `isSoon`: whether the customer has the food in a few minutes. */
  see(
    { at, atMs, courierId }: CourierPosition,
    work: ReadonlyArray<LiveDelivery>,
    isSoon: (delivery: LiveDelivery) => boolean = () => true
  ): ReadonlyArray<Approach> {
    let seen: Array<Approach> | null = null
    for (const delivery of work) {
      const [next] = delivery.stops
      // Passing a customer's door on the way to somebody else is no arrival.
      if (next === undefined || !next.orders.includes(delivery.orderId) || isThere(delivery, next)) continue
      const watched = this.#fenceOf(delivery, courierId, next.kind)
      const changed = watched.fence.see(haversineM(next.at, at), atMs)
      if (changed !== null) watched.isWaiting = changed === "near"
      const isTold = watched.isWaiting && (next.kind === "pickup" || isSoon(delivery))
      const zone = changed === "at" ? changed : isTold ? "near" : null
      if (zone === null) continue
      watched.isWaiting = false
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

  #fenceOf({ deliveryId }: LiveDelivery, courierId: CourierId, kind: LiveStop["kind"]): Fence {
    const known = this.#fences.get(deliveryId)
    if (known !== undefined && known.kind === kind && known.courierId === courierId) return known
    const made: Fence = { courierId, kind, fence: new Geofence(), isWaiting: false }
    this.#fences.set(deliveryId, made)
    return made
  }
}

const NOTHING: ReadonlyArray<Approach> = []

/** The courier has said so. */
const isThere = ({ status }: LiveDelivery, { kind }: LiveStop): boolean =>
  kind === "pickup" ? status === "at-restaurant" : status === "at-customer"
