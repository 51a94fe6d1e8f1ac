import { type CourierId, haversineM, type LatLng, Limits } from "@hotbag/core"
import { type Courier, isOnDuty } from "../couriers/Courier.ts"
import { type Region, tell } from "./Region.ts"

/** Tells the dispatcher what it does not know of a courier: on duty or not, until when, on what, and where. */
export const hearCourier = (region: Region, courier: Courier): void => {
  const { courierId, duty, position, regionId, vehicle } = courier
  const atMs = region.nowMs
  const told = region.told.get(courierId)
  const isHere = regionId === region.regionId && position !== null && isOnDuty(courier, atMs)
  if (!isHere) return goOff(region, courierId)
  const offAtMs = duty?.offAtMs ?? Infinity
  const handle = region.couriers.handleOf(courierId)
  const isSame = told?.onDuty === true && told.offAtMs === offAtMs && told.vehicle === vehicle
  if (isSame) return hearMove(region, courierId, position.at)
  goOff(region, courierId)
  region.told.set(courierId, { onDuty: true, offAtMs, vehicle, position: position.at })
  tell(region, { _tag: "CourierOnline", atMs, courier: handle, position: position.at, vehicle, offAtMs })
}

/** Everybody whose turn of duty has ended by now goes off. */
export const goOffInTime = (region: Region): void => {
  // Without an iterator: this is asked with every piece of news, of everybody.
  region.told.forEach(({ offAtMs, onDuty }, courierId) => {
    if (onDuty && offAtMs <= region.nowMs) goOff(region, courierId)
  })
}

const goOff = (region: Region, courierId: CourierId): void => {
  const told = region.told.get(courierId)
  if (told === undefined || !told.onDuty) return
  told.onDuty = false
  tell(region, { _tag: "CourierOffline", atMs: region.nowMs, courier: region.couriers.handleOf(courierId) })
}

/**
 * Tells where a courier on duty is. Only real ways are told: a courier who waits at a restaurant would count as gone with every step that the satellites
 * imagine. Of a courier at work the position is kept for the moment they are free.
 */
export const hearMove = (region: Region, courierId: CourierId, position: LatLng): void => {
  const told = region.told.get(courierId)
  if (told === undefined || haversineM(told.position, position) <= Limits.courierJitterM) return
  told.position = position
  const courier = region.couriers.handleOf(courierId)
  tell(region, { _tag: "CourierMoved", atMs: region.nowMs, courier, position })
}
