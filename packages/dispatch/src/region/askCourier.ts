import { at } from "@hotbag/core"
import type { Explanation } from "../Explanation.ts"
import type { CourierHandle, DeliveryHandle } from "../Handles.ts"
import type { Decision } from "./decisions.ts"
import { makeOffer } from "./offers.ts"
import type { RegionState } from "./RegionState.ts"
import { arrivalMs } from "./schedule.ts"

/** Asks the courier whom operations name, if courier and delivery are free for each other. */
export const askCourier = (
  state: RegionState,
  handle: CourierHandle,
  delivery: DeliveryHandle
): ReadonlyArray<Decision> => {
  const { couriers, deliveries, nowMs, options } = state
  if (!couriers.has(handle) || !deliveries.has(delivery)) return []
  const courier = couriers.get(handle)
  const record = deliveries.get(delivery)
  const isFree = courier.state === "idle" && record.state === "waiting" && !record.declined.has(handle)
  if (!isFree) return []
  const { service, travel } = options
  const pickupAtMs = Math.max(arrivalMs(options, courier, record, nowMs), record.readyAtMs)
  const leavesAtMs = pickupAtMs + service.afterPickupMs
  const wayMs = travel.durationMs(record.pickup, record.dropoff, courier.vehicle, leavesAtMs)
  const dropoffAtMs = [leavesAtMs + wayMs + service.beforeDropoffMs]
  const trip = { courier: handle, deliveries: [delivery], departAtMs: nowMs, pickupAtMs, dropoffAtMs }
  return [makeOffer(state, trip, () => chosenByOperations(handle, delivery, record.placedAtMs, dropoffAtMs))]
}

const chosenByOperations = (
  courier: CourierHandle,
  delivery: DeliveryHandle,
  placedAtMs: number,
  dropoffAtMs: ReadonlyArray<number>
): Omit<Explanation, "searchedM"> => {
  const clickToDoor = (at(dropoffAtMs, 0) - placedAtMs) / 60_000
  const chosen = { courier, terms: { clickToDoor }, cost: clickToDoor, verdict: "chosen" }
  return { delivery, policy: "operations", chosen: courier, candidates: [chosen], considered: 1 }
}
