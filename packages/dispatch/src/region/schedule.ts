import type { LatLng } from "@hotbag/core"
import { at } from "@hotbag/core"
import type { CourierRecord } from "./CourierTable.ts"
import type { DeliveryRecord } from "./DeliveryTable.ts"
import type { RegionOptions } from "./RegionOptions.ts"

type Expectations = Pick<RegionOptions, "travel" | "service">

/** When the pickup of a bundle is expected if the courier leaves for the restaurant at `departAtMs`. */
export const expectedPickupMs = (
  { travel, service }: Expectations,
  courier: CourierRecord,
  bundle: ReadonlyArray<DeliveryRecord>,
  departAtMs: number
): number => {
  const shop = at(bundle, 0).pickup
  const arrivalMs = departAtMs + travel.durationMs(courier.position, shop, courier.vehicle, departAtMs)
  let pickupAtMs = arrivalMs + service.beforePickupMs
  for (const delivery of bundle) pickupAtMs = Math.max(pickupAtMs, delivery.readyAtMs)
  return pickupAtMs
}

/** When the courier is expected to be free who leaves `from` at `departAtMs` for these doors in sequence. */
export const expectedFreeMs = (
  { travel, service }: Expectations,
  courier: CourierRecord,
  from: LatLng,
  departAtMs: number,
  doors: ReadonlyArray<DeliveryRecord>
): number => {
  let nowMs = departAtMs
  let place = from
  for (const delivery of doors) {
    nowMs += travel.durationMs(place, delivery.dropoff, courier.vehicle, nowMs)
    nowMs += service.beforeDropoffMs + service.afterDropoffMs
    place = delivery.dropoff
  }
  return nowMs
}
