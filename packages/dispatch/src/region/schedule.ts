import { at, Limits } from "@hotbag/core"
import type { CourierHandle } from "../Handles.ts"
import type { CourierRecord } from "./CourierTable.ts"
import type { DeliveryRecord } from "./DeliveryTable.ts"
import type { RegionOptions } from "./RegionOptions.ts"
import type { RegionState } from "./RegionState.ts"

/** The work in hand has changed, or what is known of it: expect its next stop and its end anew. */
export const expectEnd = (state: RegionState, handle: CourierHandle): void => {
  const { couriers, deliveries, options } = state
  const courier = couriers.get(handle)
  const doors = courier.hand.map(deliveries.get)
  courier.toPickUp.forEach((visit, i) => expectPickup(options, courier, visit.map(deliveries.get), i === 0))
  const dropoffAtMs = expectedDropoffsMs(options, courier, doors)
  const last = dropoffAtMs.at(-1)
  if (last === undefined) {
    courier.nextStopAtMs = courier.leavesAtMs
    return couriers.busy(courier, courier.lastStop, courier.leavesAtMs)
  }
  if (courier.toPickUp.length === 0) courier.nextStopAtMs = at(dropoffAtMs, 0)
  couriers.busy(courier, at(doors, doors.length - 1).dropoff, last + options.service.afterDropoffMs)
}

/** When the courier, leaving for the restaurant at `departAtMs`, is there and handled. */
export const arrivalMs = (
  { service, travel }: Pick<RegionOptions, "service" | "travel">,
  courier: CourierRecord,
  delivery: DeliveryRecord,
  departAtMs: number
): number => {
  const travelMs = travel.durationMs(courier.position, delivery.pickup, courier.vehicle, departAtMs)
  if (travelMs === 0 && courier.atRestaurantSinceMs !== null) {
    return Math.max(departAtMs, courier.atRestaurantSinceMs + service.beforePickupMs)
  }
  return departAtMs + travelMs + service.beforePickupMs
}

/**
 * When the courier can leave for new work. Without news of a stop that is overdue, it is expected to take as long
 * again as it already took too long: a courier who is a little late stays a candidate, one who is never heard of
 * again does not keep deliveries waiting.
 */
export const availableMs = (courier: CourierRecord, nowMs: number): number =>
  courier.state === "busy" ? courier.availableAtMs + 2 * Math.max(0, nowMs - courier.nextStopAtMs) : nowMs

/**
 * Until when a courier at work who is soon free is counted on if no news comes: then the stop is too long overdue, or
 * the courier not soon free any more. Meaningless unless busy.
 */
export const countedOnUntilMs = (courier: CourierRecord, soonFreeMs: number): number => {
  const { availableAtMs, nextStopAtMs } = courier
  return nextStopAtMs + Math.min(Limits.overdueStopMs, soonFreeMs - (availableAtMs - nextStopAtMs))
}

/** What a restaurant has for the courier is picked up when the courier is there and the last of it is ready. */
const expectPickup = (
  { service, travel }: RegionOptions,
  courier: CourierRecord,
  visit: ReadonlyArray<DeliveryRecord>,
  isNext: boolean
): void => {
  const { lastStop, leavesAtMs, vehicle } = courier
  const shop = at(visit, 0).pickup
  let pickupAtMs = isNext
    ? courier.takesFoodAtMs
    : leavesAtMs + travel.durationMs(lastStop, shop, vehicle, leavesAtMs) + service.beforePickupMs
  for (const delivery of visit) pickupAtMs = Math.max(pickupAtMs, delivery.readyAtMs)
  if (isNext) courier.nextStopAtMs = pickupAtMs
  courier.lastStop = shop
  courier.leavesAtMs = pickupAtMs + service.afterPickupMs
}

/** When each drop-off is expected, in sequence, of a courier who leaves the last stop for these doors. */
const expectedDropoffsMs = (
  { service, travel }: RegionOptions,
  courier: CourierRecord,
  doors: ReadonlyArray<DeliveryRecord>
): ReadonlyArray<number> => {
  let leavesAtMs = courier.leavesAtMs
  let place = courier.lastStop
  return doors.map(({ dropoff }) => {
    const travelMs = travel.durationMs(place, dropoff, courier.vehicle, leavesAtMs)
    const dropoffAtMs = leavesAtMs + travelMs + service.beforeDropoffMs
    leavesAtMs = dropoffAtMs + service.afterDropoffMs
    place = dropoff
    return dropoffAtMs
  })
}
