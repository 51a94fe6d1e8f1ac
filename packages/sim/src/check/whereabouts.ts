import { HOUR_MS, haversineM, type LatLng, SECOND_MS, type Vehicle } from "@hotbag/core"
import type { LogEntry } from "../report/LogEntry.ts"
import type { Directory } from "./Directory.ts"

/** Where a courier was seen last, and between when and when the courier can have left. */
export interface Whereabouts {
  readonly position: LatLng
  readonly leavesFromMs: number
  readonly leavesUntilMs: number
}

/** Follows every courier from stop to stop. Memory by couriers who have worked. */
export interface Tracker {
  /** Before the first stop: at the start of the shift, where it begins. Undefined for strangers. */
  readonly of: (courier: string | undefined) => Whereabouts | undefined
  /** When the courier is at `to` at the earliest. */
  readonly earliestMs: (courier: string, to: LatLng) => number
  /** The courier is at the stop that the entry tells of. */
  readonly follow: (entry: LogEntry) => void
}

/** A tracker that has seen nothing yet. */
export const trackCouriers = (directory: Directory): Tracker => {
  const { rules, travel } = directory.city
  const seen = new Map<string, Whereabouts>()
  const of = (courier: string | undefined): Whereabouts | undefined => {
    const known = courier === undefined ? undefined : seen.get(courier)
    const person = directory.courier(courier)
    if (known !== undefined || person === undefined) return known
    return { position: person.position, leavesFromMs: person.onAtMs, leavesUntilMs: Infinity }
  }
  /**
   * The speed depends on the hour of departure, which is known up to a stop's handling time: below an hour the
   * fastest way begins at one of its two ends; beyond, only the top speed is certain.
   */
  const fastestMs = ({ leavesFromMs, leavesUntilMs, position }: Whereabouts, to: LatLng, vehicle: Vehicle) =>
    leavesUntilMs - leavesFromMs > HOUR_MS
      ? Math.floor((haversineM(position, to) / travel.topSpeedMps) * SECOND_MS)
      : Math.min(
          travel.durationMs(position, to, vehicle, leavesFromMs),
          travel.durationMs(position, to, vehicle, leavesUntilMs)
        )
  return {
    of,
    earliestMs: (courier, to) => {
      const from = of(courier)
      const vehicle = directory.courier(courier)?.vehicle
      if (from === undefined || vehicle === undefined) return -Infinity
      return from.leavesFromMs + fastestMs(from, to, vehicle)
    },
    follow: ({ atMs, courier, order: id, type }) => {
      const order = directory.order(id)
      if (courier === undefined || order === undefined) return
      const shop = directory.restaurantOf(order).position
      const leaves = (
        position: LatLng,
        { maxMs, minMs }: { readonly minMs: number; readonly maxMs: number }
      ) => seen.set(courier, { position, leavesFromMs: atMs + minMs, leavesUntilMs: atMs + maxMs })
      const atOnce = { minMs: 0, maxMs: 0 }
      if (type === "OfferAccepted") leaves(of(courier)?.position ?? shop, atOnce)
      if (type === "CourierAtRestaurant") leaves(shop, atOnce)
      if (type === "DeliveryPickedUp") leaves(shop, rules.afterPickup)
      if (type === "CourierAtCustomer") leaves(order.dropoff, atOnce)
      if (type === "DeliveryCompleted") leaves(order.dropoff, rules.afterDropoff)
    }
  }
}
