import type { CourierHandle, DeliveryHandle } from "../Handles.ts"
import { isOnTheWay } from "./CourierTable.ts"
import type { RegionState } from "./RegionState.ts"

/** What the dispatcher believes of a courier; `sent`: on the way to a restaurant without an order. */
export type CourierBelief = "unknown" | "offline" | "idle" | "offered" | "busy" | "sent"

/** What the dispatcher believes of a delivery; `unknown`: never heard of, or closed. */
export type DeliveryBelief = "unknown" | "waiting" | "offered" | "assigned"

/** What a driver looks at before it tells news of which it cannot be sure that they fit. */
export interface RegionView {
  readonly courier: (courier: CourierHandle) => CourierBelief
  readonly delivery: (delivery: DeliveryHandle) => DeliveryBelief
  /** Who has the delivery in hand, or is asked; null when nobody is. */
  readonly courierOf: (delivery: DeliveryHandle) => CourierHandle | null
  /** Deliveries in hand, in drop-off sequence. */
  readonly hand: (courier: CourierHandle) => ReadonlyArray<DeliveryHandle>
  /** What is still to be picked up at each restaurant, in the sequence of the visits. */
  readonly toPickUp: (courier: CourierHandle) => ReadonlyArray<ReadonlyArray<DeliveryHandle>>
}

/** The view of a region. Nothing is copied. */
export const viewOf = ({ couriers, deliveries }: RegionState): RegionView => ({
  courier: (handle) => {
    if (!couriers.has(handle)) return "unknown"
    const courier = couriers.get(handle)
    return isOnTheWay(courier) ? "sent" : courier.state
  },
  delivery: (handle) => {
    if (!deliveries.has(handle)) return "unknown"
    const { state } = deliveries.get(handle)
    return state === "closed" ? "unknown" : state
  },
  courierOf: (handle) => {
    if (!deliveries.has(handle)) return null
    const { courier } = deliveries.get(handle)
    return courier < 0 ? null : courier
  },
  hand: (handle) => (couriers.has(handle) ? couriers.get(handle).hand : []),
  toPickUp: (handle) => (couriers.has(handle) ? couriers.get(handle).toPickUp : [])
})
