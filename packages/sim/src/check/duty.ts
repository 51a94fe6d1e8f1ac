import type { JourneyEntry, LogEntry } from "../report/LogEntry.ts"
import type { CityCourier, CityOrder, CityRestaurant } from "../world/City.ts"
import type { Findings } from "./Checker.ts"
import type { Directory } from "./Directory.ts"
import type { Tracker } from "./whereabouts.ts"

/** What may be asked of couriers while they are on duty, and what not. */
export interface Duty {
  /** The courier is asked for the order, whose food is expected then; `undefined`: nobody has said. */
  readonly ask: (
    entry: LogEntry,
    courier: CityCourier,
    order: CityOrder,
    readyAtMs: number | undefined
  ) => void
  /** The courier is sent to the restaurant without an order. */
  readonly send: (entry: JourneyEntry, courier: CityCourier, goal: CityRestaurant) => void
}

/** Judges by where the couriers are and what dispatch knows: the travel model, and the mean handling times. */
export const makeDuty = ({ city, restaurantOf }: Directory, couriers: Tracker, findings: Findings): Duty => {
  const isOnDuty = (entry: LogEntry, what: string, courier: CityCourier, shop: CityRestaurant): boolean => {
    const { offAtMs, onAtMs, region } = courier
    if (region !== shop.region) findings.add(`${what} in another region`, entry)
    const onDuty = onAtMs < offAtMs && onAtMs <= entry.atMs && entry.atMs <= offAtMs
    if (!onDuty) findings.add(`${what} off duty: ${onAtMs} to ${offAtMs}`, entry)
    return onDuty
  }

  const travelMs = ({ position }: CityRestaurant, courier: CityCourier, atMs: number): number => {
    const from = couriers.of(courier.id)?.position ?? courier.position
    return (
      city.plannedTravel?.durationMs(from, position, courier.vehicle, atMs, atMs) ??
      city.travel.durationMs(from, position, courier.vehicle, atMs)
    )
  }

  return {
    ask: (entry, courier, order, readyAtMs = -Infinity) => {
      const { atMs } = entry
      const shop = restaurantOf(order)
      if (!isOnDuty(entry, "asked", courier, shop)) return
      const wayMs = travelMs(shop, courier, atMs)
      const waitsSinceMs = couriers.of(courier.id)?.waits?.sinceMs
      // Who waits at the restaurant, or at another one in the same place, is being handled since the arrival.
      const thereAtMs = wayMs === 0 && waitsSinceMs !== undefined ? waitsSinceMs : atMs + wayMs
      const pickupAtMs = Math.max(atMs, thereAtMs + city.rules.service.beforePickupMs, readyAtMs)
      if (pickupAtMs > plannedOffAtMs(courier)) {
        findings.add(`asked for a pickup expected at ${pickupAtMs}, off at ${plannedOffAtMs(courier)}`, entry)
      }
    },
    send: (entry, courier, goal) => {
      if (!isOnDuty(entry, "sent", courier, goal)) return
      const thereAtMs = entry.atMs + travelMs(goal, courier, entry.atMs)
      if (thereAtMs > plannedOffAtMs(courier)) {
        findings.add(`sent, to be there at ${thereAtMs}, off at ${plannedOffAtMs(courier)}`, entry)
      }
    }
  }
}

/** Dispatch counts on what the courier said. */
const plannedOffAtMs = ({ offAtMs, plannedOffAtMs: planned }: CityCourier): number => planned ?? offAtMs
