import { at, type LatLng } from "@hotbag/core"
import type { DeliveryHandle } from "../Handles.ts"
import type { CourierRecord } from "./CourierTable.ts"
import type { DeliveryRecord } from "./DeliveryTable.ts"
import type { RegionState } from "./RegionState.ts"
import { expectEnd } from "./schedule.ts"

/** The courier has picked up at the next restaurant, and goes on from there. */
export const pickUp = (state: RegionState, courier: CourierRecord): void => {
  const { nowMs, options } = state
  const [here, next] = courier.toPickUp
  courier.toPickUp = courier.toPickUp.slice(1)
  courier.leavesAtMs = nowMs + options.service.afterPickupMs
  if (here !== undefined) courier.lastStop = shopOf(state, here)
  if (next !== undefined) {
    const wayMs = wayOf(state, courier, courier.lastStop, shopOf(state, next))
    courier.takesFoodAtMs = courier.leavesAtMs + wayMs + options.service.beforePickupMs
  }
  expectEnd(state, courier.handle)
}

/** The courier does not have the delivery in hand any more: it is at its door, or nobody shall bring it there. */
export const putDown = (state: RegionState, courier: CourierRecord, delivery: DeliveryRecord): void => {
  const isLastOfNext = courier.toPickUp[0]?.every((other) => other === delivery.handle) === true
  courier.hand = courier.hand.filter((other) => other !== delivery.handle)
  courier.toPickUp = courier.toPickUp
    .map((visit) => visit.filter((other) => other !== delivery.handle))
    .filter((visit) => visit.length > 0)
  const [next] = courier.toPickUp
  // Nothing is left to pick up at the first of two restaurants: the courier hears of it there, and goes on.
  if (isLastOfNext && next !== undefined)
    courier.takesFoodAtMs += wayOf(state, courier, delivery.pickup, shopOf(state, next))
}

const shopOf = ({ deliveries }: RegionState, visit: ReadonlyArray<DeliveryHandle>): LatLng =>
  deliveries.get(at(visit, 0)).pickup

const wayOf = (
  { nowMs, options }: RegionState,
  { vehicle }: CourierRecord,
  from: LatLng,
  to: LatLng
): number => options.travel.durationMs(from, to, vehicle, nowMs)
