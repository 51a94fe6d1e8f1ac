import { HOUR_MS, haversineM, type LatLng, SECOND_MS, type Vehicle } from "@hotbag/core"
import type { JourneyEntry, LogEntry } from "../report/LogEntry.ts"
import type { CityRestaurant, Uniform } from "../world/City.ts"
import type { Directory } from "./Directory.ts"
import { happenedAtMs } from "./entryFields.ts"

/** Where a courier was seen last, and between when and when the courier can have left. */
export interface Whereabouts {
  readonly position: LatLng
  readonly leavesFromMs: number
  readonly leavesUntilMs: number
  /** The restaurant where the courier was sent without an order and waits, and since when; null elsewhere. */
  readonly waits: { readonly at: CityRestaurant; readonly sinceMs: number } | null
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
    return { position: person.position, leavesFromMs: person.onAtMs, leavesUntilMs: Infinity, waits: null }
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
    follow: (entry) => {
      const { courier, type } = entry
      const atMs = happenedAtMs(entry)
      if (entry.order === undefined) return followJourney(entry)
      const order = directory.order(entry.order)
      if (courier === undefined || order === undefined) return
      const shop = directory.restaurantOf(order)
      const leaves = (position: LatLng, within: Uniform, waits: Whereabouts["waits"] = null) =>
        leavesFrom(courier, atMs, position, within, waits)
      const { position = shop.position, waits = null } = of(courier) ?? {}
      if (type === "OfferAccepted") leaves(position, AT_ONCE, waits)
      if (type === "CourierAtRestaurant") leaves(shop.position, AT_ONCE, waits?.at === shop ? waits : null)
      if (type === "DeliveryPickedUp") leaves(shop.position, rules.afterPickup)
      if (type === "CourierAtCustomer") leaves(order.dropoff, AT_ONCE)
      if (type === "DeliveryCompleted") leaves(order.dropoff, rules.afterDropoff)
    }
  }

  function followJourney({ atMs, courier, restaurant, type }: JourneyEntry): void {
    const goal = directory.restaurant(restaurant)
    if (goal === undefined) return
    if (type === "Preposition") leavesFrom(courier, atMs, of(courier)?.position ?? goal.position, AT_ONCE)
    else leavesFrom(courier, atMs, goal.position, AT_ONCE, { at: goal, sinceMs: atMs })
  }

  function leavesFrom(
    courier: string,
    atMs: number,
    position: LatLng,
    { maxMs, minMs }: Uniform,
    waits: Whereabouts["waits"] = null
  ): void {
    seen.set(courier, { position, leavesFromMs: atMs + minMs, leavesUntilMs: atMs + maxMs, waits })
  }
}

const AT_ONCE: Uniform = { minMs: 0, maxMs: 0 }
